import { createRequire } from "node:module";
import type { default as Constructor, MarkdownIt, StateBlock } from "markdown-it";

/** Containers that are nested deeper than this are read as text. */
const DEEPEST = 100;

/** How many lines all quotes of a text may look at: each looks ahead to the next blank line, however short it is. */
const MOST_QUOTE_LINES = 1_000_000;

let parser: MarkdownIt | undefined;

/** The CommonMark parser, loaded on first use: most contracts are read without it. Within a line it reads only code spans. */
export function markdownParser(): MarkdownIt {
  parser ??= createParser();
  return parser;
}

function createParser(): MarkdownIt {
  // The tsserver plugin's bundle replaces `createRequire(…)`: see its build.mjs.
  const Parser = createRequire(import.meta.url)("markdown-it") as typeof Constructor;
  const created = new Parser("commonmark", { maxNesting: DEEPEST });
  // Link definitions are not needed to find code blocks.
  created.block.ruler.disable("reference");
  created.block.ruler.before("blockquote", "before_quote", prepareQuote);
  created.inline.ruler.enableOnly(["text", "escape", "backticks"]);
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
