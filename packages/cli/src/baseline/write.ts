import path from "node:path";
import { type Contract, errorsOf } from "@godwit/core/contracts";
import { exists as isThere, readText, toFileError } from "@godwit/core/disk";
import {
  type ActiveContract,
  type Baseline,
  type BaselineChange,
  type BaselineEntry,
  baselineFile,
  baselineFolder,
  compareWithBaseline,
  type ContractKey,
  countKeys,
  type EntryKey,
  findRenames,
  followMoves,
  grownEntries,
  importSuppressions,
  isBaselineProblem,
  maxEntries,
  renderBaseline,
  subtractEntries,
  totalOf,
  writeBaseline,
  addEntries,
  BaselineWriteError,
  editBaseline,
  toBaseline,
} from "@godwit/project";
import { requireSettings } from "../check/settings.js";
import { survey, type Survey, type SurveyOptions } from "../check/survey.js";
import { counted } from "../terminal.js";
import { UsageError } from "../failure.js";
import { filesOfContracts, sayProblem, warnOfIgnored } from "../project.js";
import { keysOf, notCheckedOut } from "./judge.js";
import type { FileResult } from "../check/check-file.js";
import type { FileProblem } from "../check/finding.js";
import type { ListedFinding } from "../check/listed-finding.js";

/** The options of `baseline write`. */
export interface WriteBaselinesOptions extends Pick<SurveyOptions, "cwd" | "contracts" | "onProgress"> {
  /** Allows baselines to grow, and replaces those that can't be read. */
  readonly force?: boolean;
  /** Absolute path of an `eslint-suppressions.json`: only the violations that it suppresses become known. */
  readonly suppressions?: string | undefined;
}

/** One contract's baseline, written or to be written. */
export interface WrittenBaseline {
  readonly contract: string;
  /** Path relative to the root. */
  readonly file: string;
  readonly isFirst: boolean;
  /** The number of violations that it tolerates, and that it tolerated before. */
  readonly total: number;
  readonly before: number;
  /** The violations that were not tolerated before. */
  readonly grown: readonly BaselineEntry[];
}

/** What `baseline write` did, or with `isRefused` what it would have done. */
export interface WriteOutcome {
  readonly isRefused: boolean;
  readonly directory: string;
  readonly baselines: readonly WrittenBaseline[];
  readonly notes: readonly string[];
  /** How many violations there are, of contracts that get no baseline as well. */
  readonly found: number;
  /** Why some contracts can't be used, so that no baseline of theirs was written. */
  readonly unusable: readonly string[];
  /** How many violations were taken over from ESLint's suppressions; undefined if none were asked for. */
  readonly imported: number | undefined;
}

interface Plan extends WrittenBaseline {
  readonly change: BaselineChange;
}

/**
 * Writes the present violations into the baselines, also where there are none: an empty baseline says that the contract was adopted. If one
 * would grow, nothing is written without `force`.
 */
export function writeBaselines(options: WriteBaselinesOptions): WriteOutcome {
  const { force = false } = options;
  const found = survey({ ...options, keepsSources: true });
  const { project } = found;
  const contracts = writable(found.contracts, options.contracts ?? []);
  if (!force) requireReadable(found, contracts);
  requireSettings(project);
  requireAllChecked(found);
  const imported = options.suppressions === undefined ? undefined : readSuppressions(options.suppressions, found);
  const isConcerned = ({ contract, baseline }: ActiveContract): boolean =>
    !imported || !!baseline || totalOf(imported.entries.get(contract.id) ?? []) > 0;
  const plans = contracts.filter(isConcerned).map((active) => planOf(found, active, imported?.entries));
  const isRefused = !force && plans.some(({ grown, isFirst }) => grown.length > 0 && !isFirst);
  if (!isRefused) for (const { change } of plans) writeBaseline(project.root, change);
  const baselines = plans
    .filter(({ total, before, isFirst }) => total > 0 || before > 0 || isFirst)
    .map(({ change: _, ...baseline }) => baseline);
  return {
    ...{ isRefused, directory: project.directory, baselines },
    notes: [...skippedNotes(found), ...(imported?.notes ?? []), ...ignoredNotes(project.root, contracts)],
    unusable: errorsOf(project.problems)
      .filter((problem) => !isBaselineProblem(problem))
      .map(sayProblem),
    found: found.results.reduce((sum, { findings, planned }) => sum + findings.length + planned.length, 0),
    imported: imported && [...imported.entries.values()].reduce((sum, entries) => sum + totalOf(entries), 0),
  };
}

function writable(contracts: readonly ActiveContract[], named: readonly string[]): readonly ActiveContract[] {
  for (const { contract } of contracts) {
    if (!named.includes(contract.id) || contract.status === "active") continue;
    throw new UsageError(
      contract.status === "complete"
        ? `${contract.id} is complete, so no baseline entry is accepted. Set its status back to active first.`
        : `${contract.id} is planned and reports nothing yet. Write its baseline when its status is active.`,
    );
  }
  return contracts.filter(({ contract }) => contract.status === "active");
}

function ignoredNotes(root: string, contracts: readonly ActiveContract[]): string[] {
  return warnOfIgnored(root, filesOfContracts({ contracts })).map(({ file, message }) => `${file}: ${message}`);
}

/** Why some of what was found is in no baseline. */
function skippedNotes({ contracts, results }: Survey): string[] {
  const found = results.flatMap(({ findings, planned }) => [...findings, ...planned]);
  const noteOn = (status: Contract["status"], sentence: string): string[] => {
    const ids = contracts.flatMap(({ contract }) => (contract.status === status ? [contract.id] : []));
    const withSome = ids.filter((id) => found.some(({ contract }) => contract === id));
    const count = counted(found.filter(({ contract }) => withSome.includes(contract)).length, "violation");
    return withSome.length === 0
      ? []
      : [`${sentence}: ${withSome.join(", ")}. ${withSome.length > 1 ? "They have" : "It has"} ${count}.`];
  };
  return [
    ...noteOn("complete", "No baseline entry is accepted where a contract is complete"),
    ...noteOn("planned", "A contract that is planned reports nothing and gets no baseline"),
  ];
}

function planOf(
  { project, results }: Survey,
  { contract, baseline }: ActiveContract,
  imported: ReadonlyMap<string, readonly BaselineEntry[]> | undefined,
): Plan {
  const { root, directory } = project;
  const findings = results.flatMap((each) => each.findings);
  const before = baseline?.entries ?? [];
  const elsewhere = notCheckedOut(root, before);
  const kept = before.filter((entry) => elsewhere.has(entry.file));
  const found = imported ? (imported.get(contract.id) ?? []) : countKeys(keysOf(findings, contract.id));
  const now = maxEntries(imported ? before : kept, found);
  const file = baselineFile(directory, contract.id);
  return {
    contract: contract.id,
    file,
    isFirst: !baseline,
    total: totalOf(now),
    before: totalOf(before),
    grown: subtractEntries(grownEntries(before, now), movedFrom(root, directory, before, now)),
    change: { file, before: baseline?.text, after: baseline && isUpToDate(baseline, now) ? baseline.text : renderBaseline(now) },
  };
}

function isUpToDate({ entries, faults }: Baseline, now: readonly BaselineEntry[]): boolean {
  const isSame = grownEntries(entries, now).length + grownEntries(now, entries).length === 0;
  return faults.length === 0 && isSame;
}

function movedFrom(
  root: string,
  directory: string,
  before: readonly BaselineEntry[],
  now: readonly BaselineEntry[],
): readonly BaselineEntry[] {
  const keys = now.flatMap(({ count, ...key }) => Array.from({ length: count }, (): EntryKey => key));
  const { gone, fresh } = compareWithBaseline(before, keys);
  if (gone.length === 0 || fresh.length === 0) return [];
  const exists = (each: string): boolean => isThere(path.join(root, each));
  return followMoves(gone, fresh, { exists, renames: findRenames(root, { folder: baselineFolder(directory) }) }).arrived;
}

function readSuppressions(
  file: string,
  { project, contracts, results }: Survey,
): { entries: ReadonlyMap<string, readonly BaselineEntry[]>; notes: string[] } {
  let text: string;
  try {
    text = readText(file, "baseline");
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${toFileError(file, error).message}.`);
  }
  const found = results.flatMap((each) =>
    each.findings.flatMap(({ contract, rule, file: at, source }): ContractKey[] =>
      source === null ? [] : [{ contract, rule, file: at, source }],
    ),
  );
  const imported = importSuppressions(text, {
    folder: path.dirname(file),
    root: project.root,
    contracts: new Set(project.contracts.map(({ contract }) => contract.id)),
    selected: new Set(contracts.map(({ contract }) => contract.id)),
    found,
  });
  if (typeof imported === "string") throw new UsageError(`${file} can't be imported. ${imported}`);
  const foreign =
    imported.foreign === 0 ? [] : [`${imported.foreign} suppressed of rules that are no contract's: ESLint keeps them.`];
  const unselected = [...imported.unselected].map(
    ([id, count]) => `${count} suppressed of ${id}, which --contract does not name: they are not imported.`,
  );
  return { entries: imported.entries, notes: [...imported.unmatched, ...unselected, ...foreign] };
}

/** Throws `UsageError` if a baseline of these contracts can't be read as it is; repeated lines are allowed, since writing removes them. */
export function requireReadable({ project }: Survey, contracts: readonly ActiveContract[]): void {
  const files = new Set(contracts.flatMap(({ baseline }) => baseline?.file ?? []));
  const faults = project.problems.filter(
    (problem) => isBaselineProblem(problem) && problem.code !== "baseline-duplicate" && files.has(problem.file),
  );
  if (faults.length > 0) throw new UsageError(`Nothing was written. ${faults.map(sayProblem).join("\n")}`);
}

const WAY_OUT =
  "A baseline without their violations would be wrong as soon as they can be checked. Mend the files, or name those that are never to be checked in the ignores of the contracts.";

/** Throws `UsageError` if files could not be checked, so that their violations are not known. */
function requireAllChecked({ results }: Survey): void {
  const blocking = results.flatMap(({ problems }) => problems.filter(({ isBlocking }) => isBlocking));
  if (blocking.length === 0) return;
  const shown = blocking.slice(0, 5).map(sayProblem);
  const more = blocking.length > shown.length ? [`… and ${blocking.length - shown.length} more`] : [];
  throw new UsageError(
    `Nothing was written, since these files could not be checked:\n${[...shown, ...more, WAY_OUT].join("\n")}`,
  );
}

/** A survey after its fixed violations were dropped from the baselines, with the problems that occurred. */
export interface PrunedSurvey {
  readonly survey: Survey;
  readonly problems: readonly FileProblem[];
}

/** Drops the violations that a run has fixed from the baselines; older stale entries are left for `baseline prune`. */
export function pruneFixed(survey: Survey): PrunedSurvey {
  const problems: FileProblem[] = [];
  let { results } = survey;
  const contracts = survey.contracts.map((active): ActiveContract => {
    const settled = settleContract(active, results);
    if (!settled || !write(survey.project.root, settled.change, problems)) return active;
    results = settled.results;
    return settled.active;
  });
  return { survey: { ...survey, contracts, results }, problems };
}

/** A contract's baseline after its violations were fixed, not written yet. */
export interface SettledContract {
  readonly active: ActiveContract;
  readonly change: BaselineChange;
  readonly results: readonly FileResult[];
}

/** Drops fixed violations from the baseline of one contract; undefined if it has none that can be changed. */
export function settleContract(active: ActiveContract, results: readonly FileResult[]): SettledContract | undefined {
  const { baseline } = active;
  if (!baseline || baseline.faults.length > 0) return undefined;
  let { entries } = baseline;
  const next = results.map((result) => {
    if (!result.before) return result;
    const settled = settleFile(entries, result, active.contract.id);
    entries = settled.entries;
    return settled.result;
  });
  const { contract, file, text: before } = baseline;
  const after = editBaseline(before, entries);
  return { active: { ...active, baseline: toBaseline(contract, file, after) }, change: { file, before, after }, results: next };
}

function write(root: string, change: BaselineChange, problems: FileProblem[]): boolean {
  try {
    writeBaseline(root, change);
    return true;
  } catch (error) {
    if (!(error instanceof BaselineWriteError)) throw error;
    const { message } = error;
    problems.push({ file: change.file, line: 1, column: 1, code: "baseline-unwritable", message, isBlocking: true });
    return false;
  }
}

/**
 * The entries of a fixed file become the violations that are left. A fix may change the code around a known violation, and so its source:
 * such a violation stays known. A violation that was new before the fixes is still new after them.
 */
function settleFile(
  entries: readonly BaselineEntry[],
  result: FileResult,
  contract: string,
): { entries: readonly BaselineEntry[]; result: FileResult } {
  const before = own(result.before ?? [], contract);
  const [first] = before;
  if (!first) return { entries, result };
  const ofFile = entries.filter(({ file }) => file === first.file);
  const stale = compareWithBaseline(ofFile, before).gone;
  const { known, fresh } = compareWithBaseline(subtractEntries(ofFile, stale), own(result.findings, contract));
  const wereNew = before.filter(({ tolerated, level }) => !tolerated && level !== "fix");
  const renamed = new Set<Keyed>();
  for (const rule of new Set(fresh.map((each) => each.rule))) {
    const ofRule = (findings: readonly Keyed[]) => findings.filter((finding) => finding.rule === rule);
    const left = ofRule(before).filter(({ tolerated }) => tolerated).length - ofRule(known).length;
    const count = Math.min(left, ofRule(fresh).length - ofRule(wereNew).length);
    for (const finding of ofRule(fresh).slice(0, Math.max(0, count))) renamed.add(finding);
  }
  return {
    entries: addEntries(subtractEntries(entries, ofFile), addEntries(stale, countKeys([...known, ...renamed]))),
    result: {
      ...result,
      findings: result.findings.map((finding) => (renamed.has(finding as Keyed) ? { ...finding, tolerated: true } : finding)),
    },
  };
}

type Keyed = ListedFinding & { readonly source: string };

function own(findings: readonly ListedFinding[], contract: string): Keyed[] {
  return findings.filter((finding): finding is Keyed => finding.contract === contract && finding.source !== null);
}
