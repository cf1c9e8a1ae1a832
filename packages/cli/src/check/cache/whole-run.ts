import { platform } from "node:os";
import path from "node:path";
import { digestOf, findBytes, statsAt } from "@godwit/core/disk";
import {
  type Footprint,
  type KeptRunOptions,
  baselineFile,
  cacheFolder,
  findKeptRun,
  footprintOf,
  joinFootprints,
  keepRun,
  listBaselines,
  listFiles,
} from "@godwit/project";
import { type ContractRoot, findPackages, findRoot, listMarkdown } from "@godwit/core/contracts";
import { findCodeOwners } from "../../files/codeowners.js";
import type { CheckOptions, CheckOutcome } from "../check-outcome.js";
import type { Survey } from "../survey.js";

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

/** What a run found, and what the contracts that an earlier run kept depend on. */
interface FinishedRun {
  readonly outcome: CheckOutcome;
  readonly contracts: Footprint | undefined;
}

/** Keeps the outcome of a run, if it can be told what it was made of; returns what to say where it can't be written. */
export function keepWholeRun(options: CheckOptions, survey: Survey, { outcome, contracts }: FinishedRun): string | undefined {
  const asked = keyOfRun(options);
  if (!asked || !isTold(survey, asked.isPart) || outcome.baselines.gone > 0) return undefined;
  // Which fixes wait for tests depends on files that this run did not look at.
  if (asked.isPart && options.foreseesHeldBack && outcome.findings.some(({ level }) => level === "fix")) return undefined;
  const { selection, project } = survey;
  const looked = new Set(selection.files);
  const all = selection.listed();
  const files = all.filter((file) => looked.has(file));
  // The key has the stamps of these.
  const absolute = new Set(files.map((file) => path.join(project.root, file.path)));
  const footprint = footprintOf(project.engine.modules.looks(), asked, (file) => absolute.has(file));
  if (!footprint) return undefined;
  const { baselines } = outcome;
  const stored: StoredOutcome = { ...outcome, baselines: { ...baselines, goneCounts: [...baselines.goneCounts] } };
  const fault = keepRun(asked, { files, all, footprint: joinFootprints(footprint, contracts), outcome: stored });
  if (fault === undefined) return undefined;
  return `The cache in ${asked.folder} can't be written (${fault}), so the next run starts anew: make it writable, or use --no-cache.`;
}

/** What is wrong with a file as long as its content is the same. */
const LASTING = new Set(["syntax", "too-deep", "binary", "encoding", "too-large"]);

/** Whether the files, and what modules looked at, are all that the outcome was made of. */
function isTold({ project, files, results, contracts }: Survey, isPart: boolean): boolean {
  const listed = new Set(files.map((file) => file.path));
  const isBroken = project.problems.some(({ severity }) => severity === "error");
  return (
    !isBroken &&
    results.every(({ isGone, problems }) => !isGone && problems.every(({ code }) => LASTING.has(code))) &&
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
  const { contracts, phase, keepsSources, foreseesHeldBack, nearDuplicates, suppressed, lenient, frozen } = options;
  const key = digestOf(
    JSON.stringify([
      ...["run", cache.build, platform(), texts, settings, path.relative(root, cwd)],
      ...[baselines.map((file) => [file, textOf(path.join(root, file))]), findCodeOwners(root)],
      ...[{ contracts, phase, keepsSources, foreseesHeldBack, nearDuplicates, suppressed, lenient, frozen }],
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

/** The root around a folder, with the texts of its contracts. */
interface ContractTexts {
  readonly found: ContractRoot;
  /** The contracts' folder, then names and texts. */
  readonly texts: readonly string[];
}

/** Reads the contracts of the root around a folder as they are, without parsing them. */
export function readContractTexts(cwd: string): ContractTexts {
  const found = findRoot(cwd) ?? { root: cwd, directory: "migrations", problems: [] };
  const folder = path.join(found.root, found.directory);
  const { contracts, imports, overrides, trust } = found.shared ?? {};
  const inputs = found.shared ? findPackages(found.root, found.shared).inputs : [];
  return {
    found,
    texts: [
      ...[found.directory, ...listMarkdown(folder).flatMap((name) => [name, textOf(path.join(folder, name))])],
      ...[JSON.stringify([contracts, imports, overrides, trust]), ...inputs.flatMap((file) => [file, textOf(file)])],
    ],
  };
}

/** The text of a file; one that can't be read is like no text. */
function textOf(file: string): string {
  return findBytes(file, "own")?.toString("latin1") ?? "\0";
}
