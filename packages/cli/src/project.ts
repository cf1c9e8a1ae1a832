import path from "node:path";
import { errorsOf, findRoot, type Problem } from "@godwit/core/contracts";
import { createEngine } from "@godwit/core/engine";
import type { FileTree } from "@godwit/core/modules";
import { IgnoredFiles, ProjectLoader, type ActiveContract, type KeptContracts, type Project } from "@godwit/project";
import { findFault, parseSource, withParsed } from "./host/parse.js";
import { didYouMean, UsageError } from "./failure.js";
import { printable } from "./reporters/printable.js";
import type { Terminal } from "./terminal.js";

/** Opens what earlier processes found out about the contracts of a root. */
type OpenKept = (root: string) => KeptContracts;

/** Finds the root from a folder, reads and compiles its contracts; `tree` has what was read of the disk before. */
export function openProject(cwd: string, openKept?: OpenKept, tree?: FileTree): Project {
  const found = findRoot(cwd) ?? cwd;
  const root = typeof found === "string" ? found : found.root;
  const engine = createEngine({ root, tree, host: { parse: parseSource, withParsed, findFault } });
  return new ProjectLoader({ engine, checksDrafts: true, openKept: openKept && (() => openKept(root)) }).load(found);
}

/** Like `openProject`, but throws `UsageError` if there is no contract at all. */
export function requireProject(cwd: string, openKept?: OpenKept, tree?: FileTree): Project {
  const project = openProject(cwd, openKept, tree);
  if (project.contracts.length === 0 && project.problems.length === 0) throw new UsageError(noContracts(project));
  return project;
}

function noContracts({ root, directory }: Project): string {
  return `There is no contract in ${path.join(root, directory)}. Let godwit init look for a first one, write ${directory}/<id>.md with a title and rules, or go to another folder with -C.`;
}

/** Warnings of the contracts of a root that git ignores, or would if they were written: nobody else gets them. */
export function warnOfIgnored(root: string, files: readonly string[]): readonly Problem[] {
  const ignored = new IgnoredFiles(root);
  return files
    .filter((file) => ignored.isIgnored(path.join(root, file)))
    .map((file) => ({ ...PLACE, file, message: `Git ignores it, so no clone and no CI has it: git add --force ${file}` }));
}

const PLACE = { line: 1, column: 1, code: "ignored-by-git", severity: "warning" } as const;

/** The files of a project's own contracts. */
export function filesOfContracts({ contracts }: Pick<Project, "contracts">): readonly string[] {
  return contracts.flatMap(({ contract }) => (contract.package ? [] : [contract.file]));
}

/** The contracts that `--contract` names; all without it. */
export function selectContracts(project: Project, ids: readonly string[]): readonly ActiveContract[] {
  if (ids.length === 0) return project.contracts;
  const known = project.contracts.map(({ contract }) => contract.id);
  for (const id of ids) if (!known.includes(id)) throw new UsageError(whyNotThere(project, id, known));
  return project.contracts.filter(({ contract }) => ids.includes(contract.id));
}

/** Throws `UsageError` if no selected contract has a phase with that name. */
export function checkPhase(contracts: readonly ActiveContract[], phase: string | undefined): void {
  if (phase === undefined) return;
  const known = [...new Set(contracts.flatMap(({ contract }) => contract.phases.map(({ name }) => name)))];
  if (!known.includes(phase)) throw new UsageError(unknownWord("phase", phase, known));
}

/** Says that a contract has errors and which, or that there is none with that id; then also what keeps others from being read. */
function whyNotThere({ unusable = new Map(), problems }: Project, id: string, known: readonly string[]): string {
  const own = unusable.get(id);
  if (own) return [`The contract ${id} has errors, so it can't be used:`, ...own.map(sayProblem)].join("\n");
  const others = new Set([...unusable.values()].flat().map(sayProblem));
  const unread = errorsOf(problems)
    .map(sayProblem)
    .filter((each) => !others.has(each));
  const there = unknownWord("contract", id, [...known, ...unusable.keys()]);
  return unread.length === 0 ? there : [`${there} This keeps some from being read:`, ...unread].join("\n");
}

/** A problem as it is said in a line of a message. */
export function sayProblem({ file, line, column, message }: Pick<Problem, "file" | "line" | "column" | "message">): string {
  return `${file}:${line}:${column} ${message}`;
}

/** Says which contracts have errors, as an answer without them is not the whole one; whether there are any. */
export function sayBroken({ problems }: Project, { err }: Pick<Terminal, "err">): boolean {
  const broken = errorsOf(problems);
  for (const problem of broken) err(`${printable(sayProblem(problem))}\n`);
  return broken.length > 0;
}

function unknownWord(kind: string, word: string, known: readonly string[]): string {
  return `There is no ${kind} called ${word}. ${didYouMean(word, known)}`;
}

/** The root of a folder, without reading its contracts. */
export function rootOf(cwd: string): string {
  return findRoot(cwd)?.root ?? cwd;
}
