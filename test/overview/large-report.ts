import type { OverviewReport, ReportContract, ReportSite } from "../../packages/cli/src/report/overview-report.js";

/** A report of so many contracts with so many violations, each file with some. */
export function largeReport(contracts: number, violations: number): { readonly report: OverviewReport; readonly now: number } {
  const now = Date.parse("2026-07-03T12:00:00Z") / 1_000;
  const each = violations / contracts;
  const all = Array.from({ length: contracts }, (_, index): ReportContract => ({
    ...{
      id: `contract-${index}`,
      title: `The move number ${index}`,
      status: "active",
      track: `Track ${index % 7}`,
      risk: "medium",
    },
    ...{
      owner: `@team-${index % 12}`,
      dependsOn: index < 10 ? [] : [`contract-${index % 10}`],
      done: false,
      left: each,
      fixable: each / 2,
    },
    ...{ total: each * 2, totalFrom: "history", phase: "First", due: "2026-09-01", isLate: false, blockedBy: [] },
    phases: [{ name: "First", allow: 0, due: "2026-09-01", left: each, done: false }],
    pace: { fewer: 10, days: 28, doneOn: "2027-01-01" },
    ...{
      file: `migrations/contract-${index}.md`,
      why: "Because.",
      links: [],
      prose: "What was learned.\n".repeat(40),
      demands: [],
    },
    ...{ gates: [{ name: "Nothing is left", kind: "rules", state: "open", detail: "some left", evidence: null }], bridges: [] },
    past: Array.from({ length: 1_000 }, (__, commit) => ({ time: now - (1_000 - commit) * 20_000, left: each * 2 - commit / 4 })),
  }));
  const sites = Array.from({ length: violations }, (_, index): ReportSite => ({
    ...{
      contract: `contract-${Math.floor(index / each)}`,
      rule: `rule-${index % 5}`,
      file: `packages/p${index % 40}/src/file-${index % 9_000}.ts`,
    },
    ...{
      line: 1 + (index % 400),
      column: 3,
      message: `Use newId("entity-${index % 900}") instead of v4(). An ID says what it is for.`,
    },
    ...{
      phase: "First",
      level: index % 2 === 0 ? "fix" : "hint",
      tolerated: true,
      owners: [`@team-${index % 12}`],
      package: `packages/p${index % 40}`,
    },
  }));
  const report: OverviewReport = {
    ...{
      version: 1,
      name: "large",
      generatedAt: new Date(now * 1_000).toISOString(),
      commit: null,
      contracts: all,
      violations: sites,
      notes: [],
    },
    groups: { owner: [], package: [], phase: [] },
    runs: { runs: [], rollbackRate: null, medianSeconds: null, unreadable: [] },
  };
  return { report, now };
}
