import { z } from "zod";
import type { PathStep } from "../finding.js";
import type { RuleDescription } from "../rule-description.js";
import { optionSchema } from "../rule-options.js";
import { frontMatterSchema } from "./front-matter.js";

/** A key that a front matter may have at a place. */
export interface KeyDescription {
  readonly key: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** The words that its value may be; empty if it is free. */
  readonly words: readonly string[];
  /** What its value looks like: `list`, `object`, `text` … */
  readonly kinds: readonly string[];
}

/** The schemas that a value at a path may follow: a union has several. */
export function schemaAt(schema: JsonSchema, path: readonly PathStep[]): readonly JsonSchema[] {
  let at = branchesOf(schema);
  for (const step of path) at = at.flatMap((each) => childrenOf(each, step)).flatMap(branchesOf);
  return at;
}

/** The keys that an object at a path may have, in the order of the schema. */
export function describeKeys(schema: JsonSchema, path: readonly PathStep[]): readonly KeyDescription[] {
  const keys = new Map<string, KeyDescription>();
  // A list takes one entry without its dash, too.
  const objects = schemaAt(schema, path).flatMap((each) => [each, ...childrenOf(each, 0).flatMap(branchesOf)]);
  for (const object of objects)
    for (const [key, value] of Object.entries(propertiesOf(object)))
      if (!keys.has(key)) keys.set(key, describeKey(key, value, object));
  return [...keys.values()];
}

function describeKey(key: string, value: JsonSchema, owner: JsonSchema): KeyDescription {
  const branches = branchesOf(value);
  return {
    key,
    description: String(value["description"] ?? branches.find((each) => "description" in each)?.["description"] ?? ""),
    isRequired: ((owner["required"] ?? []) as readonly string[]).includes(key),
    words: wordsOf(branches),
    kinds: [...new Set(branches.map(({ type }) => String(type ?? "")))],
  };
}

/** The words that a value of one of these schemas may be. */
export function wordsOf(schemas: readonly JsonSchema[]): readonly string[] {
  const words = schemas.flatMap((each) => {
    if (each["type"] === "boolean") return ["true", "false"];
    if ("const" in each) return [String(each["const"])];
    return ((each["enum"] ?? []) as readonly unknown[]).map(String);
  });
  return [...new Set(words)];
}

function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema["properties"] ?? {}) as Record<string, JsonSchema>;
}

function branchesOf(schema: JsonSchema): JsonSchema[] {
  const branches = schema["anyOf"] as readonly JsonSchema[] | undefined;
  return branches ? branches.flatMap(branchesOf) : [schema];
}

function childrenOf(schema: JsonSchema, step: PathStep): JsonSchema[] {
  const own = typeof step === "number" ? schema["items"] : (propertiesOf(schema)[step] ?? schema["additionalProperties"]);
  return typeof own === "object" && own !== null && !Array.isArray(own) ? [own as JsonSchema] : [];
}

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

/** A JSON Schema as plain data. */
export type JsonSchema = Record<string, unknown>;

/** The JSON Schema (draft-07) of a rule's option, for ESLint's `meta.schema`. */
export function ruleOptionSchema(rule: RuleDescription): JsonSchema {
  const { $schema: _, ...schema } = toJsonSchema(optionSchema(rule));
  return schema;
}

/** The published JSON Schema of a contract's front matter, which may use these rules. */
export function contractJsonSchema(rules: readonly RuleDescription[]): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(frontMatterSchema(rules));
  return { $schema, title: "godwit contract", ...schema };
}

/** The text of `schema/contract.schema.json`. */
export function renderSchemaFile(rules: readonly RuleDescription[]): string {
  return `${joinShortLists(JSON.stringify(contractJsonSchema(rules), null, 2))}\n`;
}

/** Writes lists that fit on one line, as Prettier does. */
function joinShortLists(json: string): string {
  return json.replaceAll(/^(.*)\[\n\s+([^[\]{}]*?)\n\s+\](,?)$/gm, (whole, lead: string, items: string, comma: string) => {
    const line = `${lead}[${items.replaceAll(/\n\s+/g, " ")}]${comma}`;
    return line.length <= 130 ? line : whole;
  });
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: "draft-7", io: "input", reused: "inline" });
}
