import { createRequire } from "node:module";
import type { MarkdownIt, StateBlock, Token, default as Constructor } from "markdown-it";

/** A code block of a Markdown text. */
export interface CodeBlock {
  /** The words after the opening fence; "" for an indented block. */
  readonly info: string;
  readonly content: string;
  /** Offset of the opening fence's line. */
  readonly offset: number;
  /** Offset of the fence itself. */
  readonly fence: number;
  readonly isClosed: boolean;
}

/** The fenced code blocks of a Markdown text that have words after the fence; loads the parser only if it has to. */
export function readFences(markdown: string, start = 0): CodeBlock[] {
  const lines = splitLines(markdown, start);
  return (readMarginFences(lines) ?? parseBlocks(lines)).filter(({ info }) => info !== "");
}

/** The code blocks among the lines of a Markdown text, as CommonMark has them; linear in the text. */
export function parseBlocks(lines: readonly Line[]): CodeBlock[] {
  const parser = markdownParser();
  const tokens: Token[] = [];
  parser.block.parse(lines.map(({ text }) => `${text}\n`).join(""), parser, {}, tokens);
  return tokens.flatMap((token) => {
    if (token.type !== "fence" && token.type !== "code_block") return [];
    const [first, end] = token.map!;
    return [readCode(token, lines[first]!, end - first)];
  });
}

/** A code block; its fence comes after the markers of lists and quotes on its first line. */
function readCode({ type, content, markup, info }: Token, { text, offset }: Line, height: number): CodeBlock {
  const isFence = type === "fence";
  const column = isFence ? text.indexOf(markup) : text.length - content.split("\n", 1)[0]!.trimStart().length;
  const isClosed = !isFence || content.split("\n").length < height;
  return { info: info.trim(), content, offset, fence: offset + column, isClosed };
}

/**
 * The fenced code blocks of a text that has them at the left margin only, as nearly all contracts do: nothing but HTML can
 * keep such a line from being a fence. Undefined where only a whole Markdown parser, which takes long to load, can tell.
 */
export function readMarginFences(lines: readonly Line[]): CodeBlock[] | undefined {
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index++) {
    const { text, offset } = lines[index]!;
    if (/^ {0,3}</.test(text)) return undefined;
    if (!/`{3}|~{3}/.test(text)) continue;
    const opening = /^(`{3,}|~{3,})([^`]*)$/.exec(text);
    if (!opening) return undefined;
    const [, marker, info] = opening as unknown as [string, string, string];
    const first = index + 1;
    const closing = new RegExp(`^ {0,3}${marker}${marker[0]}*[ \t]*$`);
    do index++;
    while (index < lines.length && !closing.test(lines[index]!.text));
    const content = lines
      .slice(first, index)
      .map((line) => `${line.text}\n`)
      .join("");
    blocks.push({ info: info.trim(), content, offset, fence: offset, isClosed: index < lines.length });
  }
  return blocks;
}

/** A line of a text, without its line ending. */
interface Line {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly offset: number;
}

/** The lines of a text from an offset on; a line ending at the end adds no empty line. */
export function splitLines(text: string, start = 0): Line[] {
  const lines: Line[] = [];
  const pattern = /([^\r\n]*)(?:\r\n|\n|\r|$)/y;
  pattern.lastIndex = start;
  while (pattern.lastIndex < text.length) {
    const offset = pattern.lastIndex;
    lines.push({ text: pattern.exec(text)![1]!, offset });
  }
  return lines;
}

/** Containers that are nested deeper than this are read as text. */
const DEEPEST = 100;

/** How many lines all quotes of a text may look at: each looks ahead to the next blank line, however short it is. */
const MOST_QUOTE_LINES = 1_000_000;

let parser: MarkdownIt | undefined;

/** The CommonMark parser, loaded on first use: most contracts are read without it. */
function markdownParser(): MarkdownIt {
  parser ??= createParser();
  return parser;
}

function createParser(): MarkdownIt {
  // Bundles replace this: see markdownParser in scripts/bundling.mjs.
  const Parser = createRequire(import.meta.url)("markdown-it") as typeof Constructor;
  const created = new Parser("commonmark", { maxNesting: DEEPEST });
  // Link definitions are not needed to find code blocks.
  created.block.ruler.disable("reference");
  created.block.ruler.before("blockquote", "before_quote", prepareQuote);
  return created;
}

/** Looks at a quote before its own rule does; true where its first line is to be text. */
function prepareQuote(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  if (isSilent || !beginsWithQuote(state, startLine)) return false;
  for (let line = startLine + 1; line < endLine && beginsWithQuote(state, line); line++) {
    // The quote's rule takes every > for a marker, also one that is indented like code: let it see the space before it.
    if (state.sCount[line]! - state.blkIndent >= 4) state.tShift[line]! -= 1;
  }
  const env = state.env as { quoteLines?: number };
  let cost = env.quoteLines ?? 0;
  for (let line = startLine; line < endLine && cost < MOST_QUOTE_LINES && !state.isEmpty(line); line++) cost++;
  env.quoteLines = cost;
  if (cost < MOST_QUOTE_LINES) return false;
  state.line = startLine + 1;
  return true;
}

function beginsWithQuote(state: StateBlock, line: number): boolean {
  return state.src[state.bMarks[line]! + state.tShift[line]!] === ">";
}
