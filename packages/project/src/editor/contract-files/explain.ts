import { contractJsonSchema, describeKeys, type JsonSchema } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import type { EditorHover } from "../hover.js";
import { entryAt, readContractText } from "./contract-text.js";

/** What the key at an offset of a contract means; undefined outside of keys and values that the format knows. */
export function explainKey(text: string, offset: number): EditorHover | undefined {
  const contract = readContractText(text);
  const entry = contract && entryAt(contract, offset);
  if (!entry) return undefined;
  // An item of a list, and a name that the author chose, are explained by the key around them.
  for (let length = entry.path.length; length > 0; length--) {
    const key = entry.path[length - 1];
    const known = describeKeys(frontMatterJsonSchema(), entry.path.slice(0, length - 1)).find((each) => each.key === key);
    if (!known || known.description === "") continue;
    const words = known.words.length > 0 ? `\n\nOne of ${known.words.map((word) => `\`${word}\``).join(", ")}.` : "";
    const markdown = `**${known.key}**${known.isRequired ? " (required)" : ""}\n\n${known.description}${words}`;
    return { span: entry.key ?? entry.value, markdown };
  }
  return undefined;
}

let schema: JsonSchema | undefined;

/** The JSON Schema of a front matter; made when it is first asked for, because a server should start fast. */
export function frontMatterJsonSchema(): JsonSchema {
  return (schema ??= contractJsonSchema(ruleDescriptions));
}
