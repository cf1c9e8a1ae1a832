import { burnDown } from "../overview/burn-down.js";
import { html, Html } from "../overview/html.js";
import { table } from "../overview/sections.js";
import { partsOf, type Block, type Inline, type Line } from "./document.js";
import { renderPageShell, type PageSection } from "./page-shell.js";

/** A document as one HTML page that needs nothing else; its headings of the second level are the parts that its bar leads to. */
export function renderHtml(title: string, blocks: readonly Block[]): string {
  const starts = blocks.flatMap((block, index) => (block.kind === "heading" && block.level === 2 ? [index] : []));
  const sections = starts.map((start, index): PageSection => {
    const [heading, ...own] = blocks.slice(start, starts[index + 1]);
    return { id: `part-${index + 1}`, title: line((heading as Extract<Block, { kind: "heading" }>).text), body: bodyOf(own) };
  });
  return renderPageShell({ title, header: bodyOf(blocks.slice(0, starts[0])), sections });
}

function bodyOf(blocks: readonly Block[]): Html {
  return html`${blocks.map((block) => html`${renderBlock(block)} `)}`;
}

function renderBlock(block: Block): Html {
  switch (block.kind) {
    case "heading": {
      const tag = new Html(`h${block.level}`);
      return html`<${tag}>${line(block.text)}</${tag}>`;
    }
    case "paragraph":
      return html`<p>${line(block.text)}</p>`;
    case "list":
      return html`<ul>
        ${block.items.map((item) => html`<li>${line(item)}</li> `)}
      </ul>`;
    case "code":
      return html`<pre>${block.lines.join("\n")}</pre>`;
    case "details":
      return html`<details>
        <summary>${line(block.summary)}</summary>
        ${bodyOf(block.blocks)}
      </details>`;
    case "figures":
      return html`<div class="tiles">
        ${block.tiles.map(({ value, words }) => html`<div class="tile"><b>${line(value)}</b>${words}</div> `)}
      </div>`;
    case "chart":
      return burnDown(block.burning, block.now);
    case "table":
      return table(
        block.head.map(line),
        block.rows.map((row) => row.map(line)),
        block.numbers,
      );
  }
}

function line(text: Line): Html {
  return html`${partsOf(text).map(inline)}`;
}

function inline(part: Inline): Html {
  if (typeof part === "string") return html`${part}`;
  if ("code" in part) return html`<code>${part.code}</code>`;
  return "tone" in part ? html`<span class="${part.tone}">${part.text}</span>` : html`<strong>${part.strong}</strong>`;
}
