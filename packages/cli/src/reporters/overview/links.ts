import { html, type Html } from "./html.js";

/** Which violations a link leads to. */
export interface SiteChoice {
  readonly contract?: string;
  readonly phase?: string;
  readonly owner?: string;
  readonly package?: string;
  readonly rule?: string;
  readonly level?: string;
}

/** A count that leads to the list of its violations. */
export function countLink(count: number, choice: SiteChoice): Html {
  if (count === 0) return html`0`;
  return html`<a class="count" href="${addressOf(choice)}">${count}</a>`;
}

/** The address, within the page, of the list of some violations. */
function addressOf(choice: SiteChoice): string {
  const query = new URLSearchParams(Object.entries(choice) as [string, string][]).toString();
  return `#sites${query === "" ? "" : `?${query}`}`;
}

/** A link to the part about a contract. */
export function contractLink(id: string): Html {
  return html`<a href="#contract-${id}">${id}</a>`;
}
