import { createHash } from "node:crypto";
import type { SourceFile } from "@godwit/core/engine";
import { findUnit, SyntaxTree, type Range } from "./source-unit.js";
import { CodeReader } from "./tokens.js";

/** Longer sources are cut, and a digest of the whole source distinguishes them. */
const LONGEST = 160;
const SHOWN = 120;

/** A parsed file from which sources are made, as any front has it. */
export type ReadableFile = Pick<SourceFile, "text" | "program" | "comments" | "visitorKeys">;

/** Returns the source of the violation at a range. */
export type SourceReader = (range: Range) => string;

/**
 * Returns a function that makes the source of a violation as baselines store it: the code of its site and of its name, such as
 * `userId=v4()`. It stays the same when the file is formatted or other code changes, and differs for different violations.
 */
export function createSourceReader(file: ReadableFile): SourceReader {
  const known = new Map<string, string>();
  let index: FileIndex | undefined;
  return (range) => {
    const key = range.join("-");
    const source = known.get(key) ?? shorten(sourceOf((index ??= indexOf(file)), range));
    known.set(key, source);
    return source;
  };
}

/** A file in which many violations are looked up. */
interface FileIndex {
  readonly text: string;
  readonly comments: readonly Range[];
  readonly tree: SyntaxTree;
  readonly code: CodeReader;
}

function indexOf({ text, program, comments, visitorKeys: keys }: ReadableFile): FileIndex {
  return {
    text,
    comments: comments().map(({ range }) => range),
    tree: new SyntaxTree(program, keys),
    code: new CodeReader({ text, keys }),
  };
}

function sourceOf({ text, comments, tree, code }: FileIndex, range: Range): string {
  const comment = comments.find(([start, end]) => start <= range[0] && range[1] <= end);
  if (comment) return lineOfComment(text, comment, range);
  const { node, before, from, around } = findUnit(tree, range);
  if (!node) return code.partOf(around, range) || "(nothing)";
  const source = code.codeOf(node);
  if (from) return [...(node === from ? [] : [source]), "from", code.codeOf(from)].join(" ");
  return before === undefined || before === "" || before === source ? source : `${before} ${source}`;
}

/** The lines of a comment around a range: ` * @param {any} user` is `@param {any} user`. */
function lineOfComment(text: string, comment: Range, range: Range): string {
  const start = Math.max(comment[0], lastLineEnd(text, range[0]));
  const after = text.slice(range[1], comment[1]).search(/[\n\r]/);
  const end = after < 0 ? comment[1] : range[1] + after;
  const lines = text.slice(start, end).split(/\r\n?|\n/);
  return lines
    .map((line) => line.replace(/^\s*(?:\/\*+|\*(?!\/)|\/\/)?/, "").replace(/\*\/\s*$/, ""))
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function lastLineEnd(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function shorten(source: string): string {
  if (source.length <= LONGEST) return source;
  const digest = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return `${source.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, "")}… ${digest}`;
}
