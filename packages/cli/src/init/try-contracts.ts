import { createEngine } from "@godwit/core/engine";
import { baselineFile, countKeys, renderBaseline, type ActiveContract, type Project } from "@godwit/project";
import { keysOf } from "../baseline/judge.js";
import { compileDraft } from "../contracts/compile-draft.js";
import { contractFile } from "../contracts/contract-file.js";
import { surveyProject, type Survey } from "../check/survey.js";
import { findFault, parseSource } from "../host/parse.js";
import type { Candidate, Draft } from "./candidate.js";
import type { FoundProject } from "./found-project.js";

/** The drafts that are right and find something, best first, and the files that could not be checked. */
export interface TriedContracts {
  readonly candidates: readonly Candidate[];
  /** Why a draft is none of them although it was meant well. */
  readonly notes: readonly string[];
  /** `src/broken.ts:3 The file does not parse …`, of files that would keep `godwit check` from exiting with 0. */
  readonly blocking: readonly string[];
}

/** Checks the whole project with contracts that are not on the disk. */
export function tryContracts(
  { root, directory }: FoundProject,
  drafts: readonly Draft[],
  onProgress: (done: number, total: number) => void,
): TriedContracts {
  const engine = createEngine({ root, host: { parse: parseSource, findFault } });
  const notes: string[] = [];
  const active = drafts.flatMap((draft, order): ActiveContract[] => {
    const file = contractFile({ directory }, draft.id);
    const { active: works, problems, ruleProblems } = compileDraft(engine, { ...draft, file }, order);
    if (works) return [works];
    const fault = [...problems, ...ruleProblems].find(({ severity }) => severity === "error");
    notes.push(`A contract about ${draft.found} can't be offered: ${fault?.message ?? "it does not work."}`);
    return [];
  });
  const whole: Project = { root, directory, engine, contracts: active, problems: [] };
  const found = surveyProject(whole, { cwd: root, keepsSources: true, onProgress });
  const candidates = drafts.flatMap((draft) => candidateOf(draft, found) ?? []).sort(byWorth);
  return {
    candidates,
    notes,
    blocking: found.results.flatMap(({ problems }) =>
      problems.filter(({ isBlocking }) => isBlocking).map(({ file, line, message }) => `${file}:${line} ${message}`),
    ),
  };
}

function candidateOf(draft: Draft, { project, results }: Survey): Candidate | undefined {
  const findings = results.flatMap((each) => [...each.findings, ...each.planned]).filter(({ contract }) => contract === draft.id);
  if (findings.length === 0) return undefined;
  const isPlanned = project.contracts.some(({ contract }) => contract.id === draft.id && contract.status === "planned");
  return {
    ...draft,
    file: contractFile(project, draft.id),
    violations: findings.length,
    fixable: findings.filter(({ level }) => level === "fix").length,
    files: new Set(findings.map(({ file }) => file)).size,
    ...(!isPlanned && {
      baseline: {
        file: baselineFile(project.directory, draft.id),
        text: renderBaseline(countKeys(keysOf(findings, draft.id))),
      },
    }),
  };
}

/** What can be fixed without a look comes first and what is only planned last, then what is found more often. */
function byWorth(a: Candidate, b: Candidate): number {
  const worth = ({ fixable, baseline }: Candidate): number => (fixable > 0 ? 2 : baseline ? 1 : 0);
  return worth(b) - worth(a) || b.violations - a.violations || (a.id < b.id ? -1 : 1);
}
