import type { Span } from "../document.js";
import { type ContractText, type Entry, childrenAt, readContractText } from "./contract-text.js";

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
