import { z } from "zod";
import type { RuleName } from "../contract.js";
import { frontMatter } from "./front-matter.js";
import { optionSchema } from "./rule-options.js";

/** A JSON Schema as plain data. */
export type JsonSchema = Record<string, unknown>;

/** The JSON Schema (draft-07) of a rule's option, for ESLint's `meta.schema`. */
export function ruleOptionSchema(rule: RuleName): JsonSchema {
  const { $schema: _, ...schema } = toJsonSchema(optionSchema(rule));
  return schema;
}

/** The published JSON Schema of a contract's front matter. */
export function contractJsonSchema(): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(frontMatter);
  return { $schema, title: "godwit contract", ...schema };
}

/** The text of `schema/contract.schema.json`. */
export function renderSchemaFile(): string {
  return `${JSON.stringify(contractJsonSchema(), null, 2)}\n`;
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: "draft-7", io: "input", reused: "inline" }) as JsonSchema;
}
