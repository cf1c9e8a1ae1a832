import type { OVERVIEW_FORMATS } from "../../tables/define-command.js";
import type { OverviewReport } from "../../report/overview-report.js";
import { renderCsv } from "../table.js";
import { renderMarkdown } from "../document/render-markdown.js";
import { printableData, printableJson } from "../printable.js";
import { overviewDocument } from "./overview-document.js";
import { renderPage } from "./page.js";

/** What a report is rendered with. */
export interface OverviewLayout {
  /** Seconds since 1970. */
  readonly now: number;
  /** The start of links to files, with a slash at its end; null where files have no address. */
  readonly base: string | null;
}

/** Renders a report. */
export function renderOverview(
  report: OverviewReport,
  format: (typeof OVERVIEW_FORMATS)[number],
  layout: OverviewLayout,
): string {
  if (format === "json") return printableJson(report);
  if (format === "csv") return renderViolations(report);
  const safe = printableData(report);
  if (format === "md") return renderMarkdown(overviewDocument(safe, layout.now));
  return renderPage(safe, { ...layout, prose: new Map(report.contracts.map(({ id, prose }) => [id, prose])) });
}

/** A row for each violation. */
function renderViolations({ violations }: OverviewReport): string {
  return renderCsv([
    ["contract", "rule", "file", "line", "column", "phase", "owners", "package", "level", "known", "message"],
    ...violations.map(({ contract, rule, file, line, column, phase, owners, package: folder, level, tolerated, message }) => [
      ...[contract, rule, file, line, column, phase, owners.join(" "), folder, level, tolerated ? "yes" : "no", message],
    ]),
  ]);
}
