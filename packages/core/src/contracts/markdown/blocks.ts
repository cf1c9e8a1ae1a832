import type { Token } from "markdown-it";
import { readMarginFences } from "./margin-fences.js";
import { markdownParser } from "./markdown-parser.js";
import { splitLines, type Line } from "./lines.js";

/** A code block of a Markdown text. */
export interface CodeBlock {
  readonly kind: "code";
  /** The words after the opening fence; "" for an indented block. */
  readonly info: string;
  readonly content: string;
  /** Offset of the opening fence's line. */
  readonly offset: number;
  /** Offset of the fence itself. */
  readonly fence: number;
  readonly isClosed: boolean;
}

/** A line outside of code blocks, with its container markers. */
export interface TextLine {
  readonly kind: "text";
  readonly text: string;
}

/** The fenced code blocks of a Markdown text that have words after the fence; loads the parser only if it has to. */
export function readFences(markdown: string, start = 0): CodeBlock[] {
  const lines = splitLines(markdown, start);
  const blocks = readMarginFences(lines) ?? parseBlocks(lines);
  return blocks.filter((block): block is CodeBlock => block.kind === "code" && block.info !== "");
}

/** The code blocks and other lines of a Markdown text in order, as CommonMark has them; linear in the text. */
export function readBlocks(markdown: string): (CodeBlock | TextLine)[] {
  return parseBlocks(splitLines(markdown));
}

function parseBlocks(lines: readonly Line[]): (CodeBlock | TextLine)[] {
  const parser = markdownParser();
  const tokens: Token[] = [];
  parser.block.parse(lines.map(({ text }) => `${text}\n`).join(""), parser, {}, tokens);
  const blocks: (CodeBlock | TextLine)[] = [];
  let next = 0;
  const addTextUntil = (end: number) => {
    for (; next < end; next++) blocks.push({ kind: "text", text: lines[next]!.text });
  };
  for (const token of tokens) {
    if (token.type !== "fence" && token.type !== "code_block") continue;
    const [first, end] = token.map!;
    addTextUntil(first);
    blocks.push(...readCode(token, lines[first]!, end - first));
    next = end;
  }
  addTextUntil(lines.length);
  return blocks;
}

/** A code block; its fence comes after the markers of lists and quotes on its first line. */
function readCode({ type, content, markup, info }: Token, { text, offset }: Line, height: number): (CodeBlock | TextLine)[] {
  const isFence = type === "fence";
  const column = isFence ? text.indexOf(markup) : text.length - content.split("\n", 1)[0]!.trimStart().length;
  const markers = text.slice(0, column).trimEnd();
  const isClosed = !isFence || content.split("\n").length < height;
  const block: CodeBlock = { kind: "code", info: info.trim(), content, offset, fence: offset + column, isClosed };
  return markers === "" ? [block] : [{ kind: "text", text: `${markers} ` }, block];
}
