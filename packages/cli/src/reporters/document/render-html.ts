import { partsOf, type Block, type Inline, type Line } from "./document.js";

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); } h3 { margin-top: 1.8rem; } h4 { margin-bottom: .4rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { overflow-x: auto; padding: .7rem; border: 1px solid var(--line); border-radius: 6px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; } summary { cursor: pointer; }`;

/** A document as one HTML page that needs nothing else. */
export function renderHtml(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
${blocks.map(renderBlock).join("\n")}
</body>
</html>
`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${renderLine(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p>${renderLine(block.text)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${renderLine(item)}</li>`).join("\n")}\n</ul>`;
    case "code":
      return `<pre>${escapeHtml(block.lines.join("\n"))}</pre>`;
    case "details":
      return `<details><summary>${renderLine(block.summary)}</summary>\n${block.blocks.map(renderBlock).join("\n")}\n</details>`;
    case "table": {
      const cell = (tag: string, line: Line, column: number): string =>
        `<${tag}${block.numbers?.includes(column) ? ' class="number"' : ""}>${renderLine(line)}</${tag}>`;
      const row = (tag: string, cells: readonly Line[]): string =>
        `<tr>${cells.map((line, column) => cell(tag, line, column)).join("")}</tr>`;
      return `<div class="scroll"><table>\n${[row("th", block.head), ...block.rows.map((cells) => row("td", cells))].join("\n")}\n</table></div>`;
    }
  }
}

function renderLine(line: Line): string {
  return partsOf(line).map(renderInline).join("");
}

function renderInline(part: Inline): string {
  if (typeof part === "string") return escapeHtml(part);
  return "code" in part ? `<code>${escapeHtml(part.code)}</code>` : `<strong>${escapeHtml(part.strong)}</strong>`;
}

/** A text as HTML shows it. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
