import { totalOf } from "@godwit/project";
import { judgeBaselines } from "../baseline/judge.js";
import { orphanBaselines } from "../baseline/orphans.js";
import { surveyProject } from "../check/survey.js";
import { counted } from "../terminal.js";
import { reportOn, type DoctorFinding } from "./finding.js";
import type { Setup } from "./setup.js";

const report = reportOn("baselines");

/** Checks that the baselines have no entries that nothing needs any more; looks through the code only where there are baselines. */
export function checkBaselines({ project, root }: Setup): DoctorFinding[] {
  const orphans = orphanBaselines(project);
  const known = project.contracts.flatMap(({ baseline }) => baseline ?? []);
  if (known.length + orphans.length === 0) return [];
  const { goneEntries } = judgeBaselines(surveyProject(project, { cwd: root, keepsSources: true }), {});
  const fileOf = new Map([...known, ...orphans].map(({ contract, file }) => [contract, file]));
  const isOrphan = new Set(orphans.map(({ contract }) => contract));
  const stale = goneEntries.map(({ contract, entries }) => {
    const count = counted(totalOf(entries), "entry", "entries");
    const message = isOrphan.has(contract)
      ? `The baseline of ${contract} tolerates ${count}, and there is no such contract.`
      : `The baseline of ${contract} has ${count} too many: what it tolerated is no longer there.`;
    return report(
      isOrphan.has(contract) ? "warning" : "note",
      isOrphan.has(contract) ? "baseline-without-contract" : "baseline-stale",
      message,
      {
        advice: "godwit baseline prune drops them; godwit check --frozen fails in CI until they are.",
        file: fileOf.get(contract),
      },
    );
  });
  if (stale.length > 0) return stale;
  const total = known.reduce((sum, { entries }) => sum + totalOf(entries), 0);
  return [report("ok", "baselines", `Every entry of the baselines is still needed (${counted(total, "violation")}).`)];
}
