import path from "node:path";
import { findRoot, type Problem } from "@godwit/contracts";
import type { Project } from "@godwit/project";
import { judgeBaselines, type BaselineJudgement } from "../baseline/judge.js";
import { pruneFixed } from "../baseline/prune-fixed.js";
import { requireProject } from "../project.js";
import { checkFile } from "./check-file.js";
import type { CheckResult } from "./check-result.js";
import type { FileProblem } from "./file-problem.js";
import type { ListedFinding } from "./finding.js";
import { formatFiles } from "./format-files.js";
import { listNearDuplicates } from "./near-duplicates.js";
import { summariseContracts } from "./summarise.js";
import { surveyProject, type Survey, type SurveyOptions } from "./survey.js";
import { listUnmatched } from "./unmatched.js";

/** The options of `check`. */
export interface CheckOptions extends Omit<SurveyOptions, "keepsSources" | "only"> {
  /** Also lists near duplicates of canonical types, for which more files are read. */
  readonly nearDuplicates?: boolean;
  /** Also lists what disable comments hide. */
  readonly suppressed?: boolean;
  /** Files that can't be read or parsed do not fail the run. */
  readonly lenient?: boolean;
  /** Baseline entries that are no longer needed fail the run. */
  readonly frozen?: boolean;
  /** Called with the command that is about to run: the project's `format`, on the files that `fix` has changed. */
  onCommand?(description: string): void;
}

/** The result, with more data for the exit code and the code frames. */
export interface CheckOutcome {
  readonly result: CheckResult;
  readonly findings: readonly ListedFinding[];
  /** What disable comments hide, of contracts that are not planned. */
  readonly suppressed: readonly ListedFinding[];
  readonly baselines: BaselineJudgement;
  readonly exitCode: 0 | 1 | 2;
}

/** Checks the files of a root against its contracts. Throws `UsageError` if it can't run with these options. */
export function check(options: CheckOptions): CheckOutcome {
  const started = performance.now();
  return checkProject(requireProject(options.cwd), options, started);
}

/** The same for a root that is open already; `started` is when the run began, by `performance.now()`. */
export function checkProject(project: Project, options: CheckOptions, started = performance.now()): CheckOutcome {
  const { survey, problems } = afterFixes(surveyProject(project, options), options);
  const { contracts, results, context } = survey;
  const findings = results.flatMap((each) => each.findings).sort(byPlace);
  const planned = results.flatMap((each) => each.planned);
  const isPlanned = new Set(contracts.flatMap(({ contract: { id, status } }) => (status === "planned" ? [id] : [])));
  const hidden = results.flatMap((each) => each.suppressed);
  const suppressed = hidden.filter(({ contract }) => !isPlanned.has(contract)).sort(byPlace);
  const baselines = judgeBaselines(survey, options);
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
    contracts: summariseContracts(contracts, {
      findings: [...findings, ...planned],
      suppressed: hidden,
      gone: baselines.goneCounts,
    }),
    violations: findings.map(toViolation),
    ...(options.suppressed && { suppressed: suppressed.map(toViolation) }),
    nearDuplicates: options.nearDuplicates ? listNearDuplicates(context, survey.files) : [],
    problems: [...broken, ...[...unchecked, ...problems].map(withoutBlocking)],
    ...(!options.paths?.length && { warnings: listUnmatched(project, contracts, survey.files).map(withoutSeverity) }),
    ...(context.fix && { fixed: results.reduce((sum, { fixed }) => sum + fixed, 0) }),
  };
  const isBlocked =
    broken.length > 0 || problems.length > 0 || (!options.lenient && unchecked.some(({ isBlocking }) => isBlocking));
  const isStale = options.frozen === true && baselines.gone > 0;
  const isFailed = isStale || findings.some(({ severity, tolerated }) => severity === "error" && !tolerated);
  return { result, findings, suppressed, baselines, exitCode: isBlocked ? 2 : isFailed ? 1 : 0 };
}

/** Formats the fixed files, drops fixed violations from the baselines, and returns the problems. */
function afterFixes(found: Survey, options: CheckOptions): { survey: Survey; problems: readonly FileProblem[] } {
  if (!found.context.fix) return { survey: found, problems: [] };
  const formatted = formatFixed(found, options);
  const pruned = pruneFixed(formatted.survey);
  return { survey: pruned.survey, problems: [...(formatted.problem ? [formatted.problem] : []), ...pruned.problems] };
}

/** Runs the project's format command on the written files, and finds their violations at the new places. */
function formatFixed(found: Survey, options: CheckOptions): { survey: Survey; problem?: FileProblem | undefined } {
  const { context, files, results } = found;
  const written = files.filter((_, index) => results[index]!.isWritten);
  const command = written.length > 0 ? findRoot(options.cwd)?.format : undefined;
  if (command === undefined) return { survey: found };
  const onCommand = (description: string): void => options.onCommand?.(description);
  const problem = formatFiles({ root: context.root, command, files: written.map((file) => file.path), onCommand });
  const checkedAgain = results.map((result, index) => {
    const { isWritten, fixed, before } = result;
    if (!isWritten) return result;
    return { ...checkFile({ ...context, fix: false }, files[index]!), fixed, isParsed: true, ...(before && { before }) };
  });
  return { survey: { ...found, results: checkedAgain }, problem };
}

function toViolation({ lineText: _, purpose: __, source: ___, ...finding }: ListedFinding): CheckResult["violations"][number] {
  return finding;
}

function withoutBlocking({ isBlocking: _, ...problem }: FileProblem): CheckResult["problems"][number] {
  return problem;
}

function contractProblems(project: Project): CheckResult["problems"] {
  return project.problems.filter(({ severity }) => severity === "error").map(withoutSeverity);
}

function withoutSeverity({ severity: _, ...problem }: Problem): CheckResult["problems"][number] {
  return problem;
}

function byPlace(a: ListedFinding, b: ListedFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0);
}
