import { createHash } from "node:crypto";
import { firstCharacters } from "../printable.js";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import { contractsGraph } from "../../commands/contracts-graph.js";
import { renderMermaid } from "../document/graph.js";
import { encodePath } from "../report.js";
import { burnDown, drawnGraph } from "./burn-down.js";
import { contractLink, countLink, html, Html, jsonData, PAGE_STYLE, siteData } from "./html.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { bridges, dashboard, gates, ownership, ownerMatrix, riskMatrix, runs, table, tiles } from "./sections.js";
import { lessons, whole } from "./whole.js";

/** What the page needs besides the report. */
export interface PageOptions {
  /** Seconds since 1970. */
  readonly now: number;
  /** The start of links to files, with a slash at its end; null where files have no address. */
  readonly base: string | null;
  /** The prose of each contract as its file has it, by id; every other text of the report is on one line. */
  readonly prose: ReadonlyMap<string, string>;
}

const SECTIONS = [
  ...[
    ["dashboard", "Dashboard"],
    ["risk", "Risk"],
    ["graph", "Dependencies"],
    ["owners", "Owners and packages"],
    ["gates", "Gates"],
  ],
  ...[
    ["bridges", "Bridges"],
    ["contracts", "Contracts"],
    ["runs", "Runs"],
    ["sites", "All violations"],
  ],
] as const;

/** The report as one page that needs no network; `report` has printable texts only. */
export function renderPage(report: OverviewReport, { now, base, prose }: PageOptions): string {
  const parts: Record<string, Html | undefined> = {
    dashboard: html`${burnDown(whole(report), now)}${ownerMatrix(report)}${dashboard(report)}`,
    risk: riskMatrix(report),
    graph: report.contracts.some(({ dependsOn }) => dependsOn.length > 0) ? graph(report.contracts) : undefined,
    owners: ownership(report),
    gates: gates(report),
    bridges: bridges(report),
    contracts: html`${report.contracts.map((contract) => article(contract, now, prose.get(contract.id) ?? ""))}`,
    runs: runs(report),
    sites: sites(),
  };
  const sections = SECTIONS.filter(([id]) => parts[id] !== undefined);
  const data = siteData(report);
  const links = { base, files: data.files.map(encodePath) };
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'sha256-${hashOf(PAGE_STYLE)}'; script-src 'sha256-${hashOf(PAGE_SCRIPT)}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="referrer" content="no-referrer" />
        <title>Migrations of ${report.name}</title>
        ${exactElement("style", PAGE_STYLE)}
      </head>
      <body>
        <a class="skip" href="#dashboard">To the dashboard</a>
        <header class="page">
          <h1>Migrations of ${report.name}</h1>
          <p class="quiet">
            As of ${report.generatedAt.slice(0, 16).replace("T", " ")}
            UTC${report.commit ? html`, commit <code>${firstCharacters(report.commit, 12)}</code>` : ""}
          </p>
          ${
            report.notes.length > 0
              ? html`<details class="warn">
                  <summary>
                    ${report.notes.length} ${report.notes.length === 1 ? "thing is" : "things are"} missing from this report
                  </summary>
                  <ul>
                    ${report.notes.map((note) => html`<li>${note}</li>`)}
                  </ul>
                </details>`
              : ""
          }
          ${tiles(report)}
        </header>
        <nav aria-label="Parts of the report">
          <ul>
            ${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${sections.map(
            ([id, title]) =>
              html`<section id="${id}" aria-labelledby="${id}-title" tabindex="-1">
                <h2 id="${id}-title">${title}</h2>
                ${parts[id]!}
              </section> `,
          )}
        </main>
        <script type="application/json" id="site-data">
          ${jsonData(data)}
        </script>
        <script type="application/json" id="link-data">
          ${jsonData(links)}
        </script>
        ${exactElement("script", PAGE_SCRIPT)}
      </body>
    </html> `;
  return page.text;
}

/** An element with its text to the last space, since the policy has a digest of that. */
function exactElement(name: "style" | "script", text: string): Html {
  return new Html(`<${name}>${text}</${name}>`);
}

/** What the browser compares the element's text with. */
function hashOf(text: string): Html {
  return new Html(createHash("sha256").update(text).digest("base64"));
}

function graph(contracts: readonly ReportContract[]): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Graph">${drawnGraph(contracts)}</div>
    <details>
      <summary>As Mermaid text</summary>
      <pre>${renderMermaid(contractsGraph(contracts))}</pre>
    </details>`;
}

function article(contract: ReportContract, now: number, prose: string): Html {
  const { id, title, status, risk, owner, why, file, links, phases, bridges: own } = contract;
  const facts = [
    status,
    `${risk} risk`,
    owner ?? "nobody's",
    file,
    ...(own.length > 0 ? [`${own.length} ${own.length === 1 ? "bridge" : "bridges"}`] : []),
  ];
  return html`<article id="contract-${id}" tabindex="-1">
    <h3>${contractLink(id)} ${title}</h3>
    <p class="facts">${facts.join(" · ")}</p>
    ${why === null ? "" : html`<p>${why}</p>`}
    ${contract.blockedBy.map((blocker) => html`<p><span class="warn">Blocked</span> by ${contractLink(blocker.contract)}: ${blocker.why}.</p>`)}
    ${burnDown(contract, now)}
    ${table(
      ["phase", "left", "allowed", "due", "state"],
      phases.map(({ name, left, allow, due, done }) => [
        ...[
          name ?? (phases.length === 1 ? "Everything" : "In no phase"),
          countLink(left, { contract: id, ...(name === null ? {} : { phase: name }) }),
        ],
        ...[allow ?? "", due ?? "", done ? html`<span class="good">done</span>` : "open"],
      ]),
      [1, 2],
    )}
    ${links.length > 0 ? html`<p>${links.map((link) => (/^https?:\/\/\S+$/.test(link) ? html`<a href="${link}" rel="noopener noreferrer">${link}</a> ` : html`<code>${link}</code> `))}</p>` : ""}
    ${
      prose === ""
        ? ""
        : html`<details>
            <summary>Lessons: what the contract says</summary>
            <div class="prose">${lessons(prose)}</div>
          </details>`
    }
  </article> `;
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
