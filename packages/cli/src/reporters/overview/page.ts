import type { OverviewReport } from "../../report/overview-report.js";
import { renderHtml } from "../document/render-html.js";
import { encodePath } from "../check/report.js";
import { html, type Html, jsonData, siteData } from "./html.js";
import { overviewDocument, type OverviewSetting } from "./overview-document.js";

/** What the page needs besides the report. */
export interface PageOptions extends OverviewSetting {
  /** The start of links to files, with a slash at its end; null where files have no address. */
  readonly base: string | null;
}

/** The report as one page that needs no network; `report` has printable texts only. */
export function renderPage(report: OverviewReport, { base, ...setting }: PageOptions): string {
  const data = siteData(report);
  const links = { base, files: data.files.map(encodePath) };
  return renderHtml(`Migrations of ${report.name}`, overviewDocument(report, setting), {
    sections: [{ id: "sites", title: "All violations", body: sites() }],
    end: html`<script type="application/json" id="site-data">
        ${jsonData(data)}
      </script>
      <script type="application/json" id="link-data">
        ${jsonData(links)}
      </script>`,
    script: PAGE_SCRIPT,
  });
}

function sites(): Html {
  const field = (name: string, title: string): Html =>
    html`<label
      >${title}<select name="${name}">
        <option value="">all</option>
      </select></label
    >`;
  return html`<noscript
      ><p>The list needs the script of this page. The same: <code>godwit report --format csv</code>.</p></noscript
    >
    <form id="choice" role="search" aria-label="Which violations">
      ${field("contract", "Contract")}${field("phase", "Phase")}${field("owner", "Owner")}${field("package", "Package")}${field("rule", "Rule")}${field("level", "Fix")}<label
        >File or message<input name="text" type="search" autocomplete="off" /></label
      ><button type="reset">All</button>
    </form>
    <p id="site-count" aria-live="polite"></p>
    <div class="scroll" tabindex="0" role="group" aria-label="Violations">
      <table>
        <thead>
          <tr>
            <th scope="col">place</th>
            <th scope="col">rule</th>
            <th scope="col">message</th>
            <th scope="col">fix</th>
            <th scope="col">owner</th>
            <th scope="col">baseline</th>
          </tr>
        </thead>
        <tbody id="site-list"></tbody>
      </table>
    </div>
    <p><button type="button" id="site-more" hidden></button></p>`;
}

/**
 * The script of the page, as it runs in a browser: it shows the list of violations, and follows the links to parts of it. It puts texts
 * into the page as text only.
 */
const PAGE_SCRIPT = `"use strict";
(() => {
  const data = JSON.parse(document.getElementById("site-data").textContent);
  const links = JSON.parse(document.getElementById("link-data").textContent);
  const WIDTH = 11, PAGE = 200;
  const count = data.rows.length / WIDTH;
  const cell = (site, column) => data.rows[site * WIDTH + column];
  const NO_PHASE = "(no phase)";
  const phaseOf = (site) => (cell(site, 5) < 0 ? NO_PHASE : data.phases[cell(site, 5)]);
  const ownersOf = (site) => data.ownerLists[cell(site, 6)].map((owner) => data.owners[owner]);
  const kinds = {
    contract: (site) => [data.contracts[cell(site, 0)]],
    phase: (site) => [phaseOf(site)],
    owner: ownersOf,
    package: (site) => [data.packages[cell(site, 7)]],
    rule: (site) => [data.rules[cell(site, 1)]],
    level: (site) => [data.levels[cell(site, 9)]],
  };
  const form = document.getElementById("choice");
  const list = document.getElementById("site-list");
  const status = document.getElementById("site-count");
  const more = document.getElementById("site-more");
  const choices = { contract: data.contracts, phase: [...data.phases, NO_PHASE], owner: data.owners, package: data.packages, rule: data.rules, level: data.levels };
  for (const [kind, values] of Object.entries(choices)) {
    for (const value of [...values].sort()) form.elements[kind].add(new Option(value, value));
  }
  let found = [], shown = 0;
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  function find() {
    const wanted = Object.keys(kinds).filter((kind) => form.elements[kind].value !== "");
    const text = form.elements.text.value.toLowerCase();
    found = [];
    for (let site = 0; site < count; site++) {
      if (!wanted.every((kind) => kinds[kind](site).includes(form.elements[kind].value))) continue;
      if (text !== "" && !(data.files[cell(site, 2)] + " " + data.messages[cell(site, 8)]).toLowerCase().includes(text)) continue;
      found.push(site);
    }
    shown = 0;
    list.replaceChildren();
    status.textContent = found.length.toLocaleString("en-US") + (found.length === 1 ? " violation" : " violations") + " of " + count.toLocaleString("en-US");
    show();
  }
  function show() {
    for (const site of found.slice(shown, shown + PAGE)) {
      const row = document.createElement("tr");
      const file = data.files[cell(site, 2)], place = file + ":" + cell(site, 3) + ":" + cell(site, 4);
      const where = make("td", "");
      const code = make(links.base === null ? "code" : "a", place, "place");
      if (links.base !== null) code.href = links.base + links.files[cell(site, 2)] + "#L" + cell(site, 3);
      where.append(code);
      row.append(where, make("td", data.contracts[cell(site, 0)] + "/" + data.rules[cell(site, 1)]), make("td", data.messages[cell(site, 8)]));
      row.append(make("td", { fix: "fixable", suggestion: "to look at", hint: "by hand" }[data.levels[cell(site, 9)]]), make("td", ownersOf(site).join(", ")));
      row.append(make("td", cell(site, 10) === 1 ? "known" : "new"));
      list.append(row);
    }
    shown = Math.min(found.length, shown + PAGE);
    more.hidden = shown >= found.length;
    more.textContent = "Show " + Math.min(PAGE, found.length - shown) + " more of " + (found.length - shown).toLocaleString("en-US");
  }
  function follow(isFirst) {
    if (!/^#sites(\\?|$)/.test(location.hash)) {
      if (isFirst) find();
      return;
    }
    const query = new URLSearchParams(location.hash.slice("#sites".length));
    form.reset();
    for (const [kind, value] of query) {
      const field = form.elements[kind];
      if (field) field.value = value;
    }
    find();
    const section = document.getElementById("sites");
    section.scrollIntoView();
    section.focus({ preventScroll: true });
  }
  form.addEventListener("input", find);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(find));
  more.addEventListener("click", show);
  addEventListener("hashchange", () => follow(false));
  // A link to where one is already changes no address.
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#sites"]');
    if (link && link.getAttribute("href") === location.hash) follow(false);
  });
  let isOpened = [];
  addEventListener("beforeprint", () => {
    isOpened = [...document.querySelectorAll("details:not([open])")];
    for (const each of isOpened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of isOpened) each.open = false;
  });
  follow(true);
})();
`;
