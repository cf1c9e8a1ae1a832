import path from "node:path";
import { type Problem, findRoot, type Contract } from "@godwit/core/contracts";
import { isTestFile } from "@godwit/core/engine";
import {
  contractsFor,
  createPackageFinder,
  KeptContracts,
  type ListedFile,
  type Project,
  quoteWord,
  readSource,
  groupBy,
  originOf,
  type ActiveContract,
} from "@godwit/project";
import { createHash } from "node:crypto";
import { judgeBaselines } from "../baseline/judge.js";
import { pruneFixed } from "../baseline/write.js";
import { requireProject } from "../project.js";
import { keepWholeRun } from "./cache/whole-run.js";
import { checkFile, type FileCheck, type FileResult, type NearDuplicate, nearInSource, nearRulesFor } from "./check-file.js";
import { findFormatCommands } from "../init/set-up/format-commands.js";
import type { CheckResult } from "./check-result.js";
import type { CheckOptions, CheckOutcome, LayoutRun } from "./check-outcome.js";
import { type FileProblem, isAsked } from "./finding.js";
import { compareNearness, comparePlaces, type ListedFinding, listFindings, willBeFixed } from "./listed-finding.js";
import { describeFormat, formatFiles } from "./format-files.js";
import { neededBases, settingsOf } from "./settings.js";
import { type Survey, surveyProject } from "./survey.js";
import { listLeftOut, Unmatched } from "./unmatched.js";
import { type Stage, prepareStage } from "./staging.js";
import { openSource } from "../host/source-file.js";

export type { CheckOptions, CheckOutcome } from "./check-outcome.js";

/** Checks the files of a root against its contracts. Throws `UsageError` if it can't run with these options. */
export function check(options: CheckOptions): CheckOutcome {
  const started = performance.now();
  let kept: KeptContracts | undefined;
  const { cache } = options;
  const openKept = cache && ((root: string) => (kept = new KeptContracts({ root, ...cache })));
  const project = requireProject(options.cwd, openKept, options.tree);
  const { outcome, survey } = checkWith(project, options, started);
  // What is kept would hide that settings could not be read.
  const isKept = !survey.context.fix && settingsOf(project).length === 0;
  const note = isKept ? keepWholeRun(options, survey, { outcome, contracts: kept?.footprint }) : undefined;
  return { ...(note !== undefined && { note }), ...outcome };
}

function checkWith(
  project: Project,
  options: CheckOptions,
  started: number,
): { readonly outcome: CheckOutcome; readonly survey: Survey } {
  const stage = options.fix && options.staged ? prepareStage(project.root, project.contracts) : undefined;
  const { survey, problems, layout } = afterFixes(
    surveyProject(project, { ...options, unmatched: looksForUnmatched(options) }),
    options,
    stage,
  );
  const { contracts, results, context } = survey;
  const loading = survey.mocks?.loading;
  const findings = results.flatMap((each) => each.findings).sort(comparePlaces);
  const planned = results.flatMap((each) => each.planned);
  const isPlanned = new Set(contracts.flatMap(({ contract: { id, status } }) => (status === "planned" ? [id] : [])));
  const hidden = results.flatMap((each) => each.suppressed);
  const suppressed = hidden.filter(({ contract }) => !isPlanned.has(contract)).sort(comparePlaces);
  const baselines = judgeBaselines(survey, options);
  const broken = contractProblems(project);
  const settings = settingsOf(project);
  const bases = neededBases(project, survey.files);
  const unchecked = [...settings, ...bases, ...(survey.mocks?.problems ?? []), ...results.flatMap((each) => each.problems)];
  const isBlocked =
    broken.length > 0 || problems.length > 0 || (!options.lenient && unchecked.some(({ isBlocking }) => isBlocking));
  const isStale = options.frozen === true && baselines.gone > 0;
  const isFailed = isStale || findings.some(({ severity, tolerated }) => severity === "error" && !tolerated);
  const exitCode = isBlocked ? 2 : isFailed ? 1 : 0;
  const toViolation = describer(survey, options.keepsSources ? fingerprintsOf([...findings, ...suppressed]) : new Map());
  const hiddenOnes = listFindings(suppressed).map(toViolation);
  const result: CheckResult = {
    version: 1,
    exitCode,
    ...(options.shard && { shard: { ...options.shard } }),
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
    violations: listFindings(findings).map(toViolation),
    ...(options.suppressed && { suppressed: hiddenOnes }),
    nearDuplicates: options.nearDuplicates ? listNearDuplicates(context, survey) : [],
    problems: [...broken, ...[...unchecked, ...problems].map(withoutBlocking)],
    ...(survey.selection.isWhole &&
      looksForUnmatched(options) && {
        warnings: [...unmatchedIn(survey), ...project.problems.filter(({ code }) => code === "unused-binding")].map(
          withoutSeverity,
        ),
      }),
    ...(context.fix && { fixed: results.reduce((sum, { fixed }) => sum + fixed, 0) }),
    ...mocksIn(survey),
  };
  const outcome: CheckOutcome = {
    result,
    findings,
    suppressed,
    hidden: hiddenOnes,
    baselines,
    exitCode,
    ...(context.fix && {
      circles: survey.files.flatMap(({ path: file }, index) => (results[index]!.closesCircle ? [file] : [])),
    }),
    ...(loading && { loading: { ...loading, command: commandForTests(project.root, loading.tests) } }),
    ...(layout && { layout }),
  };
  return { outcome, survey };
}

/** What matches nothing can be said where all files are looked at; of shards the first one says it. */
function looksForUnmatched({ shard }: CheckOptions): boolean {
  return (shard?.index ?? 1) === 1;
}

/** After fixes every file is looked at again; a contract that had some matched, though nothing may be left of it. */
function unmatchedIn({ project, contracts, selection, unmatched, results, context }: Survey): readonly Problem[] {
  const fixed = new Set(results.flatMap(({ before = [] }) => before.filter(willBeFixed).map(({ contract }) => contract)));
  const left = contracts.filter(({ contract }) => !fixed.has(contract.id));
  return [
    ...(unmatched ?? new Unmatched(project, left, selection.listed())).list(),
    ...listLeftOut({ ...context, fix: false, heldBack: undefined, read: selection.read }, selection.listed()),
  ];
}

/** Formats the fixed files, drops fixed violations from the baselines, stages all that if asked to, and returns the problems. */
function afterFixes(
  found: Survey,
  options: CheckOptions,
  stage: Stage | undefined,
): { survey: Survey; problems: readonly FileProblem[]; layout?: LayoutRun | undefined } {
  if (!found.context.fix) return { survey: found, problems: [] };
  const formatted = formatFixed(found, options);
  const pruned = pruneFixed(formatted.survey);
  const unstaged = stage?.(found, pruned.survey) ?? [];
  return {
    survey: pruned.survey,
    layout: formatted.layout,
    problems: [...(formatted.problem ? [formatted.problem] : []), ...pruned.problems, ...unstaged],
  };
}

/** The folders of packages below the root to which files belong. */
function packagesOf(root: string, files: readonly ListedFile[]): readonly string[] {
  const packageOf = createPackageFinder(root);
  return [...new Set(files.map((file) => packageOf(file.path)))].filter((folder) => folder !== ".").sort();
}

/** Runs the project's format command on the written files, and finds their violations at the new places. */
function formatFixed(
  found: Survey,
  options: CheckOptions,
): { survey: Survey; problem?: FileProblem | undefined; layout?: LayoutRun } {
  const { context, files, results } = found;
  const written = files.filter((_, index) => results[index]!.isWritten);
  if (written.length === 0) return { survey: found };
  const commands = findRoot(options.cwd)?.format;
  if (commands === undefined)
    return { survey: found, layout: { ran: [], advised: findFormatCommands(context.root, packagesOf(context.root, written)) } };
  const onCommand = (description: string): void => options.onCommand?.(description);
  const problem = formatFiles({ root: context.root, commands, files: written.map((file) => file.path), onCommand });
  const checkedAgain = results.map((result, index) => {
    const { isWritten, fixed, before, closesCircle } = result;
    if (!isWritten) return result;
    return {
      ...checkFile({ ...context, fix: false }, files[index]!),
      fixed,
      closesCircle,
      isParsed: true,
      ...(before && { before }),
    };
  });
  return {
    survey: { ...found, results: checkedAgain },
    problem,
    layout: { ran: problem ? [] : commands.map(describeFormat), advised: [] },
  };
}

type Violation = CheckResult["violations"][number];

/** Turns findings into what the JSON has of them. */
function describer(
  { selection }: Survey,
  fingerprints: ReadonlyMap<ListedFinding, string>,
): (finding: ListedFinding) => Violation {
  return (finding) => {
    const { frame: _, purpose: __, source: ___, reasonCode: ____, tolerated, phase, heldBack, count, ...violation } = finding;
    const owners = selection.owners.ownersOf(finding.file);
    const fingerprint = fingerprints.get(finding);
    return {
      // In the order of the schema, so that joined shards have the text of one run.
      ...violation,
      tolerated,
      phase,
      ...(count !== undefined && { count }),
      ...(owners.length > 0 && { owners: [...owners] }),
      ...(fingerprint !== undefined && { fingerprint }),
      ...(heldBack && { heldBack }),
    };
  };
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

function mocksIn({ mocks, project }: Survey): Pick<CheckResult, "mocks"> {
  const { files = [], near } = mocks ?? {};
  const tests = near?.fixes ? [...near.tests] : [];
  if (files.length === 0 && tests.length === 0) return {};
  const followed = [...(near?.followed ?? [])];
  return {
    mocks: { moved: [...files], fixes: near?.fixes ?? 0, tests, followed, command: commandForTests(project.root, tests) },
  };
}

/**
 * What identifies a violation over time: its contract, rule, file and normalised source, and which of equal ones in the file it is. It stays
 * the same when the file is formatted, or other code in it changes. Findings without a source have none.
 */
function fingerprintsOf(findings: readonly ListedFinding[]): ReadonlyMap<ListedFinding, string> {
  const seen = new Map<string, number>();
  const fingerprints = new Map<ListedFinding, string>();
  const inOrder = findings.toSorted((a, b) => a.line - b.line || a.column - b.column);
  for (const finding of inOrder) {
    const { contract, rule, file, source } = finding;
    if (source === null) continue;
    const key = [contract, rule, file, source].join("\0");
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    fingerprints.set(finding, createHash("sha256").update(`${key}\0${count}`).digest("hex").slice(0, 40));
  }
  return fingerprints;
}

/** Lists the types that are almost canonical ones, the nearest first; only a file that was written is read again. */
function listNearDuplicates(
  check: FileCheck,
  { files, results }: { readonly files: readonly ListedFile[]; readonly results: readonly FileResult[] },
): NearDuplicate[] {
  const asked = new Map(check.contracts.map((each) => [each.contract.id, each]));
  return files
    .flatMap((file, index) => (results[index]!.isWritten ? inWritten(check, file) : (results[index]!.near ?? [])))
    .filter((near) => isAsked(check, asked.get(near.contract)!, near.file))
    .sort(compareNearness);
}

/** `check` reports files that can't be read. */
function inWritten(check: FileCheck, { path: file }: ListedFile): NearDuplicate[] {
  const absolute = path.join(check.root, file);
  try {
    const read = check.read(file, absolute);
    if (read.kind !== "text") return [];
    const rules = nearRulesFor({ ...check, contracts: contractsFor(check.contracts, file) }, absolute, read);
    return rules.length > 0 ? nearInSource(check, openSource(absolute, read.text), rules, file) : [];
  } catch {
    return [];
  }
}

/** How each runner is told from a test's text, and called. */
const RUNNERS: readonly (readonly [RegExp, string])[] = [
  [/["']vitest["']|\bvi\.(?:mock|fn|spyOn)\b/u, "npx vitest run"],
  [/\bjest\./u, "npx jest"],
  [/["']node:test["']/u, "node --test"],
];

/** A command line that a person reads. */
const MOST_FILES = 10;

/** The command that runs some tests (relative to the root), in their packages where the root has no such runner; null where none is known. */
function commandForTests(root: string, tests: readonly string[]): string | null {
  const [first] = tests;
  const read = first === undefined ? undefined : readSource(path.join(root, first));
  const runner = read?.kind === "text" ? RUNNERS.find(([shown]) => shown.test(read.text))?.[1] : undefined;
  if (runner === undefined) return null;
  // What is no test itself sets up others, and no runner takes it for one.
  const isWhole = tests.length > MOST_FILES || !tests.every((file) => isTestFile(file));
  const packageOf = createPackageFinder(root);
  const folders = [...new Set(isOfRoot(root, runner) ? ["."] : tests.map(packageOf))];
  const commands = folders.map((folder) => {
    const own = folders.length === 1 ? tests : tests.filter((file) => packageOf(file) === folder);
    const places = own.map((file) => quoteWord(path.posix.relative(folder, file)));
    const command = [runner, ...(isWhole ? [] : places)].join(" ");
    return folder === "." ? command : `cd ${quoteWord(folder)} && ${command}`;
  });
  return commands.length === 1 ? commands[0]! : commands.map((command) => `(${command})`).join(" && ");
}

/** Whether tests are run from the root: the runner is Node itself, or the root's package.json names it. */
function isOfRoot(root: string, runner: string): boolean {
  const name = /^npx (\w+)/u.exec(runner)?.[1];
  const read = readSource(path.join(root, "package.json"));
  return name === undefined || (read.kind === "text" && read.text.includes(`"${name}"`));
}

/** What contracts are counted by. */
export interface Counted {
  /** Those of planned contracts included. */
  readonly findings: readonly ListedFinding[];
  /** What comments hide. */
  readonly suppressed: readonly ListedFinding[];
  /** How many entries of its baseline are no longer needed, for each contract that has one. */
  readonly gone: ReadonlyMap<string, number>;
}

/** The counts of each contract, planned ones included. */
function summariseContracts(contracts: readonly ActiveContract[], counted: Counted): CheckResult["contracts"] {
  const [findings, suppressed] = [counted.findings, counted.suppressed].map((all) => groupBy(all, ({ contract }) => contract));
  return contracts.map(({ contract }) => {
    const { id } = contract;
    return summarise(contract, findings!.get(id) ?? [], suppressed!.get(id)?.length ?? 0, counted.gone.get(id));
  });
}

function summarise(
  contract: Contract,
  findings: readonly ListedFinding[],
  suppressed: number,
  gone: number | undefined,
): CheckResult["contracts"][number] {
  return {
    id: contract.id,
    file: contract.file,
    ...originOf(contract),
    title: contract.title,
    why: contract.why ?? null,
    links: [...contract.links],
    status: contract.status,
    ...(contract.dependsOn.length > 0 && { dependsOn: [...contract.dependsOn] }),
    ...(contract.due !== undefined && { due: contract.due }),
    track: contract.track ?? null,
    owner: contract.owner ?? null,
    risk: contract.risk,
    violations: findings.length,
    suppressed,
    tolerated: findings.filter(({ tolerated }) => tolerated).length,
    ...(gone !== undefined && { gone }),
    fixable: findings.filter(({ level }) => level === "fix").length,
    suggestible: findings.filter(({ level }) => level === "suggestion").length,
    phases: contract.phases.map(({ name, allow, due }) => {
      const violations = findings.filter(({ phase }) => phase === name).length;
      return { name, violations, allow, due: due ?? null, done: violations <= allow };
    }),
  };
}
