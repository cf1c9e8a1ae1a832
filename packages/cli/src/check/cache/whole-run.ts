import { platform } from "node:os";
import path from "node:path";
import { digestOf, statsAt } from "@godwit/core/disk";
import { baselineFile, cacheFolder, findKeptRun, keepRun, listBaselines, listFiles, type KeptRunOptions } from "@godwit/project";
import { findCodeOwners } from "../../files/codeowners.js";
import type { CheckOptions, CheckOutcome } from "../check-outcome.js";
import type { Survey } from "../survey.js";
import type { CheckCache } from "./check-cache.js";
import { readContractTexts, textOf } from "./contract-texts.js";

interface StoredOutcome extends Omit<CheckOutcome, "baselines"> {
  readonly baselines: Omit<CheckOutcome["baselines"], "goneCounts"> & {
    readonly goneCounts: readonly (readonly [string, number])[];
  };
}

/**
 * The outcome of an earlier run that was asked the same, if nothing has changed since then: neither contracts nor rules have to be loaded
 * for it.
 */
export function findWholeRun(options: CheckOptions, started = performance.now()): CheckOutcome | undefined {
  const asked = keyOfRun(options);
  const kept = asked && findKeptRun<StoredOutcome>(asked, () => options.list?.(asked.root) ?? listFiles(asked.root, options));
  if (!kept) return undefined;
  const { considered } = kept.result.files;
  return {
    ...kept,
    baselines: { ...kept.baselines, goneCounts: new Map(kept.baselines.goneCounts) },
    result: {
      ...kept.result,
      durationMs: Math.round(performance.now() - started),
      files: { considered, parsed: 0, cached: considered },
    },
  };
}

/** Keeps the outcome of a run whose answers were all saved. */
export function keepWholeRun(
  options: CheckOptions,
  { survey, cache }: { survey: Survey; cache: CheckCache },
  outcome: CheckOutcome,
): void {
  const facts = cache.stamped;
  const asked = keyOfRun(options);
  if (!asked || !facts || !isTold(survey, cache, asked.isPart) || outcome.baselines.gone > 0) return;
  // Which fixes wait for tests depends on files that this run did not look at.
  if (asked.isPart && options.foreseesHeldBack && outcome.findings.some(({ level }) => level === "fix")) return;
  const { baselines } = outcome;
  const stored: StoredOutcome = { ...outcome, baselines: { ...baselines, goneCounts: [...baselines.goneCounts] } };
  const { files, embedding, listed } = survey.selection;
  const looked = new Set([...files, ...embedding]);
  const all = listed();
  keepRun(asked, { files: all.filter((file) => looked.has(file)), all, facts, outcome: stored });
}

/** Whether the files, and what was saved, are all that the outcome was made of. */
function isTold({ project, files, contracts, selection }: Survey, cache: CheckCache, isPart: boolean): boolean {
  const listed = new Set(files.map((file) => file.path));
  const isBroken = project.problems.some(({ severity }) => severity === "error");
  return (
    !isBroken &&
    [...files, ...selection.embedding].every((file) => cache.digestFor(file.path) !== undefined) &&
    // Of a file that is not there git may know more; a run over some paths does not ask for others.
    (isPart || contracts.every(({ baseline }) => baseline?.entries.every((entry) => listed.has(entry.file)) ?? true))
  );
}

/** Undefined for a run that looks at what git, an owner or a shard names, or changes files. */
function keyOfRun(options: CheckOptions): KeptRunOptions | undefined {
  const { cache, cwd, paths = [], changed, owner, shard, staged, fix } = options;
  if (!cache || changed !== undefined || owner !== undefined || shard || staged || fix) return undefined;
  const { found, texts } = readContractTexts(cwd);
  const { root, ...settings } = found;
  const baselines = listBaselines(root, settings.directory).map((id) => baselineFile(settings.directory, id));
  const { contracts, phase, keepsSources, foreseesHeldBack, nearDuplicates, suppressed, lenient, frozen, embedding } = options;
  const key = digestOf(
    JSON.stringify([
      ...["run", cache.build, platform(), texts, settings, path.relative(root, cwd)],
      ...[baselines.map((file) => [file, textOf(path.join(root, file))]), findCodeOwners(root)],
      ...[{ contracts, phase, keepsSources, foreseesHeldBack, nearDuplicates, suppressed, lenient, frozen, embedding }],
      ...paths.map((each) => [each, kindAt(path.resolve(cwd, each))]),
    ]),
  );
  return {
    root,
    folder: cache.folder ?? cacheFolder(root),
    key,
    isPart: paths.length > 0,
    startedAt: cache.startedAt ?? Date.now(),
  };
}

/** Whether an argument is a file, a folder or a glob decides what it selects. */
function kindAt(absolute: string): string {
  const stats = statsAt(absolute);
  return stats ? (stats.isDirectory() ? "folder" : "file") : "";
}
