import { escapeMarkdown } from "@godwit/core/contracts";

/** A report as data, from which Markdown and HTML are made. */

/** Text of one line: words, code, something important, or a link to a place in the document. */
export type Inline = string | { readonly code: string } | { readonly strong: string };
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
    case "details":
      return `<details><summary>${renderLine(block.summary)}</summary>\n\n${block.blocks.map(renderBlock).join("\n\n")}\n\n</details>`;
    case "table": {
      const rule = block.head.map((_, column) => (block.numbers?.includes(column) ? "---:" : "---"));
      return [block.head.map(renderLine), rule, ...block.rows.map((row) => row.map(renderLine))].map(renderRow).join("\n");
    }
  }
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
