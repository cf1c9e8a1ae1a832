import path from "node:path";
import { findRoot } from "@godwit/core/contracts";
import { exists as isThere } from "@godwit/core/disk";
import {
  type ActiveContract,
  addEntries,
  type BaselineChange,
  baselineFile,
  baselineFolder,
  compareWithBaseline,
  editBaseline,
  findRenames,
  followMoves,
  readBaseline,
  subtractEntries,
  totalOf,
  writeBaseline,
} from "@godwit/project";
import { keysOf, notCheckedOut, orphanBaselines } from "../../baseline/judge.js";
import { prepareBaselines, stagedFiles } from "../../check/staging.js";
import { requireReadable } from "../../baseline/write.js";
import { requireSettings } from "../../check/settings.js";
import { survey, type Survey, type SurveyOptions } from "../../check/survey.js";
import { printableData } from "../../reporters/printable.js";
import type { baselinePruneCommand } from "../../tables/baseline.js";
import type { OptionsOf } from "../../tables/define-command.js";
import { grouped, type Colours, coloursFor, type CommandPlace, counted, progressOn } from "../../terminal.js";

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
