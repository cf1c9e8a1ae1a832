import type { ReportFormat } from "../tables/formats.js";
import { renderGithub } from "./github.js";
import { renderGitlab } from "./gitlab.js";
import { renderJson } from "./json.js";
import { renderJunit } from "./junit.js";
import { renderMarkdown } from "./markdown.js";
import type { Report } from "./report.js";
import type { Terminal } from "../terminal.js";
import { renderSarif, sayLimitsOfSarif } from "./sarif.js";

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
