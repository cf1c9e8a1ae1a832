import { join } from "node:path";
import { listEntries } from "@godwit/core/disk";
import { describeKeys, schemaAt, wordsOf, contractJsonSchema, type JsonSchema } from "@godwit/core/contracts";
import { WRITTEN_RULES, ruleDescriptions } from "@godwit/core/engine";
import type { Project } from "../../index.js";
import type { Span } from "../document.js";
import { childrenAt, type ContractText, readContractText, type Step, entryAt } from "./contract-text.js";
import { contextAt, type WritingContext } from "./context-at.js";
import type { EditorHover } from "../hover.js";

/** One thing that may be written at a place of a contract. */
export interface ContractCompletion {
  readonly label: string;
  readonly kind: "key" | "word" | "name" | "hole" | "file" | "folder" | "contract" | "snippet";
  /** Replaces `span`. */
  readonly text: string;
  readonly span: Span;
  /** The same with gaps, for editors that have snippets. */
  readonly snippet?: string;
  readonly description?: string;
}

/** What a contract's completion needs to know of the project. */
export interface CompletionSetting {
  readonly project: Project;
  /** The names that a file (absolute path) exports. */
  exportsOf(path: string): readonly string[];
}

const SOURCE = /\.(?:[cm]?[jt]sx?)$/;
/** How many names a folder's list has at most. */
const MOST_FILES = 200;

const HOLES: Readonly<Record<string, string>> = {
  $value: "The whole matched expression.",
  $name: "The target's name as a string literal.",
  $entity: "The entity that the target's name tells, as a string literal.",
};

/** What may be written at an offset of a contract's text, also while the text is broken. */
export function completeContract(text: string, offset: number, setting: CompletionSetting): readonly ContractCompletion[] {
  const contract = readContractText(text);
  if (!contract) return text.slice(0, offset).trim().includes("\n") ? [] : snippetsAt(text, offset, [CONTRACT_SNIPPET]);
  if (offset >= contract.body && contract.yaml[1] < contract.body) return completeProse(contract, offset);
  const context = contextAt(text, contract.yaml, offset);
  if (!context) return [];
  const typed = text.slice(...context.typed);
  if (context.kind === "key") {
    const keys = completeKeys(contract, context, text);
    // An item of a list may be an object whose key is written, or a word.
    if (typeof context.path.at(-1) !== "number") return keys;
    return [...keys, ...completeEntry(contract, context), ...completeValues(contract, context, setting, typed)];
  }
  return completeValues(contract, context, setting, typed);
}

function completeKeys(contract: ContractText, { path, typed }: WritingContext, text: string): ContractCompletion[] {
  const taken = new Set(
    childrenAt(contract, path)
      .filter(({ key }) => key && (key[1] < typed[0] || key[0] > typed[1]))
      .map((each) => each.path.at(-1)),
  );
  const isRule = path.length === 1 && path[0] === "rules";
  const column = typed[0] - (text.lastIndexOf("\n", typed[0] - 1) + 1);
  const colon = /^[\w-]*[ \t]*:/.test(text.slice(typed[1]));
  return describeKeys(frontMatterJsonSchema(), path)
    .filter(({ key }) => !taken.has(key))
    .map(({ key, description, isRequired }) => ({
      label: key,
      kind: "key" as const,
      text: colon ? key : `${key}: `,
      span: typed,
      ...(isRule && !colon && { snippet: ruleSnippet(key, column) }),
      description: isRequired ? `Required. ${description}` : description,
    }));
}

/** A whole entry of a list, where nothing of it is written. */
function completeEntry(contract: ContractText, { path, typed }: WritingContext): ContractCompletion[] {
  const own = childrenAt(contract, path).some(({ value }) => value[0] > typed[1] || value[1] < typed[0]);
  const snippet = own ? undefined : entrySnippet(path);
  return snippet === undefined
    ? []
    : [{ label: plainText(snippet).replaceAll(': ""', ""), kind: "snippet", text: plainText(snippet), snippet, span: typed }];
}

/** Examples, at the start of a line outside of fences. */
function completeProse({ text, body }: ContractText, offset: number): ContractCompletion[] {
  const before = text.slice(body, offset);
  const fences = before.match(/^ {0,3}(?:`{3,}|~{3,})/gm)?.length ?? 0;
  const isTyped = /(?:^|\n)(?:`{1,3}|[a-z]*)$/.test(before);
  return isTyped && fences % 2 === (before.endsWith("```") ? 1 : 0) ? snippetsAt(text, offset, EXAMPLE_SNIPPETS) : [];
}

function snippetsAt(text: string, offset: number, snippets: readonly ContractSnippet[]): ContractCompletion[] {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return snippets.map(({ label, snippet, description }) => ({
    ...{ label, kind: "snippet" as const, text: plainText(snippet), snippet, description },
    span: [start, offset] as const,
  }));
}

function completeValues(
  contract: ContractText,
  { path, typed: span }: WritingContext,
  setting: CompletionSetting,
  typed: string,
): readonly ContractCompletion[] {
  const words = wordsOf(schemaAt(frontMatterJsonSchema(), path)).map((word): ContractCompletion => ({
    label: word,
    kind: "word",
    text: word,
    span,
  }));
  const [top] = path;
  if (words.length > 0) return words;
  if (top === "dependsOn") return completeIds(setting.project, span);
  const raw = typed.replace(/^["']/, "");
  const start: Span = [span[0] + typed.length - raw.length, span[1]];
  const last = path.findLast((step) => typeof step === "string");
  if (last === "files" || last === "ignores") return completePaths(raw, start, setting, true);
  if (raw.startsWith("./") || top === "imports" || top === "bridges") return completePaths(raw, start, setting, false);
  return top === "rules" ? completeTemplate(contract, raw, start) : [];
}

function completeIds({ contracts }: Project, span: Span): ContractCompletion[] {
  return contracts.map(({ contract: { id, title } }) => ({ label: id, kind: "contract", text: id, span, description: title }));
}

/** The names of the folder that is typed; behind `#` the exports of the file. */
function completePaths(
  raw: string,
  span: Span,
  { project, exportsOf }: CompletionSetting,
  isGlob: boolean,
): ContractCompletion[] {
  const [file, fragment] = raw.split("#", 2);
  if (!isGlob && fragment !== undefined) {
    const at: Span = [span[0] + file!.length + 1, span[1]];
    return exportsOf(join(project.root, file!)).map((name) => ({ label: name, kind: "name", text: name, span: at }));
  }
  const folder = raw.slice(0, raw.lastIndexOf("/") + 1);
  const at: Span = [span[0] + folder.length, span[1]];
  const lead = isGlob || folder !== "" ? "" : "./";
  return namesIn(join(project.root, folder)).flatMap(({ name, isFolder }): ContractCompletion[] => {
    if (isFolder) return [{ label: `${name}/`, kind: "folder", text: `${lead}${name}/${isGlob ? "**" : ""}`, span: at }];
    return SOURCE.test(name) ? [{ label: name, kind: "file", text: lead + name, span: at }] : [];
  });
}

function namesIn(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  return (listEntries(folder) ?? [])
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .slice(0, MOST_FILES)
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
}

/** Names of `imports`, and holes: built in, bound by the contract's patterns, or of its `scope`. */
function completeTemplate(contract: ContractText, raw: string, span: Span): ContractCompletion[] {
  const word = /[$\w]*$/.exec(raw)![0];
  const at: Span = [span[1] - word.length, span[1]];
  const names = childrenAt(contract, ["imports"]).map((each): ContractCompletion => {
    const name = String(each.path.at(-1));
    return { label: name, kind: "name", text: name, span: at, description: String(each.data) };
  });
  const bound = contract.text.slice(...contract.yaml).match(/\$\$?\$?[a-zA-Z]\w*/g) ?? [];
  const scope = childrenAt(contract, ["scope"]).map((each) => `$${String(each.path.at(-1))}`);
  const holes = [...new Set([...Object.keys(HOLES), ...scope, ...bound])].filter((hole) => hole !== word);
  return [
    ...names,
    ...holes.map((hole): ContractCompletion => {
      const description = HOLES[hole];
      return { label: hole, kind: "hole", text: hole, span: at, ...(description !== undefined && { description }) };
    }),
  ];
}

/** Code with gaps as LSP has them: `$1`, `${1:default}`. */
interface ContractSnippet {
  readonly label: string;
  readonly snippet: string;
  readonly description: string;
}

/** A whole contract, for an empty file. */
const CONTRACT_SNIPPET: ContractSnippet = {
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
const EXAMPLE_SNIPPETS: readonly ContractSnippet[] = [
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
function ruleSnippet(rule: string, column: number): string {
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
function entrySnippet(path: readonly Step[]): string | undefined {
  const keys = describeKeys(frontMatterJsonSchema(), path);
  if (keys.length === 0) return undefined;
  const wanted = keys.filter(({ key, isRequired }) => isRequired || INSTEAD.includes(key));
  return `{ ${wanted.map(({ key }, index) => `${key}: "$${index + 1}"`).join(", ")} }`;
}

/** A snippet for editors that have none: the gaps are empty, or have their defaults. */
function plainText(snippet: string): string {
  return snippet.replaceAll(/\$\{\d+:([^}]*)\}|\$\d+/g, "$1");
}

function requiredKeys(path: readonly Step[]): string[] {
  return describeKeys(frontMatterJsonSchema(), path)
    .filter(({ isRequired }) => isRequired)
    .map(({ key }) => key);
}

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
function frontMatterJsonSchema(): JsonSchema {
  return (schema ??= contractJsonSchema(ruleDescriptions));
}
