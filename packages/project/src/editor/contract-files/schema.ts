import { contractJsonSchema, type JsonSchema } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";

let schema: JsonSchema | undefined;

/** The JSON Schema of a front matter; made when it is first asked for, because a server should start fast. */
export function frontMatterJsonSchema(): JsonSchema {
  return (schema ??= contractJsonSchema(ruleDescriptions));
}
