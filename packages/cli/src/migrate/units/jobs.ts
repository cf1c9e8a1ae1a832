import type { Contract } from "@godwit/core/contracts";
import { groupBy, type ActiveContract } from "@godwit/project";
import type { FoundInFile } from "../../plan/read-sites.js";
import { openEditable, type EditableFile, type EditSearch, type Site } from "./edit-file.js";
import type { MigrateOptions } from "../options.js";
import type { Unit } from "./work.js";

/** Units that are tried at once: one, or with suggestions those of a package. */
export interface Job {
  /** What commands and reports call it: the consumer's file, or the package. */
  readonly name: string;
  readonly package: string;
  readonly units: readonly Unit[];
  /** Whether parts of it are tried where the whole fails. */
  readonly canSplit: boolean;
  /** Whether suggestions are taken too, site by site: then such a part may be less than a file. */
  readonly takesSuggestions: boolean;
}

/** So many units are tried at once at most, so that a run that is ended has kept what came before. */
const MOST_AT_ONCE = 25;

/** What is kept or put back as one: sites that belong together; or all sites of files that have to move together. */
export interface Element {
  readonly unit: Unit;
  readonly sites: readonly Site[];
}

/** A file that is left as it is. */
export interface UnusableFile {
  readonly unit: Unit;
  readonly file: string;
  readonly reason: string;
  /** Whether somebody else changed it. */
  readonly isForeign: boolean;
}

/** The files of a job, read and searched. */
export interface OpenJob {
  readonly files: ReadonlyMap<string, EditableFile>;
  readonly elements: readonly Element[];
  /** Files that can't be edited, and why. */
  readonly unusable: readonly UnusableFile[];
}

/** What decides whether units are tried together. */
type TogetherOptions = Pick<MigrateOptions, "keepGoing" | "commit" | "branch" | "verify">;

/** What a run is about. */
interface JobsAsked {
  readonly active: ActiveContract;
  readonly options: TogetherOptions;
  /** Whether suggestions are taken too. */
  readonly takesSuggestions: boolean;
  /** What the plan found, by file. */
  readonly found: ReadonlyMap<string, FoundInFile>;
}

/** Makes the jobs of the units in which something can be edited, in their order. */
export function jobsOf(all: readonly Unit[], { active, options, takesSuggestions: splits, found }: JobsAsked): readonly Job[] {
  const { risk } = active.contract;
  const mayEdit = (file: string): boolean => {
    const { steps } = found.get(file) ?? {};
    return steps === undefined || steps.has("fix") || (splits && steps.has("suggestion"));
  };
  const units = all.filter(({ files }) => files.some(mayEdit));
  const alone = (unit: Unit): Job => ({
    ...{ name: unit.id, package: unit.package, units: [unit] },
    ...{ canSplit: splits, takesSuggestions: splits },
  });
  const isTogether = isTriedTogether(active.contract, options);
  // A critical contract is migrated one consumer at a time, unless the run is to go on past those that fail.
  if (!isTogether && (risk === "critical" || !splits)) return units.map(alone);
  const groups = groupBy(units, (unit) =>
    splits ? unit.package : `${unit.batch} ${options.branch === undefined && unit.isTest}`,
  );
  return [...groups.values()].flatMap((own) => {
    const name = splits ? own[0]!.package : own[0]!.batch;
    const parts = splits ? [own] : inParts(own, MOST_AT_ONCE);
    return parts.map((part): Job =>
      part.length === 1 && !splits
        ? alone(part[0]!)
        : { name, package: part[0]!.package, units: part, canSplit: true, takesSuggestions: splits },
    );
  });
}

/**
 * Whether consumers of a batch are verified together, and one by one only where that fails: not where each gets a commit of its own, where the run stops
 * at the first that fails, and where a command is about one consumer.
 */
export function isTriedTogether({ validate }: Contract, { keepGoing, commit, branch, verify = [] }: TogetherOptions): boolean {
  const commands = [...validate.each.map(({ run }) => run), ...verify];
  return (
    (keepGoing === true || branch !== undefined) && commit !== "consumer" && !commands.some((run) => run.includes("{consumer}"))
  );
}

function inParts<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most));
}

/** Reads and searches the files of a job; `changedSince` says which files somebody else has changed since the run began. */
export function openJob(
  search: EditSearch,
  { units, takesSuggestions }: Job,
  changedSince: (file: string) => boolean = () => false,
): OpenJob {
  const files = new Map<string, EditableFile>();
  const unusable: UnusableFile[] = [];
  for (const unit of units) {
    for (const file of unit.files) {
      const isForeign = changedSince(file);
      const opened = isForeign ? "it changed meanwhile" : openEditable({ ...search, takesSuggestions }, file);
      if (typeof opened === "string") unusable.push({ unit, file, reason: opened, isForeign });
      else files.set(file, opened);
    }
  }
  const elements = units.flatMap((unit): Element[] => {
    if (unusable.some((each) => each.unit === unit)) return [];
    const sites = unit.files.flatMap((file) => files.get(file)?.sites ?? []);
    if (sites.length === 0) return [];
    if (!takesSuggestions || unit.files.length > 1) return [{ unit, sites }];
    return files
      .get(unit.id)!
      .together()
      .map((own) => ({ unit, sites: own }));
  });
  return { files, elements, unusable };
}
