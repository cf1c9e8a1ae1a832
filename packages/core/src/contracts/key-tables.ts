import type { RuleDescription } from "./rule-description.js";
import { contractJsonSchema, ruleOptionSchema, type JsonSchema } from "./schema/json-schema.js";

/** The Markdown tables of `docs/contract-keys.md`: every key of the front matter and of each rule's option. */
export function renderKeyTables(descriptions: readonly RuleDescription[]): string {
  const schema = contractJsonSchema(descriptions);
  const nested = ["scope", "phases", "components", "gates", "validate"].map((key) => renderNested(key, properties(schema)[key]!));
  const rules = descriptions.map((rule) => renderRule(rule.name, ruleOptionSchema(rule)));
  return ["### Keys", renderTable(schema, 0), ...nested, "### Options of the rules", ...rules].join("\n\n");
}

function renderNested(key: string, schema: JsonSchema): string {
  return `#### \`${key}\`\n\n${renderTable(objectOf(schema))}`;
}

function renderRule(rule: string, schema: JsonSchema): string {
  const entry = objectOf(schema);
  const heading = `#### \`${rule}\`\n\n${String(schema["description"])}`;
  if (Object.keys(properties(entry)).length === 0) return `${heading} It has no option: write \`{}\`.`;
  const note = "anyOf" in schema ? " One entry or a list of entries:" : "";
  return `${heading}${note}\n\n${renderTable(entry)}`;
}

function renderTable(schema: JsonSchema, depth = Infinity): string {
  return ["| key | value | meaning |", "| --- | --- | --- |", ...renderRows(schema, "", depth)].join("\n");
}

/** A row for each key; the keys of an object inside follow it, with a dot. */
function renderRows(schema: JsonSchema, prefix: string, depth: number): string[] {
  const required = (schema["required"] ?? []) as readonly string[];
  return Object.entries(properties(schema)).flatMap(([key, value]) => {
    const name = required.includes(key) ? `**\`${prefix}${key}\`**` : `\`${prefix}${key}\``;
    const row = `| ${name} | ${describeType(value)} | ${cell(String(value["description"] ?? ""))} |`;
    return depth > 0 ? [row, ...renderRows(objectOf(value), `${prefix}${key}.`, depth - 1)] : [row];
  });
}

/** The object inside a list, a record or a union. */
function objectOf(schema: JsonSchema): JsonSchema {
  if ("properties" in schema) return schema;
  const branches = (schema["anyOf"] ?? []) as readonly JsonSchema[];
  const inner = (schema["items"] ??
    (schema["additionalProperties"] || undefined) ??
    branches.find((branch) => "properties" in branch)) as JsonSchema | undefined;
  return inner ? objectOf(inner) : schema;
}

function properties(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema["properties"] ?? {}) as Record<string, JsonSchema>;
}

function describeType(schema: JsonSchema): string {
  const words = schema["enum"] as readonly string[] | undefined;
  if (words) return cell(words.map((word) => `\`${word}\``).join(", "));
  if ("const" in schema) return `\`${String(schema["const"])}\``;
  const branches = schema["anyOf"] as readonly JsonSchema[] | undefined;
  if (branches) return [...new Set(branches.map(describeType))].join(", or ");
  switch (schema["type"]) {
    case "array":
      return `list of ${describeType(schema["items"] as JsonSchema)}`;
    case "object":
      return "properties" in schema || schema["additionalProperties"] === false
        ? "object"
        : `names with ${describeType(schema["additionalProperties"] as JsonSchema)}`;
    case "string":
      return schema["format"] === "date" ? "date" : "text";
    case "boolean":
      return "`true`, `false`";
    default:
      return String(schema["type"]);
  }
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
