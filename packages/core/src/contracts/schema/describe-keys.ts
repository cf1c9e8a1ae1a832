import type { PathStep } from "../finding.js";
import { type RuleDescription, optionSchema } from "../rule-options.js";
import { frontMatterSchema } from "./front-matter.js";
import { branchesOf, childrenOf, type JsonSchema, propertiesOf, schemaAt, toJsonSchema } from "./json-schema.js";

/** A key that a front matter may have at a place. */
export interface KeyDescription {
  readonly key: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** The words that its value may be; empty if it is free. */
  readonly words: readonly string[];
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
