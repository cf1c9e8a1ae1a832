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
