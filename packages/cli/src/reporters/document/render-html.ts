import { createHash } from "node:crypto";
import MarkdownIt, { type MarkdownIt as Reader } from "markdown-it";
import { contractsGraph } from "../../commands/contracts/graph.js";
import { burnDown, drawnGraph } from "../overview/burn-down.js";
import { html, Html, PAGE_STYLE } from "../overview/html.js";
import { printableLines } from "../printable.js";
import { type Block, type Cell, type Inline, type Line, partsOf } from "./document.js";
import { renderMermaid } from "./graph.js";

/** A part of a page, which its bar leads to. */
interface PageSection {
  readonly id: string;
  readonly title: Html | string;
  readonly body: Html;
}

/** What a page has besides its document. */
interface PageEnd {
  readonly sections: readonly PageSection[];
  /** What comes after the sections, such as data for the script. */
  readonly end?: Html;
  readonly script?: string;
}

/** What a page has besides its look. */
interface PageContent extends PageEnd {
  /** Of the window; the page's own heading is in `header`. */
  readonly title: string;
  readonly header: Html;
}

/** A document as one HTML page that needs nothing else; its headings of the second level are the parts that its bar leads to. */
export function renderHtml(
  title: string,
  blocks: readonly Block[],
  { sections: more, ...rest }: PageEnd = { sections: [] },
): string {
  const starts = blocks.flatMap((block, index) => (block.kind === "heading" && block.level === 2 ? [index] : []));
  const sections = starts.map((start, index): PageSection => {
    const [heading, ...own] = blocks.slice(start, starts[index + 1]);
    const { text, id = `part-${index + 1}` } = heading as Extract<Block, { kind: "heading" }>;
    return { id, title: line(text), body: bodyOf(own) };
  });
  return renderPageShell({ title, header: bodyOf(blocks.slice(0, starts[0])), sections: [...sections, ...more], ...rest });
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
      return renderList(block.items);
    case "code":
      return html`<pre>${block.lines.join("\n")}</pre>`;
    case "details":
      return renderDetails(line(block.summary), bodyOf(block.blocks));
    case "article":
      return html`<article id="${block.id}" tabindex="-1">${bodyOf(block.blocks)}</article>`;
    case "prose":
      return renderDetails(html`${block.summary}`, html`<div class="prose">${lessons(block.text)}</div>`);
    case "figures":
      return html`<div class="tiles">
        ${block.tiles.map(({ value, words }) => html`<div class="tile"><b>${line(value)}</b>${words}</div> `)}
      </div>`;
    case "chart":
      return burnDown(block.burning, block.now);
    case "dependencies":
      return html`<div class="scroll" tabindex="0" role="group" aria-label="Graph">${drawnGraph(block.contracts)}</div>
        ${renderDetails(html`As Mermaid text`, html`<pre>${renderMermaid(contractsGraph(block.contracts))}</pre>`)}`;
    case "table":
      return renderTable(block);
  }
}

function renderDetails(summary: Html, body: Html): Html {
  return html`<details>
    <summary>${summary}</summary>
    ${body}
  </details>`;
}

function renderList(items: readonly Line[]): Html {
  return html`<ul>
    ${items.map((item) => html`<li>${line(item)}</li> `)}
  </ul>`;
}

function renderTable({ head, rows, numbers = [], matrix }: Extract<Block, { kind: "table" }>): Html {
  const classOf = (column: number): Html => (numbers.includes(column) ? html` class="number"` : html``);
  const cellOf = (of: Cell, column: number): Html =>
    column === 0 && matrix !== undefined
      ? html`<th scope="row">${cell(of)}</th>`
      : html`<td${classOf(column)} data-head="${head[column]!}">${cell(of)}</td>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${matrix ?? "Table"}">
    <table>
      <thead>
        <tr>
          ${head.map((title, column) => html`<th scope="col" ${classOf(column)}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cellOf)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(of: Cell): Html {
  if (typeof of === "string" || !("items" in of)) return line(of);
  const list = of.items.length === 0 ? html`` : renderList(of.items);
  return of.fold === undefined ? list : renderDetails(html`${of.fold}`, list);
}

function line(text: Line): Html {
  return html`${partsOf(text).map(inline)}`;
}

function inline(part: Inline): Html {
  if (typeof part === "string") return html`${part}`;
  if ("code" in part) return html`<code>${part.code}</code>`;
  if ("strong" in part) return html`<strong>${part.strong}</strong>`;
  if ("tone" in part) return html`<span class="${part.tone}${part.isWhole ? " keep" : ""}">${part.text}</span>`;
  if ("link" in part) return linkTo(part);
  const percent = Math.floor(part.progress * 100);
  return html`<span class="keep"
    ><progress max="100" value="${percent}" aria-label="${part.of}: ${percent} % done"></progress> ${percent} %</span
  >`;
}

/** Within the page, or to the web. */
function linkTo({ link, text, look }: Extract<Inline, { readonly link: string }>): Html {
  if (!link.startsWith("#")) return html`<a href="${link}" rel="noopener noreferrer">${text}</a>`;
  if (look === "count") return html`<a class="count" href="${link}">${text}</a>`;
  return html`<a href="${link}">${look === "code" ? html`<code>${text}</code>` : text}</a>`;
}

/** Longer prose is cut: its file has the rest. */
const MOST_CHARACTERS = 20_000;

/** A contract's prose as HTML: no raw HTML, no images, links to the web only, headings below those of the page. */
function lessons(prose: string): Html {
  const text = printableLines(prose.replaceAll("\t", "  "));
  const end = text.length <= MOST_CHARACTERS ? text.length : Math.max(0, text.lastIndexOf("\n", MOST_CHARACTERS));
  return new Html(reader().render(end === text.length ? text : `${text.slice(0, end)}\n\n…`));
}

let parser: Reader | undefined;

function reader(): Reader {
  if (parser) return parser;
  const made: Reader = new MarkdownIt({ html: false, linkify: false, maxNesting: 50 });
  made.disable("image");
  made.validateLink = (address) => /^https?:\/\//i.test(address);
  made.core.ruler.push("plain", ({ tokens }) => {
    for (const token of tokens) {
      if (/^h\d$/.test(token.tag)) token.tag = `h${Math.min(6, Number(token.tag[1]) + 3)}`;
      // The page's policy forbids styles in attributes.
      token.attrs = token.attrs?.filter(([name]) => name !== "style") ?? null;
    }
  });
  const { link_open: openLink } = made.renderer.rules;
  made.renderer.rules["link_open"] = (...token) => {
    const [tokens, index, options, , renderer] = token;
    tokens[index]!.attrSet("rel", "noopener noreferrer");
    return openLink?.(...token) ?? renderer.renderToken(tokens, index, options);
  };
  parser = made;
  return made;
}

/** One HTML page that needs nothing else, and runs nothing but its own script. */
function renderPageShell({ title, header, sections, end = html``, script }: PageContent): string {
  const [first] = sections;
  const scripts = script === undefined ? html`` : html` script-src 'sha256-${hashOf(script)}';`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'sha256-${hashOf(PAGE_STYLE)}';${scripts} base-uri 'none'; form-action 'none'"
        />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${exactElement("style", PAGE_STYLE)}
      </head>
      <body>
        ${first ? html`<a class="skip" href="#${first.id}">To the first part</a>` : ""}
        <header class="page">${header}</header>
        ${
          sections.length > 1
            ? html`<nav aria-label="Parts of the page">
                <ul>
                  ${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}
                </ul>
              </nav>`
            : ""
        }
        <main>
          ${sections.map(
            ({ id, title: heading, body }) =>
              html`<section id="${id}" aria-labelledby="${id}-title" tabindex="-1">
                <h2 id="${id}-title">${heading}</h2>
                ${body}
              </section> `,
          )}
        </main>
        ${end}${script === undefined ? "" : exactElement("script", script)}
      </body>
    </html> `.text;
}

/** An element with its text to the last space, since the policy has a digest of that. */
function exactElement(name: "style" | "script", text: string): Html {
  return new Html(`<${name}>${text}</${name}>`);
}

/** What the browser compares the element's text with. */
function hashOf(text: string): Html {
  return new Html(createHash("sha256").update(text).digest("base64"));
}
