import type { TSESTree } from "@typescript-eslint/types";
import type ts from "typescript";
import { visitorKeys } from "@typescript-eslint/visitor-keys";

/**
 * The comments of a file. The text is searched for `//` and `/*`, and the tree is only asked whether such a place is inside a
 * string, because walking all tokens, as TypeScript's own lookup does, takes several times as long as the whole analysis.
 */
export function readComments(typescript: typeof ts, sourceFile: ts.SourceFile): readonly TSESTree.Comment[] {
  const { text } = sourceFile;
  const starts = [...text.matchAll(/\/[/*]/g)].map(({ index }) => index);
  if (starts.length === 0) return [];
  const opaque = opaqueSpans(typescript, sourceFile, starts);
  const comments: TSESTree.Comment[] = [];
  let next = 0;
  let free = text.startsWith("#!") ? endOfLine(text, 0) : 0;
  for (const start of starts) {
    if (start < free) continue;
    while (next < opaque.length && opaque[next]![1] <= start) next++;
    if (next < opaque.length && opaque[next]![0] <= start) continue;
    const comment = commentAt(sourceFile, start);
    comments.push(comment);
    free = comment.range[1];
  }
  return comments;
}

function commentAt(sourceFile: ts.SourceFile, start: number): TSESTree.Comment {
  const { text } = sourceFile;
  const isLine = text[start + 1] === "/";
  const closing = isLine ? -1 : text.indexOf("*/", start + 2);
  const end = isLine ? endOfLine(text, start) : closing === -1 ? text.length : closing + 2;
  const value = text.slice(start + 2, isLine || closing === -1 ? end : closing);
  const place = (offset: number): { line: number; column: number } => {
    const { line, character } = sourceFile.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character };
  };
  const loc = { start: place(start), end: place(end) };
  return { type: isLine ? "Line" : "Block", value, range: [start, end], loc } as TSESTree.Comment;
}

const LINE_END = /[\r\n\u2028\u2029]/g;

function endOfLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

/** The spans of strings, templates, regular expressions and JSX text that contain one of the offsets, in the order of the text. */
function opaqueSpans(typescript: typeof ts, sourceFile: ts.SourceFile, offsets: readonly number[]): [number, number][] {
  const { SyntaxKind } = typescript;
  const kinds = new Set<ts.SyntaxKind>([
    SyntaxKind.StringLiteral,
    SyntaxKind.NoSubstitutionTemplateLiteral,
    SyntaxKind.TemplateHead,
    SyntaxKind.TemplateMiddle,
    SyntaxKind.TemplateTail,
    SyntaxKind.RegularExpressionLiteral,
    SyntaxKind.JsxText,
  ]);
  const spans: [number, number][] = [];
  const visit = (node: ts.Node): void => {
    if (!holdsOne(offsets, node.pos, node.end)) return;
    if (kinds.has(node.kind)) spans.push([node.getStart(sourceFile), node.end]);
    else typescript.forEachChild(node, visit);
  };
  visit(sourceFile);
  return spans;
}

function holdsOne(sorted: readonly number[], start: number, end: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! < end;
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: TSESTree.Node): readonly TSESTree.Node[] {
  const values = (visitorKeys[node.type] ?? []).flatMap((key) => (node as unknown as Record<string, unknown>)[key]);
  return values.filter((value) => value !== null && value !== undefined) as TSESTree.Node[];
}
