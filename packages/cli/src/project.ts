import path from "node:path";
import { findRoot, loadContracts, suggestNearest, type Contract, type Problem } from "@godwit/contracts";
import { createEngine, type CompiledRule, type Engine } from "@godwit/engine";
import { parseSource } from "./host/parse.js";
import { UsageError } from "./usage-error.js";

/** A contract that works, with its rules ready. */
export interface ActiveContract {
  readonly contract: Contract;
  readonly rules: readonly CompiledRule[];
}

/** A root with its contracts. */
export interface Project {
  readonly root: string;
  readonly directory: string;
  readonly engine: Engine;
  /** In dependency order, then by id; those with errors are left out. */
  readonly contracts: readonly ActiveContract[];
  /** What is wrong with contract files, warnings included. */
  readonly problems: readonly Problem[];
}

/** Finds the root from a folder, reads and compiles its contracts. */
export function openProject(cwd: string): Project {
  const loaded = loadContracts(findRoot(cwd) ?? cwd);
  const { root, directory } = loaded;
  const engine = createEngine({ root, host: { parse: parseSource } });
  // A contract with errors is still looked through to the end: all that is wrong shows in one run.
  const problems: Problem[] = [...loaded.problems, ...loaded.drafts.flatMap((draft) => engine.validate(draft))];
  const contracts: ActiveContract[] = [];
  loaded.contracts.forEach((contract, order) => {
    const compiled = engine.compileContract(contract, order);
    problems.push(...compiled.problems);
    if (compiled.rules) contracts.push({ contract, rules: compiled.rules });
  });
  return { root, directory, engine, contracts, problems };
}

/** Like `openProject`, where having no contract at all is an error. */
export function requireProject(cwd: string): Project {
  const project = openProject(cwd);
  if (project.contracts.length === 0 && project.problems.length === 0) throw new UsageError(noContracts(project));
  return project;
}

function noContracts({ root, directory }: Project): string {
  return `There is no contract in ${path.join(root, directory)}. Write ${directory}/<id>.md with a title and rules, or go to another folder with -C.`;
}

/** The contracts that `--contract` names; all without it. */
export function selectContracts(project: Project, ids: readonly string[]): readonly ActiveContract[] {
  if (ids.length === 0) return project.contracts;
  const known = project.contracts.map(({ contract }) => contract.id);
  for (const id of ids) {
    if (!known.includes(id)) throw new UsageError(unknownWord("contract", id, [...known, ...brokenIds(project)]));
  }
  return project.contracts.filter(({ contract }) => ids.includes(contract.id));
}

/** Throws where no selected contract has a phase of that name. */
export function checkPhase(contracts: readonly ActiveContract[], phase: string | undefined): void {
  if (phase === undefined) return;
  const known = [...new Set(contracts.flatMap(({ contract }) => contract.phases.map(({ name }) => name)))];
  if (!known.includes(phase)) throw new UsageError(unknownWord("phase", phase, known));
}

function brokenIds({ problems }: Project): string[] {
  return problems.filter(({ severity }) => severity === "error").map(({ file }) => path.posix.basename(file, ".md"));
}

function unknownWord(kind: string, word: string, known: readonly string[]): string {
  if (known.includes(word)) return `The ${kind} ${word} has errors. See: godwit contracts validate`;
  const nearest = suggestNearest(word, known);
  const choice = nearest ? `Did you mean ${nearest}?` : known.length > 0 ? `There are: ${known.join(", ")}.` : "There are none.";
  return `There is no ${kind} called ${word}. ${choice}`;
}
