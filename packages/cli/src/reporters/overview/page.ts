import type { OverviewReport } from "../../report/overview-report.js";
import { renderHtml } from "../document/render-html.js";
import { encodePath } from "../report.js";
import { html, type Html, jsonData, siteData } from "./html.js";
import { overviewDocument, type OverviewSetting } from "./overview-document.js";
import { PAGE_SCRIPT } from "./page-script.js";

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
