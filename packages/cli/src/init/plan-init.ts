import path from "node:path";
import { type Contract, parseContract } from "@godwit/core/contracts";
import { exists, findText } from "@godwit/core/disk";
import { createEngine, ruleDescriptions } from "@godwit/core/engine";
import type { Modules } from "@godwit/core/modules";
import { type ActiveContract, baselineFile, countKeys, type Project, renderBaseline } from "@godwit/project";
import { keysOf } from "../baseline/judge.js";
import { type Survey, surveyProject } from "../check/survey.js";
import { compileDraft, contractFile } from "../contracts/compile-draft.js";
import { findFault, parseSource } from "../host/parse.js";
import { openProject, warnOfIgnored } from "../project.js";
import { findDeepImports } from "./candidates/deep-imports.js";
import { findDeprecatedExports } from "./candidates/deprecated-exports.js";
import { findPlainIds, findRandomIds, findSingletons } from "./candidates/ids-and-singletons.js";
import { type Candidate, type Draft, findProject, type Finds, type FoundProject } from "./found-project.js";
import { setUpEslint } from "./set-up/eslint-config.js";
import { setUpAgents, setUpCi, setUpHook } from "./set-up/hook-and-ci.js";
import { setUpOxlint } from "./set-up/oxlint-config.js";
import type { FileChange, SetUpPart } from "./set-up/set-up-part.js";
import { setUpPackageJson, setUpTsconfig, setUpVsCode } from "./set-up/tsconfig.js";

const LOOKS: readonly ((found: FoundProject, modules: Modules) => Finds)[] = [
  findRandomIds,
  findDeprecatedExports,
  findDeepImports,
  findSingletons,
  findPlainIds,
];

/** What `init` found, before anybody has chosen. */
export interface InitFindings {
  readonly found: FoundProject;
  /** The ids of the contracts that are there already: then there is nothing to choose. */
  readonly existing: readonly string[];
  /** Those of them that work. */
  readonly contracts: readonly Contract[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
  readonly notes: readonly string[];
  /** The files that keep `godwit check` from exiting with 0 whatever is tolerated. */
  readonly blocking: readonly string[];
}

/** Looks at the project around a folder (absolute): which of the wanted contracts, or else which first ones, would find something. */
export function lookAround(
  cwd: string,
  onProgress: (done: number, total: number) => void,
  wanted?: readonly Draft[],
): InitFindings {
  const found = findProject(cwd);
  const project = openProject(found.root);
  const contracts = project.contracts.map(({ contract }) => contract);
  const broken = project.problems.filter(({ severity, file }) => severity === "error" && file.endsWith(".md"));
  const existing = [...contracts.map(({ id }) => id), ...broken.map(({ file }) => file)];
  if (existing.length > 0 && !wanted) return { found, existing, contracts, candidates: [], notes: [], blocking: [] };
  const finds = wanted ? [{ drafts: wanted, notes: [] }] : LOOKS.map((look) => look(found, project.engine.modules));
  const drafts = finds.flatMap((each) => each.drafts).filter(({ id }) => !exists(path.join(found.root, contractFile(found, id))));
  const tried = tryContracts(found, drafts, onProgress);
  return {
    found,
    existing,
    contracts,
    notes: [...finds.flatMap((each) => each.notes), ...tried.notes],
    candidates: tried.candidates,
    blocking: tried.blocking,
  };
}

/** What is to be set up. */
export interface InitChoice {
  readonly chosen: readonly Candidate[];
  /** The version of godwit. */
  readonly version: string;
  /** Whether AGENTS.md gets a section. */
  readonly agents: boolean;
}

/** Everything that a set-up with some of the candidates would write and say. */
export function planInit({ found, contracts }: InitFindings, { chosen, version, agents }: InitChoice): SetUpPart {
  // Contracts come last: a run that is cut off begins anew, with what is there already.
  const written = [
    ...chosen
      .flatMap(({ baseline }): FileChange[] =>
        baseline ? [{ file: baseline.file, before: undefined, after: baseline.text }] : [],
      )
      .filter(isToDo),
    ...chosen.map(({ file, text }): FileChange => ({ file, before: undefined, after: text })),
  ];
  function isToDo({ file, after }: FileChange): boolean {
    return findText(path.join(found.root, file), "baseline") !== after;
  }
  const parts = [
    setUpEslint(found),
    setUpOxlint(found),
    setUpTsconfig(found),
    setUpVsCode(found),
    setUpHook(found),
    setUpCi(found),
    setUpPackageJson(found, version),
    ...(agents
      ? [setUpAgents(found, [...contracts, ...chosen.flatMap(({ id, file, text }) => readContract(id, file, text))])]
      : []),
  ];
  const ignored = warnOfIgnored(
    found.root,
    chosen.map(({ file }) => file),
  );
  return {
    changes: [...parts.flatMap(({ changes }) => changes), ...written],
    advice: [...parts.flatMap(({ advice }) => advice), ...ignored.map(({ file, message }) => `${file}: ${message}`)],
  };
}

function readContract(id: string, file: string, text: string): readonly Contract[] {
  const { contract } = parseContract(text, { id, file }, ruleDescriptions);
  return contract ? [contract] : [];
}

/** The drafts that are right and find something, best first, and the files that could not be checked. */
interface TriedContracts {
  readonly candidates: readonly Candidate[];
  /** Why a draft is none of them although it was meant well. */
  readonly notes: readonly string[];
  /** `src/broken.ts:3 The file does not parse …`, of files that would keep `godwit check` from exiting with 0. */
  readonly blocking: readonly string[];
}

/** Checks the whole project with contracts that are not on the disk. */
function tryContracts(
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
    notes.push(`The contract "${draft.found}" can't be offered: ${fault?.message ?? "it does not work."}`);
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
    suggestible: findings.filter(({ level }) => level === "suggestion").length,
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
