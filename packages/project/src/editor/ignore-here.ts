import type { TextEdit } from "@godwit/core/engine";
import { lineStartBefore, type Document, type Span } from "./document.js";

/** A comment that disables a rule for a line. */
export interface IgnoreComment {
  readonly edit: TextEdit;
  /** Where in the edit's text a person writes the reason; undefined where the comment has one. */
  readonly caret?: number;
}

/**
 * A comment above an offset's line that disables a rule for the line; undefined if no comment can be written there. It ends with `--`:
 * linters read that as part of the rule's name, so the comment counts only once a space and a reason follow.
 */
export function ignoreHere({ text, parse }: Document, ruleId: string, offset: number): IgnoreComment | undefined {
  const line = lineStartBefore(text, offset);
  const merged = mergeWithDirective(text, line, ruleId);
  if (merged) return merged === "waits" ? undefined : merged;
  const tree = parse()?.program;
  const place = tree ? placeOf(tree, line, line + indentAt(text, line).length) : "code";
  if (place === "template") return undefined;
  const [open, close] = place === "jsx" ? ["{/* ", "*/}"] : ["// ", ""];
  const before = `${indentAt(text, line)}${open}eslint-disable-next-line ${ruleId} --`;
  return { edit: { range: [line, line], text: before + close + lineEndOf(text) }, caret: before.length };
}

/** Adds the rule to a directive that is already on the line above, because two directives would be hard to read. */
function mergeWithDirective(text: string, line: number, ruleId: string): IgnoreComment | "waits" | undefined {
  const end = line - (text.slice(Math.max(0, line - 2), line) === "\r\n" ? 2 : 1);
  if (end < 0) return undefined;
  const start = lineStartBefore(text, end);
  const above = text.slice(start, end);
  const directive = /^\s*(?:\{\s*)?(?:\/\/|\/\*)\s*eslint-disable-next-line\s+([\w@/.,\s-]*?)(?=\s+--|\s*\*\/|\s*$)/.exec(above);
  if (!directive || directive[1] === "") return undefined;
  const at = start + directive[0].length;
  const rest = above.slice(directive[0].length);
  // Such a comment waits for its reason already.
  if (/^\s+--\s*(?:\*|$)/.test(rest)) return "waits";
  const added = `, ${ruleId}`;
  if (/^\s+--/.test(rest)) return { edit: { range: [at, at], text: added } };
  const space = /^\s*(?=\*|$)/.exec(rest)?.[0].length ?? 0;
  const asking = `${added} --`;
  return { edit: { range: [at, at + space], text: asking }, caret: asking.length };
}

function indentAt(text: string, line: number): string {
  return /^[^\S\r\n\u2028\u2029]*/.exec(text.slice(line, line + 1_000))![0];
}

function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

interface Node {
  readonly type: string;
  readonly range: Span;
}

/** What a new line before the offset would be part of, by the innermost node that begins before it. */
function placeOf(program: object, line: number, offset: number): "code" | "jsx" | "template" {
  let place: "code" | "jsx" | "template" = "code";
  for (let node: Node | undefined = program as Node; node; node = childAround(node, offset)) {
    if (node.type === "TemplateElement" && node.range[0] < line) place = "template";
    else if (node.range[0] === offset) continue;
    else if (node.type === "JSXElement" || node.type === "JSXFragment") place = isAmongChildren(node, offset) ? "jsx" : "code";
    else if (node.type === "JSXExpressionContainer") place = "code";
  }
  return place;
}

function isAmongChildren(node: Node, offset: number): boolean {
  const { openingElement, openingFragment, closingElement, closingFragment } = node as Node &
    Record<string, Node | null | undefined>;
  const opening = openingElement ?? openingFragment;
  const closing = closingElement ?? closingFragment;
  return opening != null && closing != null && opening.range[1] <= offset && offset <= closing.range[0];
}

function childAround(node: Node, offset: number): Node | undefined {
  for (const [key, value] of Object.entries(node)) {
    if (key === "parent" || typeof value !== "object" || value === null) continue;
    for (const child of (Array.isArray(value) ? value : [value]) as (Node | null)[])
      if (child && typeof child.type === "string" && child.range[0] <= offset && offset < child.range[1]) return child;
  }
  return undefined;
}
