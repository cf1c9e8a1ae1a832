import path from "node:path";
import { findRoot } from "@godwit/contracts";
import { listFiles, type ListedFile, type Project } from "@godwit/project";
import { selectPaths } from "../files/select-paths.js";
import { checkPhase, requireProject, selectContracts } from "../project.js";
import { checkFile, type FileCheck, type FileResult } from "./check-file.js";
import type { CheckResult } from "./check-result.js";
import type { FileProblem } from "./file-problem.js";
import type { ListedFinding } from "./finding.js";
import { formatFiles } from "./format-files.js";
import { listNearDuplicates } from "./near-duplicates.js";
import { summariseContracts } from "./summarise.js";

/** What `check` is asked for. */
export interface CheckOptions {
  /** Absolute; where the root is searched from and what `paths` are relative to. */
  readonly cwd: string;
  readonly paths?: readonly string[];
  readonly contracts?: readonly string[];
  readonly phase?: string | undefined;
  readonly fix?: boolean;
  /** Also lists what is almost a duplicate of a canonical type, which reads more files. */
  readonly nearDuplicates?: boolean;
  /** Files that can't be read or parsed do not fail the run. */
  readonly lenient?: boolean;
  onProgress?(done: number, total: number): void;
  /** Told which command is about to run: the project's `format`, on the files that `fix` has changed. */
  onCommand?(description: string): void;
}

/** The result with what only the exit code and the code frames need. */
export interface CheckOutcome {
  readonly result: CheckResult;
  readonly findings: readonly ListedFinding[];
  readonly exitCode: 0 | 1 | 2;
}

/** Checks the files of a root against its contracts. Throws `UsageError` where it can't run as asked. */
export function check(options: CheckOptions): CheckOutcome {
  const started = performance.now();
  return checkProject(requireProject(options.cwd), options, started);
}

/** The same for a root that is open already; `started` is when the run began, by `performance.now()`. */
export function checkProject(project: Project, options: CheckOptions, started = performance.now()): CheckOutcome {
  const contracts = selectContracts(project, options.contracts ?? []);
  checkPhase(contracts, options.phase);
  const files = selectPaths(listFiles(project.root), options.paths ?? [], project.root, options.cwd);
  const context = { root: project.root, engine: project.engine, contracts, phase: options.phase, fix: options.fix ?? false };
  const results: FileResult[] = [];
  for (const file of files) {
    options.onProgress?.(results.length, files.length);
    results.push(checkFile(context, file));
  }
  const formatProblem = formatFixed(options, context, files, results);
  const findings = results.flatMap((each) => each.findings).sort(byPlace);
  const planned = results.flatMap((each) => each.planned);
  const broken = contractProblems(project);
  const unchecked = results.flatMap((each) => each.problems);
  const result: CheckResult = {
    version: 1,
    root: path.relative(options.cwd, project.root).replaceAll("\\", "/") || ".",
    durationMs: Math.round(performance.now() - started),
    files: {
      considered: results.filter(({ isGone }) => !isGone).length,
      parsed: results.filter(({ isParsed }) => isParsed).length,
      cached: 0,
    },
    contracts: summariseContracts(contracts, [...findings, ...planned]),
    violations: findings.map(({ lineText: _, shortMessage: __, ...finding }) => ({ ...finding, tolerated: false })),
    nearDuplicates: options.nearDuplicates ? listNearDuplicates(context, files) : [],
    problems: [...broken, ...unchecked.map(withoutBlocking), ...(formatProblem ? [withoutBlocking(formatProblem)] : [])],
    ...(context.fix && { fixed: results.reduce((sum, { fixed }) => sum + fixed, 0) }),
  };
  const isBlocked =
    broken.length > 0 || formatProblem !== undefined || (!options.lenient && unchecked.some(({ isBlocking }) => isBlocking));
  const isFailed = findings.some(({ severity }) => severity === "error");
  return { result, findings, exitCode: isBlocked ? 2 : isFailed ? 1 : 0 };
}

/** Runs the project's format command on the files that were written, whose findings are then elsewhere. */
function formatFixed(
  options: CheckOptions,
  context: FileCheck,
  files: readonly ListedFile[],
  results: FileResult[],
): FileProblem | undefined {
  const written = files.filter((_, index) => results[index]!.isWritten);
  const command = written.length > 0 ? findRoot(options.cwd)?.format : undefined;
  if (command === undefined) return undefined;
  const onCommand = (description: string): void => options.onCommand?.(description);
  const problem = formatFiles({ root: context.root, command, files: written.map((file) => file.path), onCommand });
  for (const [index, file] of files.entries()) {
    const { isWritten, fixed } = results[index]!;
    if (isWritten) results[index] = { ...checkFile({ ...context, fix: false }, file), fixed, isParsed: true };
  }
  return problem;
}

function withoutBlocking({ isBlocking: _, ...problem }: FileProblem): CheckResult["problems"][number] {
  return problem;
}

function contractProblems(project: Project): CheckResult["problems"] {
  return project.problems
    .filter(({ severity }) => severity === "error")
    .map(({ file, line, column, code, message }) => ({ file, line, column, code, message }));
}

function byPlace(a: ListedFinding, b: ListedFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0);
}
