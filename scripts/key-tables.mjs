// The tables of docs/contract-keys.md and of the rules' pages: every key of a contract, from its schema.
import { contractJsonSchema, ruleOptionSchema } from "@godwit/core/contracts";

/** The Markdown tables of `docs/contract-keys.md`: every key of the front matter and of each rule's option. */
export function renderKeyTables(descriptions) {
  const schema = contractJsonSchema(descriptions);
  const nested = ["scope", "phases", "components", "gates", "validate"].map((key) => renderNested(key, properties(schema)[key]));
  const rules = descriptions.map((rule) => renderRule(rule.name, ruleOptionSchema(rule)));
  return ["### Keys", renderTable(schema, 0), ...nested, "### Options of the rules", ...rules].join("\n\n");
}

function renderNested(key, schema) {
  return `#### \`${key}\`\n\n${renderTable(objectOf(schema))}`;
}

function renderRule(rule, schema) {
  const entry = objectOf(schema);
  const heading = `#### \`${rule}\`\n\n${String(schema.description)}`;
  if (Object.keys(properties(entry)).length === 0) return `${heading} It has no option: write \`{}\`.`;
  const note = "anyOf" in schema ? " One entry or a list of entries:" : "";
  return `${heading}${note}\n\n${renderTable(entry)}`;
}

function renderTable(schema, depth = Infinity) {
  return ["| key | value | meaning |", "| --- | --- | --- |", ...renderRows(schema, "", depth)].join("\n");
}

/** A row for each key; the keys of an object inside follow it, with a dot. */
function renderRows(schema, prefix, depth) {
  const required = schema.required ?? [];
  return Object.entries(properties(schema)).flatMap(([key, value]) => {
    const name = required.includes(key) ? `**\`${prefix}${key}\`**` : `\`${prefix}${key}\``;
    const row = `| ${name} | ${describeType(value)} | ${cell(String(value.description ?? ""))} |`;
    return depth > 0 ? [row, ...renderRows(objectOf(value), `${prefix}${key}.`, depth - 1)] : [row];
  });
}

/** The object inside a list, a record or a union. */
function objectOf(schema) {
  if ("properties" in schema) return schema;
  const branches = schema.anyOf ?? [];
  const inner = schema.items ?? (schema.additionalProperties || undefined) ?? branches.find((branch) => "properties" in branch);
  return inner ? objectOf(inner) : schema;
}

function properties(schema) {
  return schema.properties ?? {};
}

function describeType(schema) {
  const words = schema.enum;
  if (words) return cell(words.map((word) => `\`${word}\``).join(", "));
  if ("const" in schema) return `\`${String(schema.const)}\``;
  const branches = schema.anyOf;
  if (branches) return [...new Set(branches.map(describeType))].join(", or ");
  switch (schema.type) {
    case "array":
      return `list of ${describeType(schema.items)}`;
    case "object":
      return "properties" in schema || schema.additionalProperties === false
        ? "object"
        : `names with ${describeType(schema.additionalProperties)}`;
    case "string":
      return schema.format === "date" ? "date" : "text";
    case "boolean":
      return "`true`, `false`";
    default:
      return String(schema.type);
  }
}

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
