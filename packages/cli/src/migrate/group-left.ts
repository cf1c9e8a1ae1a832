import { groupBy } from "@godwit/project";
import type { ListedFinding } from "../check/finding.js";
import type { LeftGroup } from "../results/migrate-result.js";

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
