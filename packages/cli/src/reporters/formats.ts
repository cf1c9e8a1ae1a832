import type { ReportFormat } from "../tables/define-command.js";
import { renderGithub } from "./github.js";
import { renderGitlab } from "./gitlab.js";
import { renderJunit } from "./junit.js";
import { renderMarkdown } from "./markdown.js";
import type { Report } from "./report.js";
import type { Terminal } from "../terminal.js";
import { renderSarif, sayLimitsOfSarif } from "./sarif.js";
import type { CheckResult } from "../check/check-result.js";
import { printableJson } from "./printable.js";

/** What renders each format that is made of the JSON. */
export const REPORT_FORMATS = {
  json: ({ result }) => renderJson(result),
  sarif: renderSarif,
  github: renderGithub,
  gitlab: renderGitlab,
  junit: renderJunit,
  markdown: renderMarkdown,
} as const satisfies Readonly<Record<ReportFormat, (report: Report) => string>>;

/** Says on stderr what a service would leave out of the written results without a word. */
export function sayLimits(outputs: readonly { readonly format: string }[], report: Report, terminal: Terminal): void {
  const limit = outputs.some(({ format }) => format === "sarif") ? sayLimitsOfSarif(report) : undefined;
  if (limit !== undefined) terminal.err(`godwit: ${limit}\n`);
}

/** The result for machines, version 1; `schema/check-result.schema.json` describes it. */
function renderJson(result: CheckResult): string {
  return printableJson(result);
}
