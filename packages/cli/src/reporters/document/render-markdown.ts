import { escapeMarkdown } from "@godwit/core/contracts";
import { contractsGraph } from "../../commands/contracts/graph.js";
import { noPast, progressBar } from "../overview/whole.js";
import { type Block, type Cell, type Inline, type Line, linesOfCell, partsOf, pastInOneLine } from "./document.js";
import { renderMermaid } from "./graph.js";

/** A document as GitHub-flavoured Markdown. */
export function renderMarkdown(blocks: readonly Block[]): string {
  return `${renderBlocks(blocks)}\n`;
}

function renderBlocks(blocks: readonly Block[]): string {
  return blocks
    .filter(({ kind }) => kind !== "prose")
    .map(renderBlock)
    .join("\n\n");
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
      return block.burning.past.length < 2 ? noPast(block.burning) : renderCode([pastInOneLine(block)], "text");
    case "dependencies":
      return renderCode(renderMermaid(contractsGraph(block.contracts)).trimEnd().split("\n"), "mermaid");
    case "details":
      return `<details><summary>${renderLine(block.summary)}</summary>\n\n${renderBlocks(block.blocks)}\n\n</details>`;
    case "article":
      return renderBlocks(block.blocks);
    case "prose":
      return "";
    case "table": {
      const rule = block.head.map((_, column) => (block.numbers?.includes(column) ? "---:" : "---"));
      return [block.head.map(renderLine), rule, ...block.rows.map((row) => row.map(renderCell))].map(renderRow).join("\n");
    }
  }
}

function renderCell(cell: Cell): string {
  return linesOfCell(cell).map(renderLine).join("<br>");
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
  if ("code" in part) return renderSpan(part.code);
  if ("strong" in part) return `**${escapeText(part.strong)}**`;
  if ("progress" in part) return progressBar(part.progress);
  return "link" in part && part.look === "code" ? renderSpan(part.text) : escapeText(part.text);
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
