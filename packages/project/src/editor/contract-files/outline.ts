import type { Span } from "../document.js";
import { type ContractText, type Entry, childrenAt, readContractText, entryAt } from "./contract-text.js";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exists } from "@godwit/core/disk";
import { type ExamplePlace, type ExampleResult, type Project, testExamples } from "../../index.js";

/** One line of a contract's outline. */
export interface OutlineItem {
  readonly name: string;
  readonly detail?: string;
  readonly kind: "key" | "rule" | "heading" | "example";
  readonly span: Span;
  /** What is selected when the item is chosen; inside of `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** Keys with the rules, phases and names inside them, then the headings and examples of the prose. */
export function outlineOf(text: string): readonly OutlineItem[] {
  const contract = readContractText(text);
  if (!contract) return [];
  return [...childrenAt(contract, []).map((entry) => itemOf(contract, entry, 1)), ...proseItems(contract)];
}

function itemOf(contract: ContractText, entry: Entry, depth: number): OutlineItem {
  const { path, key, value, data } = entry;
  const start = key?.[0] ?? value[0];
  const children = depth === 0 ? [] : childrenAt(contract, path).map((each) => itemOf(contract, each, depth - 1));
  const named = typeof path.at(-1) === "number" ? nameOf(data) : undefined;
  return {
    name: named ?? String(path.at(-1)),
    ...((typeof data === "string" || typeof data === "number") && { detail: String(data).slice(0, 80) }),
    kind: path[0] === "rules" && path.length === 2 ? "rule" : "key",
    span: [start, Math.max(value[1], key?.[1] ?? start)],
    nameSpan: key ?? [start, start],
    children,
  };
}

function nameOf(data: unknown): string | undefined {
  const name = (data as { readonly name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? name : typeof data === "string" ? data.slice(0, 80) : undefined;
}

function* proseItems({ text, body }: ContractText): Generator<OutlineItem> {
  let fence: string | undefined;
  for (const { 0: line, index } of text.slice(body).matchAll(/[^\r\n]+/g)) {
    const span: Span = [body + index, body + index + line.length];
    const marks = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence !== undefined) {
      if (marks && marks[1]!.startsWith(fence) && marks[2]!.trim() === "") fence = undefined;
      continue;
    }
    const heading = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$/.exec(line)?.[1];
    if (heading !== undefined && heading !== "") yield { name: heading, kind: "heading", span, nameSpan: span, children: [] };
    if (!marks) continue;
    fence = marks[1];
    const example = /\b(before|after|valid)\b(?:=(\S+))?/.exec(marks[2]!);
    if (example) yield { name: example[0], kind: "example", span, nameSpan: span, children: [] };
  }
}

/** A part of a contract that leads somewhere. */
export interface ContractLink {
  readonly span: Span;
  /** The address of a page or a file. */
  readonly target: string;
}

/** Where a name or path of a contract is defined. */
export type ContractDefinition =
  | { readonly kind: "file"; readonly path: string; readonly exported: string | undefined }
  | { readonly kind: "here"; readonly span: Span };

/** The paths of a contract that are files of the repository, and its links. */
export function linksIn(text: string, root: string): readonly ContractLink[] {
  const contract = readContractText(text);
  if (!contract) return [];
  return contract.entries.flatMap(({ path, data, value }): ContractLink[] => {
    if (typeof data !== "string") return [];
    if (path[0] === "links" && /^https?:\/\//.test(data)) return [{ span: value, target: data }];
    const file = fileOf(root, data);
    return file === undefined ? [] : [{ span: value, target: pathToFileURL(file).href }];
  });
}

/** What the path or the name at an offset leads to: a file, or a name's line in `imports`. */
export function definitionAt(text: string, offset: number, root: string): ContractDefinition | undefined {
  const contract = readContractText(text);
  const entry = contract && entryAt(contract, offset);
  if (!contract || !entry) return undefined;
  if (typeof entry.data === "string" && entry.path[0] !== "imports") {
    const named = nameAt(contract, entry, offset);
    if (named?.key) return { kind: "here", span: named.key };
  }
  return fileDefinition(root, entry);
}

function fileDefinition(root: string, { data, path }: Entry): ContractDefinition | undefined {
  const file = typeof data === "string" ? fileOf(root, data) : undefined;
  if (file === undefined) return undefined;
  const fragment = /#([\w$]+)/.exec(String(data))?.[1];
  return { kind: "file", path: file, exported: fragment ?? (path[0] === "imports" ? String(path[1]) : undefined) };
}

/** The entry of `imports` whose name is under the cursor, in a template. */
function nameAt(contract: ContractText, { value }: Entry, offset: number): Entry | undefined {
  const text = contract.text.slice(...value);
  const at = offset - value[0];
  const word = [...text.matchAll(/[\w$]+/g)].find(({ index, 0: found }) => index <= at && at <= index + found.length)?.[0];
  return childrenAt(contract, ["imports"]).find(({ path }) => path.at(-1) === word);
}

function fileOf(root: string, value: string): string | undefined {
  if (!value.startsWith("./") || value.includes("*") || value.includes("\n")) return undefined;
  const path = join(root, value.replace(/#.*$/, ""));
  return exists(path) ? path : undefined;
}

/** How one example of a contract does. */
export interface ExampleVerdict {
  /** From 1, in the text from which the contract was read. */
  readonly line: number;
  /** `passes`, or `fails: …` in one line. */
  readonly title: string;
  /** The whole reason with the difference, in several lines; undefined where it passes. */
  readonly failure: string | undefined;
}

const known = new WeakMap<object, readonly ExampleVerdict[]>();

/** How the examples of a contract do, as it is in force; empty for one that has errors, whose problems are shown instead. */
export function exampleVerdicts(project: Project, file: string, open: ExamplePlace["open"]): readonly ExampleVerdict[] {
  const active = project.contracts.find(({ contract }) => contract.file === file);
  if (!active || active.outdatedBy) return [];
  const { root, engine } = project;
  // An edit of the contract makes another object.
  const verdicts = known.get(active) ?? testExamples({ root, engine, open }, active).map(toVerdict);
  known.set(active, verdicts);
  return verdicts;
}

/** A lens is one line; the difference is shown when it is clicked. */
const LONGEST = 90;

function toVerdict({ line, failure }: ExampleResult): ExampleVerdict {
  if (failure === null) return { line, title: "passes", failure: undefined };
  const [first = "", second] = failure.split("\n");
  const why = first.endsWith(":") && second !== undefined && !/^(?:---|@@)/.test(second) ? `${first} ${second}` : first;
  const shown = why.replace(/:$/, "");
  return { line, title: `fails: ${shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown}`, failure };
}
