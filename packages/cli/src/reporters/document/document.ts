import { escapeMarkdown } from "@godwit/core/contracts";
import { dayOf } from "@godwit/project";
import { paceText, type Burning } from "../overview/burn-down.js";
import { sparkline } from "../table.js";

/** A report as data, from which Markdown and HTML are made. */

/** How a word is coloured where there are colours. */
export type Tone = "good" | "warn" | "bad" | "quiet";
/** Text of one line: words, code, something important, or words with a tone. */
export type Inline =
  string | { readonly code: string } | { readonly strong: string } | { readonly tone: Tone; readonly text: string };
/** The text of one line. */
export type Line = string | readonly Inline[];

/** One part of a document. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3 | 4; readonly text: Line }
  | { readonly kind: "paragraph"; readonly text: Line }
  | { readonly kind: "list"; readonly items: readonly Line[] }
  /** `numbers` are the columns that end below each other. */
  | {
      readonly kind: "table";
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
      readonly numbers?: readonly number[];
    }
  /** The whole in a few numbers; where there is no room for tiles, the sentence. */
  | {
      readonly kind: "figures";
      readonly sentence: Line;
      readonly tiles: readonly { readonly value: Line; readonly words: string }[];
    }
  /** What was left over time; `now` in seconds since 1970. */
  | { readonly kind: "chart"; readonly burning: Burning; readonly now: number }
  /** Commands, where no other language is named. */
  | { readonly kind: "code"; readonly lines: readonly string[]; readonly language?: string }
  /** Folded until somebody opens it. */
  | { readonly kind: "details"; readonly summary: Line; readonly blocks: readonly Block[] };

/** The parts of a line. */
export function partsOf(line: Line): readonly Inline[] {
  return typeof line === "string" ? [line] : line;
}

/** A document as GitHub-flavoured Markdown. */
export function renderMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(renderBlock).join("\n\n")}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${renderLine(block.text)}`;
    case "paragraph":
      return renderLine(block.text);
    case "list":
      return block.items.map((item) => `- ${renderLine(item)}`).join("\n");
    case "code":
      return renderCode(block.lines, block.language ?? "sh");
    case "figures":
      return renderLine(block.sentence);
    case "chart":
      return renderCode([pastInOneLine(block)], "text");
    case "details":
      return `<details><summary>${renderLine(block.summary)}</summary>\n\n${block.blocks.map(renderBlock).join("\n\n")}\n\n</details>`;
    case "table": {
      const rule = block.head.map((_, column) => (block.numbers?.includes(column) ? "---:" : "---"));
      return [block.head.map(renderLine), rule, ...block.rows.map((row) => row.map(renderLine))].map(renderRow).join("\n");
    }
  }
}

/** How far and how fast: the past in one line, and where the pace leads. */
export function pastInOneLine({ burning: { past, left, pace }, now }: Extract<Block, { kind: "chart" }>): string {
  const first = `${dayOf(past[0]!.time)}: ${past[0]!.left.toLocaleString("en-US")}`;
  return `${first}  ${sparkline(past, 40, now)}  now: ${left.toLocaleString("en-US")}${pace ? `; ${paceText(pace)}` : ""}`;
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function renderCode(lines: readonly string[], language: string): string {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

function renderLine(line: Line): string {
  return partsOf(line).map(renderInline).join("");
}

function renderInline(part: Inline): string {
  if (typeof part === "string") return escapeText(part);
  if ("tone" in part) return escapeText(part.text);
  return "code" in part ? renderSpan(part.code) : `**${escapeText(part.strong)}**`;
}

/** Spaces at the ends belong to the line. */
function escapeText(text: string): string {
  const [, before = "", inner = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return before + escapeMarkdown(inner).replaceAll(/(?<!^)\\([()+!-])/g, "$1") + after;
}

/** In a table a pipe ends the cell even in code. */
function renderSpan(code: string): string {
  const plain = code.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const quote = "`".repeat(longest + 1);
  const space = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
  return `${quote}${space}${plain}${space}${quote}`;
}
