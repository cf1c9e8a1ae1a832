import * as z from "zod";
import type { PathStep } from "../finding.js";

/** A JSON Schema as plain data. */
export type JsonSchema = Record<string, unknown>;

/** The JSON Schema (draft-07) of what people write. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: "draft-7", io: "input", reused: "inline" });
}

/** The schemas that a value at a path may follow: a union has several. */
export function schemaAt(schema: JsonSchema, path: readonly PathStep[]): readonly JsonSchema[] {
  let at = branchesOf(schema);
  for (const step of path) at = at.flatMap((each) => childrenOf(each, step)).flatMap(branchesOf);
  return at;
}

/** The schemas of an object's keys. */
export function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema["properties"] ?? {}) as Record<string, JsonSchema>;
}

/** The schemas of which one has to hold. */
export function branchesOf(schema: JsonSchema): JsonSchema[] {
  const branches = schema["anyOf"] as readonly JsonSchema[] | undefined;
  return branches ? branches.flatMap(branchesOf) : [schema];
}

/** The schemas of what is at a key or an index. */
export function childrenOf(schema: JsonSchema, step: PathStep): JsonSchema[] {
  const own = typeof step === "number" ? schema["items"] : (propertiesOf(schema)[step] ?? schema["additionalProperties"]);
  return typeof own === "object" && own !== null && !Array.isArray(own) ? [own as JsonSchema] : [];
}

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
