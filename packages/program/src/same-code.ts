import type ts from "typescript";
import type { TypeScript } from "./typescript.js";

/** A comment that speaks to the compiler: it is about a line, or about a file. */
const DIRECTIVE = /@ts-|@jsx|<reference|<amd|^#!/mu;

/** What nodes know about where they are and how they are written, besides what they mean. */
const LAYOUT: ReadonlySet<string> = new Set([
  ...["parent", "pos", "end", "id", "jsDoc", "modifierFlagsCache", "transformFlags", "multiLine", "singleQuote"],
  ...["hasExtendedUnicodeEscape", "containsOnlyTriviaWhiteSpaces"],
]);

/**
 * Whether two texts of a file differ in their layout only, as a formatter's do: blanks, line breaks, quotes, semicolons, trailing commas,
 * parentheses that change nothing. Never of a file with a comment that speaks to the compiler, nor of JavaScript, whose types are in comments.
 */
export function isSameCode(ts: TypeScript, file: string, [one, other]: readonly [string, string]): boolean {
  if (one === other) return true;
  if (/\.[cm]?jsx?$/u.test(file) || DIRECTIVE.test(one) || DIRECTIVE.test(other)) return false;
  const [a, b] = [one, other].map((text) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements);
  return isSame(ts, a, b);
}

/** Compares nodes, lists of nodes, and what they have besides. */
function isSame(ts: TypeScript, one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    const [a, b] = [one, other].map((list) => (list as readonly ts.Node[]).filter((each) => !isBlank(ts, each)));
    return a!.length === b!.length && a!.every((each, index) => isSame(ts, each, b![index]));
  }
  if (!isNode(one) || !isNode(other)) return one === other;
  const [a, b] = [withoutParentheses(ts, one), withoutParentheses(ts, other)];
  if (a.kind !== b.kind) return false;
  if (ts.isJsxText(a) && ts.isJsxText(b)) return wordsOf(a.text) === wordsOf(b.text);
  const [inA, inB] = [a, b] as unknown as [Record<string, unknown>, Record<string, unknown>];
  const keys = new Set([...Object.keys(inA), ...Object.keys(inB)]);
  return [...keys].every((key) => LAYOUT.has(key) || isSame(ts, inA[key], inB[key]));
}

function isNode(value: unknown): value is ts.Node {
  return typeof value === "object" && value !== null && "kind" in value;
}

function isBlank(ts: TypeScript, node: ts.Node): boolean {
  return ts.isEmptyStatement(node) || (ts.isJsxText(node) && node.text.trim() === "");
}

function withoutParentheses(ts: TypeScript, node: ts.Node): ts.Node {
  if (ts.isParenthesizedExpression(node)) return withoutParentheses(ts, node.expression);
  return ts.isParenthesizedTypeNode(node) ? withoutParentheses(ts, node.type) : node;
}

function wordsOf(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
