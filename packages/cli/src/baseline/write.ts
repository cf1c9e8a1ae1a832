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
} from "@godwit/project";
import { requireSettings } from "../check/settings.js";
import { survey, type Survey, type SurveyOptions } from "../check/survey.js";
import { counted } from "../terminal.js";
import { UsageError } from "../failure.js";
import { sayProblem } from "../project.js";
import { keysOf, notCheckedOut } from "./judge.js";

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
    notes: [...skippedNotes(found), ...(imported?.notes ?? [])],
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
