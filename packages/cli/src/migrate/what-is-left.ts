import { groupBy } from "@godwit/project";
import { mayRunTests } from "../plan/runs-tests.js";
import type { ListedFinding } from "../check/finding.js";
import type { LeftGroup, MigrateReport } from "../results/schemas.js";
import type { MigrateOptions } from "./options.js";

/** What is left, by what keeps it, most first; `putBack` are the files of which something was put back. */
export function groupLeft(findings: readonly ListedFinding[], putBack: ReadonlySet<string>): readonly LeftGroup[] {
  const reasonOf = (finding: ListedFinding): string => {
    const wasTried = putBack.has(finding.file) && finding.level !== "hint" && !finding.heldBack;
    return wasTried ? "it was put back in this run" : reasonBefore(finding);
  };
  const groups = groupBy(findings, (finding) => JSON.stringify([finding.level, reasonOf(finding)]));
  return [...groups.values()]
    .map((group): LeftGroup => {
      const { file, line, column, level } = group[0]!;
      return { reason: reasonOf(group[0]!), level, count: group.length, first: `${file}:${line}:${column}` };
    })
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function reasonBefore({ heldBack, reason, level }: ListedFinding): string {
  if (heldBack) return `held back by ${heldBack.by}: ${heldBack.reason}`;
  return reason ?? (level === "fix" ? "it was not kept, or its turn did not come" : "to be looked at");
}

/** What to do after a run, each with its command; `commands` are those that have judged it. */
export function nextSteps(
  report: Omit<MigrateReport, "next">,
  options: Pick<MigrateOptions, "keepGoing" | "branch" | "suggestions">,
  commands: readonly string[],
): readonly string[] {
  const { contract, run, units, left, outcome } = report;
  const kept = units.filter(({ outcome: each }) => each === "kept");
  const failed = units.filter(({ outcome: each }) => each === "put-back");
  const abandoned = units.filter(({ outcome: each }) => each === "abandoned");
  const byHand = left.filter(({ level }) => level === "hint").reduce((sum, { count }) => sum + count, 0);
  const toLookAt = left.filter(({ level }) => level === "suggestion").reduce((sum, { count }) => sum + count, 0);
  return [
    ...(outcome === "interrupted" ? ["go on: godwit migrate --resume"] : []),
    ...(failed.length > 0 && !options.keepGoing && outcome === "stopped"
      ? [`go on past what was put back: godwit migrate ${contract} --keep-going`]
      : []),
    ...(abandoned.length > 0 ? [`look at what somebody else changed: git diff -- ${abandoned[0]!.files.join(" ")}`] : []),
    ...(report.commits.length > 0 && options.branch !== undefined
      ? [`push it: git push -u origin ${options.branch}   (the text of a pull request: git log -1 --format=%b)`]
      : []),
    ...(kept.length > 0 && report.commits.length === 0 && outcome !== "failed" ? ["look at what was kept: git diff"] : []),
    ...(kept.length > 0 && !commands.some(mayRunTests)
      ? ["run the tests, which no command of validate did: fakes that no longer fit show only there"]
      : []),
    ...(toLookAt > 0 && !options.suggestions
      ? [
          `let types and commands judge the ${toLookAt} to look at: godwit migrate ${contract} --suggestions   (one by one: --interactive)`,
        ]
      : []),
    ...(byHand + failed.length > 0 ? [`see what is left by hand: godwit check --all --contract ${contract}`] : []),
    ...(kept.length > 0 && run !== null ? [`undo this run: godwit rollback ${run}`] : []),
  ];
}
