import { describeKeys } from "@godwit/core/contracts";
import { WRITTEN_RULES } from "@godwit/core/engine";
import type { Step } from "./contract-text.js";
import { frontMatterJsonSchema } from "./schema.js";

/** Code with gaps as LSP has them: `$1`, `${1:default}`. */
export interface ContractSnippet {
  readonly label: string;
  readonly snippet: string;
  readonly description: string;
}

/** A whole contract, for an empty file. */
export const CONTRACT_SNIPPET: ContractSnippet = {
  label: "contract",
  description: "A contract with one replacement and its example. It is planned: counted, not reported.",
  snippet: `---
title: \${1:What this migration is about}
why: \${2:Say in one sentence why the old way has to go.}
status: planned
imports:
  \${3:newName}: \${4:./src/module.ts}
rules:
  ${WRITTEN_RULES.replacements}:
    replace:
      - { match: "\${5:oldName()}", with: "\${3:newName}()" }
---

\`\`\`ts before=src/example.ts
$6
\`\`\`

\`\`\`ts after
$0
\`\`\`
`,
};

/** Examples, for the prose of a contract. */
export const EXAMPLE_SNIPPETS: readonly ContractSnippet[] = [
  {
    label: "before and after",
    description: "An example of what the contract reports, and of what its fix makes of that.",
    snippet: "```ts before=${1:src/example.ts}\n$2\n```\n\n```ts after\n$0\n```\n",
  },
  {
    label: "valid",
    description: "An example in which the contract finds nothing.",
    snippet: "```ts valid=${1:src/example.ts}\n$0\n```\n",
  },
];

/** The keys under which an entry says what is written instead. */
const INSTEAD = ["with", "to"];

/** A rule below its key in `rules`, with what it needs; `column` is that of the key. */
export function ruleSnippet(rule: string, column: number): string {
  const indent = " ".repeat(column + 2);
  const path = ["rules", rule];
  const list = entrySnippet([...path, 0]);
  if (list !== undefined) return `${rule}:\n${indent}- ${list}`;
  const replaced = entrySnippet([...path, "replace", 0]);
  if (replaced !== undefined) return `${rule}:\n${indent}replace:\n${indent}  - ${replaced}`;
  const required = requiredKeys(path);
  if (required.length === 0) return `${rule}: {}`;
  return [`${rule}:`, ...required.map((key, index) => `${indent}${key}: $${index + 1}`)].join("\n");
}

/** `{ match: "$1", with: "$2" }`; undefined where the path is no entry of a list. */
export function entrySnippet(path: readonly Step[]): string | undefined {
  const keys = describeKeys(frontMatterJsonSchema(), path);
  if (keys.length === 0) return undefined;
  const wanted = keys.filter(({ key, isRequired }) => isRequired || INSTEAD.includes(key));
  return `{ ${wanted.map(({ key }, index) => `${key}: "$${index + 1}"`).join(", ")} }`;
}

/** A snippet for editors that have none: the gaps are empty, or have their defaults. */
export function plainText(snippet: string): string {
  return snippet.replaceAll(/\$\{\d+:([^}]*)\}|\$\d+/g, "$1");
}

function requiredKeys(path: readonly Step[]): string[] {
  return describeKeys(frontMatterJsonSchema(), path)
    .filter(({ isRequired }) => isRequired)
    .map(({ key }) => key);
}
