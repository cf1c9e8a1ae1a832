import type { TextEdit } from "@godwit/engine";
import type { Document, Span } from "./document.js";

/** The text after `--` until a person writes the reason. */
const REASON = "TODO: why it stays";

/** Adds a comment above an offset's line that disables a rule for the line; undefined if no comment can be written there. */
export function ignoreHere({ text, parse }: Document, ruleId: string, offset: number): TextEdit | undefined {
  const line = text.slice(0, offset).search(/[^\r\n\u2028\u2029]*$/);
  const merged = mergeWithDirective(text, line, ruleId);
  if (merged) return merged;
  const tree = parse()?.program;
  const place = tree ? placeOf(tree, line, line + indentAt(text, line).length) : "code";
  if (place === "template") return undefined;
  const comment = `eslint-disable-next-line ${ruleId} -- ${REASON}`;
  const written = place === "jsx" ? `{/* ${comment} */}` : `// ${comment}`;
  return { range: [line, line], text: indentAt(text, line) + written + lineEndOf(text) };
}

/** Adds the rule to a directive that is already on the line above, because two directives would be hard to read. */
function mergeWithDirective(text: string, line: number, ruleId: string): TextEdit | undefined {
  const above = /([^\r\n\u2028\u2029]*)(?:\r\n|[\r\n\u2028\u2029])$/.exec(text.slice(0, line));
  if (!above) return undefined;
  const directive = /^\s*(?:\{\s*)?(?:\/\/|\/\*)\s*eslint-disable-next-line\s+([\w@/.,\s-]*?)(?=\s+--|\s*\*\/|\s*$)/.exec(
    above[1]!,
  );
  if (!directive || directive[1] === "") return undefined;
  const at = above.index + directive[0].length;
  return { range: [at, at], text: `, ${ruleId}` };
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
