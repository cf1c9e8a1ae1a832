import path from "node:path";
import { parseContract, type Contract } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import { exists, findText } from "@godwit/core/disk";
import { contractFile } from "../contracts/contract-file.js";
import { openProject } from "../project.js";
import { setUpAgents } from "./agents-section.js";
import type { Candidate, Finds } from "./candidate.js";
import { findDeepImports } from "./candidates/deep-imports.js";
import { findDeprecatedExports } from "./candidates/deprecated-exports.js";
import { findPlainIds } from "./candidates/plain-ids.js";
import { findRandomIds } from "./candidates/random-ids.js";
import { findSingletons } from "./candidates/singletons.js";
import { findProject, type FoundProject } from "./found-project.js";
import { setUpEslint } from "./set-up/eslint-config.js";
import { setUpCi, setUpHook } from "./set-up/hook-and-ci.js";
import { setUpOxlint } from "./set-up/oxlint-config.js";
import { setUpPackageJson } from "./set-up/package-json.js";
import type { FileChange, SetUpPart } from "./set-up/set-up-part.js";
import { setUpTsconfig } from "./set-up/tsconfig.js";
import { setUpVsCode } from "./set-up/vscode.js";
import { tryContracts } from "./try-contracts.js";

const LOOKS: readonly ((found: FoundProject) => Finds)[] = [
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

/** Looks at the project around a folder (absolute): what is there, and what a first contract could be about. */
export function lookAround(cwd: string, onProgress: (done: number, total: number) => void): InitFindings {
  const found = findProject(cwd);
  const project = openProject(found.root);
  const contracts = project.contracts.map(({ contract }) => contract);
  const broken = project.problems.filter(({ severity, file }) => severity === "error" && file.endsWith(".md"));
  const existing = [...contracts.map(({ id }) => id), ...broken.map(({ file }) => file)];
  if (existing.length > 0) return { found, existing, contracts, candidates: [], notes: [], blocking: [] };
  const finds = LOOKS.map((look) => look(found));
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
  return {
    changes: [...parts.flatMap(({ changes }) => changes), ...written],
    advice: parts.flatMap(({ advice }) => advice),
  };
}

function readContract(id: string, file: string, text: string): readonly Contract[] {
  const { contract } = parseContract(text, { id, file }, ruleDescriptions);
  return contract ? [contract] : [];
}
