import { findRoot } from "@godwit/core/contracts";
import {
  type BaselineEntry,
  type ContractGrowth,
  countKeys,
  decodeSource,
  findGrowth,
  findRenames,
  grownEntries,
  type Growth,
  readBaselines,
  readFilesAt,
  totalOf,
  editBaseline,
  mergeBaselines,
  parseBaseline,
  quoteWord,
  type ActiveContract,
  addEntries,
  type BaselineChange,
  baselineFile,
  baselineFolder,
  compareWithBaseline,
  followMoves,
  readBaseline,
  subtractEntries,
  writeBaseline,
} from "@godwit/project";
import { renderEntries } from "../reporters/check/check-summary.js";
import { printableData, printable } from "../reporters/printable.js";
import { grouped, coloursFor, type CommandPlace, type Colours, counted, progressOn } from "../terminal.js";
import { UsageError } from "../failure.js";
import { checkFile } from "../check/check-file.js";
import { surveyProject, survey, type Survey, type SurveyOptions } from "../check/survey.js";
import { openProject } from "../project.js";
import { keysOf, notCheckedOut, orphanBaselines } from "../baseline/judge.js";
import path from "node:path";
import { readText, toFileError, writeWhole, exists as isThere } from "@godwit/core/disk";
import { type WriteOutcome, type WrittenBaseline, writeBaselines, requireReadable } from "../baseline/write.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { baselineWriteCommand, baselinePruneCommand } from "../tables/baseline.js";
import { prepareBaselines, stagedFiles } from "../check/staging.js";
import { requireSettings } from "../check/settings.js";

/** Compares the baselines with those at the start of the branch, prints what grew, and returns the exit code. */
export function runBaselineCheck({ cwd, terminal }: CommandPlace, ref: string | undefined): number {
  const { root, directory } = findRoot(cwd) ?? { root: cwd, directory: "migrations" };
  const faults = [...readBaselines(root, directory).values()].flatMap(({ file, faults: own }) =>
    own.map(({ line, message }) => `${file}:${line}:1 ${message}`),
  );
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  const found = findGrowth(root, directory, ref);
  if (typeof found === "string") throw new UsageError(found);
  const growth = printableData(judgeLateFirsts(root, found));
  const colours = coloursFor(terminal.hasColour);
  const grown = growth.contracts.filter((each) => each.grown.length > 0);
  const lines = grown.flatMap((each) => [
    colours.bold(`${each.contract} grew (${each.file})`),
    ...describeBefore(each),
    ...renderEntries(each.grown, colours),
    "",
  ]);
  lines.push(...growth.contracts.filter((each) => each.grown.length === 0).map(describeGrowth));
  if (growth.contracts.length === 0) lines.push("There is no baseline, here or where the branch began.");
  lines.push(
    grown.length > 0
      ? colours.red(colours.bold(`✖ A baseline may only shrink, and it grew since the branch began from ${growth.ref}.`))
      : colours.green(`✔ No baseline grew since the branch began from ${growth.ref}.`),
  );
  terminal.out(`${lines.join("\n")}\n`);
  return grown.length > 0 ? 1 : 0;
}

/** What it is compared with, where that is no baseline of the same name. */
function describeBefore({ contract, isLate, from }: ContractGrowth): string[] {
  if (isLate)
    return [`  ${contract} was active where the branch began, so its first baseline may only hold what was in the code there.`];
  return from.length > 0 ? [`  It continues the baseline of ${from.join(" and ")}.`] : [];
}

function describeGrowth({ contract, isFirst, before, now }: ContractGrowth): string {
  const [then, left] = [totalOf(before), totalOf(now)].map((total) => grouped(total));
  return isFirst ? `  ${contract}: first baseline, ${left} known` : `  ${contract}: ${left} known, ${then} before`;
}

/**
 * The growth in which first baselines that come late are compared with the code where the branch began: they may hold what was there, and
 * nothing that the branch added. A contract that some have adopted later than others can so still get its baseline.
 */
function judgeLateFirsts(root: string, growth: Growth): Growth {
  if (!growth.contracts.some(({ isLate }) => isLate)) return growth;
  const findThen = readThen(root, growth);
  const contracts = growth.contracts.map((each): ContractGrowth => {
    if (!each.isLate) return each;
    const before = findThen(each);
    return { ...each, before, grown: grownEntries(before, each.now) };
  });
  return { ...growth, contracts };
}

/** Finds what a contract of today sees, in the files of its baseline, in their versions where the branch began. */
function readThen(root: string, { commit }: Growth): (growth: ContractGrowth) => readonly BaselineEntry[] {
  const project = openProject(root);
  const oldNames = new Map([...findRenames(root, { commit })].map(([old, file]) => [file, old]));
  return ({ contract, now }) => {
    if (!project.contracts.some((active) => active.contract.id === contract)) return [];
    const files = [...new Set(now.map(({ file }) => file))];
    const nameThen = (file: string): string => oldNames.get(file) ?? file;
    const bytes = readFilesAt(root, commit, files.map(nameThen));
    const { context } = surveyProject(project, { cwd: root, contracts: [contract], only: new Set(), keepsSources: true });
    const read = (file: string) => {
      const version = bytes.get(nameThen(file));
      return version ? decodeSource(version) : ({ kind: "gone" } as const);
    };
    const results = files.map((path) => checkFile({ ...context, read, notesReads: false }, { path, isLink: false }));
    return countKeys(results.flatMap(({ findings }) => keysOf(findings, contract)));
  };
}

/** Merges as git's merge driver; git takes any other exit code than 0 for a conflict. */
export function runBaselineMerge({ cwd }: CommandPlace, base: string, ours: string, theirs: string): number {
  mergeBaselineFiles({ base: path.resolve(cwd, base), ours: path.resolve(cwd, ours), theirs: path.resolve(cwd, theirs) });
  return 0;
}

/** Absolute paths as git passes them to a merge driver. */
interface MergeFiles {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Merges three versions of a baseline into `ours`. Throws `UsageError` and writes nothing if one of them can't be read as it is. */
function mergeBaselineFiles({ base, ours, theirs }: MergeFiles): void {
  const text = read(ours);
  const merged = mergeBaselines({
    base: entriesOf(base, read(base)),
    ours: entriesOf(ours, text),
    theirs: entriesOf(theirs, read(theirs)),
  });
  try {
    writeWhole(ours, editBaseline(text, merged));
  } catch (error) {
    throw new UsageError(`${ours} can't be written: ${toFileError(ours, error).message}.`);
  }
}

function read(file: string): string {
  try {
    return readText(file, "baseline");
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${toFileError(file, error).message}.`);
  }
}

function entriesOf(file: string, text: string): readonly BaselineEntry[] {
  const { entries, faults } = parseBaseline(text);
  const [fault] = faults.filter(({ code }) => code !== "baseline-duplicate");
  if (fault) throw new UsageError(`Nothing was merged. ${file}:${fault.line} ${fault.message}`);
  return entries;
}

type BaselineWriteOptions = OptionsOf<typeof baselineWriteCommand>;

/** Runs the command, prints what it wrote, and returns the exit code. */
export function runBaselineWrite({ cwd, terminal }: CommandPlace, options: BaselineWriteOptions): number {
  const progress = progressOn(terminal, "checking");
  const written = writeBaselines({
    cwd,
    contracts: options.contract ?? [],
    force: options.force ?? false,
    suppressions: options.import === undefined ? undefined : path.resolve(cwd, options.import),
    onProgress: progress.step,
  });
  progress.clear();
  const outcome = printableData(written);
  const colours = coloursFor(terminal.hasColour);
  terminal.out(
    `${(outcome.isRefused ? renderRefused(outcome, colours) : renderWritten(outcome, options, colours)).join("\n")}\n`,
  );
  if (outcome.unusable.length > 0)
    terminal.err(
      `${["godwit: not all contracts can be used, and these have no new baseline:", ...outcome.unusable].join("\n")}\n`,
    );
  return outcome.unusable.length > 0 ? 2 : outcome.isRefused ? 1 : 0;
}

function renderRefused({ baselines }: WriteOutcome, colours: Colours): string[] {
  const grown = baselines.filter((baseline) => baseline.grown.length > 0 && !baseline.isFirst);
  return [
    ...grown.flatMap(({ contract, grown: entries }) => [
      colours.bold(`New in ${contract}`),
      ...renderEntries(entries, colours),
      "",
    ]),
    colours.red(colours.bold("✖ Nothing was written: a baseline may only shrink.")),
    `  Fix what is new, or let it in: ${colours.bold("godwit baseline write --force")}`,
    `  Drop what is no longer needed: ${colours.bold("godwit baseline prune")}`,
  ];
}

function renderWritten(outcome: WriteOutcome, options: BaselineWriteOptions, colours: Colours): string[] {
  const { baselines, notes, directory, imported = 0 } = outcome;
  const lines = [...notes.map((note) => colours.yellow(`! ${note}`)), ...baselines.map((each) => renderOne(each, colours))];
  if (baselines.length === 0 && (outcome.found > 0 || outcome.unusable.length === 0))
    lines.push(renderNothing(outcome, options, colours));
  if (baselines.some(({ isFirst }) => isFirst)) lines.push("", ...howToGoOn(directory, colours));
  if (imported > 0 && baselines.length > 0) lines.push("", ...howToPrune(printable(options.import!), colours));
  return lines;
}

function renderNothing({ found, imported }: WriteOutcome, options: BaselineWriteOptions, colours: Colours): string {
  if (found === 0) return colours.green("✔ There is nothing to tolerate: no violation was found.");
  const violations = found === 1 ? "the violation that was found" : `the ${counted(found, "violation")} that were found`;
  if (imported === 0)
    return colours.yellow(`! Nothing was written: ${printable(options.import!)} suppresses none of ${violations}.`);
  return colours.yellow(`! Nothing was written: no baseline takes ${violations}.`);
}

function renderOne({ contract, file, total, before, isFirst }: WrittenBaseline, colours: Colours): string {
  if (total === 0) {
    const left = isFirst ? "no violation" : `nothing is left of ${grouped(before)}`;
    return `${colours.green("✔")} ${contract}: ${left}, and ${file} lets none in`;
  }
  const change = isFirst ? "" : ` (${grouped(before)} before)`;
  return `${colours.green("✔")} ${contract}: ${counted(total, "violation")} known in ${file}${change}`;
}

/** ESLint fails on suppressions of what it no longer reports. */
function howToPrune(file: string, colours: Colours): string[] {
  const location = path.normalize(file) === "eslint-suppressions.json" ? "" : ` --suppressions-location ${quoteWord(file)}`;
  return [
    "ESLint no longer reports what is known now, and fails on suppressions that do not occur anymore. Drop them as well:",
    `  ${colours.bold(`npx eslint . --prune-suppressions${location}`)}`,
  ];
}

function howToGoOn(directory: string, colours: Colours): string[] {
  return [
    "Commit the files. godwit check fails on what is new from now on.",
    "To have git merge them entry by entry, add to .gitattributes:",
    `  ${colours.bold(`${directory}/.baseline/*.txt merge=godwit-baseline`)}`,
    "and run in each clone:",
    `  ${colours.bold('git config merge.godwit-baseline.driver "npx godwit baseline merge %O %A %B"')}`,
  ];
}

type BaselinePruneOptions = OptionsOf<typeof baselinePruneCommand>;

/** Runs the command, prints what it dropped, and returns the exit code. */
export function runBaselinePrune({ cwd, terminal }: CommandPlace, options: BaselinePruneOptions): number {
  const progress = progressOn(terminal, "checking");
  const root = findRoot(cwd)?.root ?? cwd;
  const only = options.staged ? stagedFiles(root) : undefined;
  const stage = only && prepareBaselines(cwd);
  const { baselines, unchecked } = pruneBaselines({
    cwd,
    contracts: options.contract ?? [],
    ...(only && { only }),
    onProgress: progress.step,
  });
  progress.clear();
  const colours = coloursFor(terminal.hasColour);
  const lines = printableData(baselines).map((each) => `${colours.green("✔")} ${describePruned(each)}`);
  if (lines.length === 0) lines.push(colours.green("✔ Every entry of the baselines is still needed."));
  if (unchecked.length > 0) lines.push(renderUnchecked(printableData(unchecked), colours));
  terminal.out(`${lines.join("\n")}\n`);
  stage?.(baselines.map(({ file }) => file));
  return 0;
}

function describePruned({ contract, file, dropped, moved, left, because }: PrunedBaseline): string {
  if (because === "no-contract") return `${file} is gone: there is no contract ${contract}`;
  if (because === "complete") return `${file} is gone: ${contract} is complete`;
  const parts = [
    ...(dropped > 0 ? [`${grouped(dropped)} dropped`] : []),
    ...(moved > 0 ? [`${grouped(moved)} followed to moved files`] : []),
    `${grouped(left)} left`,
  ];
  return `${contract}: ${parts.join(", ")}`;
}

function renderUnchecked(unchecked: readonly string[], colours: Colours): string {
  const files = unchecked.length > 3 ? `${unchecked.slice(0, 3).join(", ")}, …` : unchecked.join(", ");
  return colours.yellow(`! The entries of ${counted(unchecked.length, "file")} that can't be checked stay: ${files}`);
}

/** The options of `baseline prune`. */
interface PruneOptions extends Pick<SurveyOptions, "cwd" | "contracts" | "onProgress"> {
  /** Only entries of these files (relative to the root) are checked. */
  readonly only?: ReadonlySet<string>;
}

/** The changes of one baseline. */
interface PrunedBaseline {
  readonly contract: string;
  readonly file: string;
  /** The number of violations that it no longer tolerates. */
  readonly dropped: number;
  /** The number that it now tolerates in another file. */
  readonly moved: number;
  readonly left: number;
  /** Why the whole baseline was removed. */
  readonly because?: "no-contract" | "complete";
}

/** The result of `baseline prune`. */
interface PruneOutcome {
  /** The baselines that changed. */
  readonly baselines: readonly PrunedBaseline[];
  /** Files that could not be checked, so that their entries stay. */
  readonly unchecked: readonly string[];
}

interface Plan extends PrunedBaseline {
  readonly change: BaselineChange;
}

/** Drops the entries that are no longer needed, and moves entries along with their files. */
function pruneBaselines(options: PruneOptions): PruneOutcome {
  const found = survey({ ...options, keepsSources: true });
  requireReadable(found, found.contracts);
  requireSettings(found.project);
  const isPart = options.only !== undefined || (options.contracts?.length ?? 0) > 0;
  const plans = [
    ...found.contracts.flatMap((active) => planOf(found, active, options.only)),
    ...(isPart ? [] : orphanPlans(found)),
  ];
  const changed = plans.filter(({ change }) => change.after !== change.before);
  for (const { change } of changed) writeBaseline(found.project.root, change);
  const unchecked = found.results.flatMap(({ problems }) => problems.map(({ file }) => file));
  return { baselines: changed.map(({ change: _, ...baseline }) => baseline), unchecked: [...new Set(unchecked)] };
}

function planOf(found: Survey, { contract, baseline }: ActiveContract, only: ReadonlySet<string> | undefined): Plan[] {
  const { root, directory } = found.project;
  if (contract.status === "complete") return dropAll(root, baselineFile(directory, contract.id), "complete");
  if (!baseline) return [];
  const unknown = new Set(found.results.flatMap(({ problems }) => problems.map(({ file }) => file)));
  for (const file of notCheckedOut(root, baseline.entries)) unknown.add(file);
  const judged = baseline.entries.filter(({ file }) => !unknown.has(file) && (!only || only.has(file)));
  const findings = found.results.flatMap((each) => each.findings);
  const { gone, fresh } = compareWithBaseline(judged, keysOf(findings, contract.id));
  const exists = (file: string): boolean => isThere(path.join(root, file));
  const isAway = gone.some(({ file }) => !exists(file));
  const renames =
    isAway && fresh.length > 0 ? findRenames(root, { folder: baselineFolder(directory) }) : new Map<string, string>();
  const { arrived } = followMoves(gone, fresh, { exists, renames });
  const entries = addEntries(subtractEntries(baseline.entries, gone), arrived);
  return [
    {
      contract: contract.id,
      file: baseline.file,
      dropped: totalOf(gone) - totalOf(arrived),
      moved: totalOf(arrived),
      left: totalOf(entries),
      // Without its last entry the file stays: it says that the contract was adopted, so that it can't have another first baseline.
      change: { file: baseline.file, before: baseline.text, after: editBaseline(baseline.text, entries) },
    },
  ];
}

function orphanPlans({ project }: Survey): Plan[] {
  return orphanBaselines(project).flatMap(({ file }) => dropAll(project.root, file, "no-contract"));
}

function dropAll(root: string, file: string, because: "no-contract" | "complete"): Plan[] {
  const baseline = readBaseline(root, file);
  if (!baseline) return [];
  const { contract, entries, text } = baseline;
  return [
    { contract, file, dropped: totalOf(entries), moved: 0, left: 0, because, change: { file, before: text, after: undefined } },
  ];
}
