import { parseContract, type Contract } from "@godwit/contracts";
import { createEngine, ruleDescriptions } from "@godwit/engine";
import { baselineFile, countKeys, renderBaseline, type ActiveContract, type Project } from "@godwit/project";
import { keysOf } from "../baseline/judge.js";
import { surveyProject, type Survey } from "../check/survey.js";
import { findFault, parseSource } from "../host/parse.js";
import type { Candidate, Draft } from "./candidate.js";
import type { FoundProject } from "./found-project.js";

/** The drafts that are right and find something, best first, and the files that could not be checked. */
export interface TriedContracts {
  readonly candidates: readonly Candidate[];
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
  const active = drafts.flatMap((draft, order): ActiveContract[] => {
    const contract = readDraft(draft, directory);
    const { rules } = contract ? engine.compileContract(contract, order) : {};
    return contract && rules ? [{ contract, rules, order }] : [];
  });
  const whole: Project = { root, directory, engine, contracts: active, problems: [] };
  const found = surveyProject(whole, { cwd: root, keepsSources: true, onProgress });
  const candidates = drafts.flatMap((draft) => candidateOf(draft, found) ?? []).sort(byWorth);
  return {
    candidates,
    blocking: found.results.flatMap(({ problems }) =>
      problems.filter(({ isBlocking }) => isBlocking).map(({ file, line, message }) => `${file}:${line} ${message}`),
    ),
  };
}

function readDraft({ id, text }: Draft, directory: string): Contract | undefined {
  return parseContract(text, { id, file: `${directory}/${id}.md` }, ruleDescriptions).contract;
}

function candidateOf(draft: Draft, { project, results }: Survey): Candidate | undefined {
  const findings = results.flatMap((each) => each.findings).filter(({ contract }) => contract === draft.id);
  if (findings.length === 0) return undefined;
  return {
    ...draft,
    file: `${project.directory}/${draft.id}.md`,
    violations: findings.length,
    fixable: findings.filter(({ level }) => level === "fix").length,
    files: new Set(findings.map(({ file }) => file)).size,
    baseline: {
      file: baselineFile(project.directory, draft.id),
      text: renderBaseline(countKeys(keysOf(findings, draft.id))),
    },
  };
}

/** What can be fixed without a look comes first, then what is found more often. */
function byWorth(a: Candidate, b: Candidate): number {
  return Number(b.fixable > 0) - Number(a.fixable > 0) || b.violations - a.violations || (a.id < b.id ? -1 : 1);
}
