import { createHash } from "node:crypto";
import { printableData, printableJson } from "./printable.js";
import { contractsById, firstUrl, ownersOf, type ContractSummary, type Report, type Violation } from "./report.js";

/** GitLab's Code Quality report: a list of what is new; GitLab compares it with that of the target branch by fingerprint. */
export function renderGitlab(raw: Report): string {
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
