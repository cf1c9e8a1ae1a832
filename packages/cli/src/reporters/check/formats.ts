import { createHash } from "node:crypto";
import type { ReportFormat } from "../../tables/define-command.js";
import type { Terminal } from "../../terminal.js";
import { renderGithub } from "./github.js";
import { renderJunit } from "./junit.js";
import { renderMarkdown } from "./markdown.js";
import { printableData, printableJson } from "../printable.js";
import { contractsById, type ContractSummary, firstUrl, ownersOf, type Report, type Violation } from "./report.js";
import { renderSarif, sayLimitsOfSarif } from "./sarif.js";

/** GitLab's Code Quality report: a list of what is new; GitLab compares it with that of the target branch by fingerprint. */
function renderGitlab(raw: Report): string {
  const result = printableData(raw.result);
  const contracts = contractsById(result);
  const issues = raw.result.violations.flatMap((original, index) => {
    const violation = result.violations[index]!;
    if (violation.tolerated) return [];
    const contract = contracts.get(violation.contract);
    const { contract: id, rule, line, column, endLine, endColumn, severity } = violation;
    return [
      {
        description: descriptionOf(violation, contract),
        check_name: `${id}/${rule}`,
        fingerprint: original.fingerprint ?? digest([id, rule, original.file, original.message, String(index)]),
        severity: severity === "warn" ? "minor" : contract?.risk === "critical" ? "critical" : "major",
        location: {
          path: raw.places.inRepository(original.file),
          lines: { begin: line, end: endLine },
          positions: { begin: { line, column }, end: { line: endLine, column: endColumn } },
        },
      },
    ];
  });
  const problems = raw.result.problems.map(({ file, line, code }, index) => ({
    description: result.problems[index]!.message,
    check_name: `godwit/${code}`,
    fingerprint: digest(["problem", code, file, String(index)]),
    severity: "blocker",
    location: { path: raw.places.inRepository(file), lines: { begin: line, end: line } },
  }));
  return printableJson([...problems, ...issues]);
}

function descriptionOf(violation: Violation, contract: ContractSummary | undefined): string {
  const link = firstUrl(contract);
  const owners = ownersOf(violation, contract);
  return [
    violation.message,
    ...(contract ? [`${contract.title}${contract.why ? `: ${contract.why}` : ""}`] : []),
    ...(owners.length > 0 ? [`Owner: ${owners.join(", ")}`] : []),
    ...(link === undefined ? [] : [link]),
  ].join(" — ");
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 40);
}

/** What renders each format that is made of the JSON. */
export const REPORT_FORMATS = {
  /** For machines, version 1; `schema/check-result.schema.json` describes it. */
  json: ({ result }) => printableJson(result),
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
