import { join } from "node:path";
import { printable } from "@godwit/core/contracts";
import { settingsProblems } from "../index.js";
import type { Workspace } from "./workspace.js";

/** A contract with an error, as ESLint's `godwit/contracts` reports it at the start of each linted file. */
export interface ContractProblem {
  readonly message: string;
  /** Absolute path of the contract, and the place in it from 1. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The errors of the contracts of a file's root, except contracts whose last good version is in force. */
export function contractProblemsOf(workspace: Workspace, path: string): readonly ContractProblem[] {
  const project = workspace.openProject(path);
  if (!project) return [];
  const working = new Set(project.contracts.map(({ contract }) => contract.file));
  const problems = project.problems.filter(({ file, severity }) => severity === "error" && !working.has(file));
  if (problems.length === 0 || workspace.isIgnored(path, project.root)) return [];
  return problems.map(({ file, line, column, message }) => ({
    message: printable(`${file}:${line}:${column} ${message}`),
    path: join(project.root, file),
    line,
    column,
  }));
}

/** A file such as `tsconfig.json` that could not be used, to be said at the start of each file that contracts are about. */
export interface EditorSettingsProblem {
  readonly message: string;
  /** Absolute path. */
  readonly path: string;
}

/** What is wrong with the files of settings that the root of a file needs; ask after its findings. */
export function settingsProblemsOf(workspace: Workspace, path: string): readonly EditorSettingsProblem[] {
  const project = workspace.projectOf(path);
  const problems = project ? settingsProblems(project.engine) : [];
  if (!project || problems.length === 0 || workspace.isIgnored(path, project.root)) return [];
  return problems.map(({ file, message }) => ({ message: printable(`${file}: ${message}`), path: join(project.root, file) }));
}
