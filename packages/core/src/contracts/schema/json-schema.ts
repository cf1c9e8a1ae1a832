import { z } from "zod";
import type { RuleDescription } from "../rule-description.js";
import { optionSchema } from "../rule-options.js";
import { frontMatterSchema } from "./front-matter.js";

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
