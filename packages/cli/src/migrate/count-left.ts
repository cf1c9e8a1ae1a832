import { readSource } from "@godwit/project";
import { checkFile, type FileResult } from "../check/check-file.js";
import type { ListedFinding } from "../check/finding.js";
import type { LeftGroup } from "./report.js";
import type { Session } from "./session.js";
import type { PhaseWork } from "./work.js";

/** The violations of a session's contract that are there now, in all files. */
export function findNow({ search, files }: Session): readonly ListedFinding[] {
  const check = { ...search, fix: false, read: (_: string, absolute: string) => readSource(absolute) };
  return files.flatMap((file): FileResult["findings"] => checkFile(check, file).findings);
}

/** The violations in the phases that were asked for. */
export function inPhases(findings: readonly ListedFinding[], phases: readonly PhaseWork[]): readonly ListedFinding[] {
  const names = new Set(phases.map(({ name }) => name));
  return findings.filter(({ phase }) => names.has(phase));
}

/** Whether a phase has no more violations than it allows. */
export function isPhaseDone(findings: readonly ListedFinding[], { name, allow }: Pick<PhaseWork, "name" | "allow">): boolean {
  return findings.filter(({ phase }) => phase === name).length <= (allow ?? 0);
}

/** What is left, by what keeps it, most first; `putBack` are the files of which something was put back. */
export function groupLeft(findings: readonly ListedFinding[], putBack: ReadonlySet<string>): readonly LeftGroup[] {
  const groups = new Map<string, ListedFinding[]>();
  const reasonOf = (finding: ListedFinding): string => {
    const wasTried = putBack.has(finding.file) && finding.level !== "hint" && !finding.heldBack;
    return wasTried ? "it was put back in this run" : reasonBefore(finding);
  };
  for (const finding of findings) {
    const key = JSON.stringify([finding.level, reasonOf(finding)]);
    const own = groups.get(key);
    if (own) own.push(finding);
    else groups.set(key, [finding]);
  }
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
