import { createHash } from "node:crypto";
import { html, Html, PAGE_STYLE } from "../overview/html.js";

/** A part of a page, which its bar leads to. */
export interface PageSection {
  readonly id: string;
  readonly title: Html | string;
  readonly body: Html;
}

/** What a page has besides its look. */
export interface PageContent {
  /** Of the window; the page's own heading is in `header`. */
  readonly title: string;
  readonly header: Html;
  readonly sections: readonly PageSection[];
  /** What comes after the sections, such as data for the script. */
  readonly end?: Html;
  readonly script?: string;
}

/** One HTML page that needs nothing else, and runs nothing but its own script. */
export function renderPageShell({ title, header, sections, end = html``, script }: PageContent): string {
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
