import { firstCharacters } from "../printable.js";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import { contractsGraph } from "../../commands/contracts-graph.js";
import { renderMermaid } from "../document/graph.js";
import { renderPageShell } from "../document/page-shell.js";
import { encodePath } from "../report.js";
import { burnDown, drawnGraph } from "./burn-down.js";
import { contractLink, countLink, html, type Html, jsonData, siteData } from "./html.js";
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
  const data = siteData(report);
  const links = { base, files: data.files.map(encodePath) };
  return renderPageShell({
    title: `Migrations of ${report.name}`,
    header: header(report),
    sections: SECTIONS.flatMap(([id, title]) => (parts[id] ? [{ id, title, body: parts[id] }] : [])),
    end: html`<script type="application/json" id="site-data">
        ${jsonData(data)}
      </script>
      <script type="application/json" id="link-data">
        ${jsonData(links)}
      </script>`,
    script: PAGE_SCRIPT,
  });
}

function header(report: OverviewReport): Html {
  const { name, generatedAt, commit, notes } = report;
  return html`<h1>Migrations of ${name}</h1>
    <p class="quiet">
      As of ${generatedAt.slice(0, 16).replace("T", " ")}
      UTC${commit ? html`, commit <code>${firstCharacters(commit, 12)}</code>` : ""}
    </p>
    ${
      notes.length > 0
        ? html`<details class="warn">
            <summary>${notes.length} ${notes.length === 1 ? "thing is" : "things are"} missing from this report</summary>
            <ul>
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>
          </details>`
        : ""
    }
    ${tiles(report)}`;
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
