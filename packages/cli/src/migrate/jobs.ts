import type { ActiveContract } from "@godwit/project";
import type { FoundInFile } from "../plan/read-sites.js";
import { openEditable, type EditableFile, type EditSearch, type Site } from "./edit-file.js";
import type { MigrateOptions } from "./options.js";
import type { Unit } from "./work.js";

/** Units that are tried at once: one, or with suggestions those of a package. */
export interface Job {
  /** What commands and reports call it: the consumer's file, or the package. */
  readonly name: string;
  readonly package: string;
  readonly units: readonly Unit[];
  /** Whether parts of it are tried where the whole fails. */
  readonly canSplit: boolean;
}

/** What is kept or put back as one: a site; or all sites of files that have to move together. */
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

/** What a run is about. */
interface JobsAsked {
  readonly active: ActiveContract;
  readonly options: MigrateOptions;
  /** What the plan found, by file. */
  readonly found: ReadonlyMap<string, FoundInFile>;
}

/** Makes the jobs of the units in which something can be edited, in their order. */
export function jobsOf(all: readonly Unit[], { active, options, found }: JobsAsked): readonly Job[] {
  const { risk } = active.contract;
  const { suggestions: splits = false } = options;
  const mayEdit = (file: string): boolean => {
    const { steps } = found.get(file) ?? {};
    return steps === undefined || steps.has("fix") || (splits && steps.has("suggestion"));
  };
  const units = all.filter(({ files }) => files.some(mayEdit));
  // A critical contract is migrated one consumer at a time.
  if (!splits || risk === "critical")
    return units.map((unit) => ({ name: unit.id, package: unit.package, units: [unit], canSplit: splits }));
  const byPackage = new Map<string, Unit[]>();
  for (const unit of units) {
    const own = byPackage.get(unit.package);
    if (own) own.push(unit);
    else byPackage.set(unit.package, [unit]);
  }
  return [...byPackage].map(([name, own]) => ({ name, package: name, units: own, canSplit: true }));
}

/** Reads and searches the files of a job; `changedSince` says which files somebody else has changed since the run began. */
export function openJob(
  search: EditSearch,
  { units, canSplit }: Job,
  changedSince: (file: string) => boolean = () => false,
): OpenJob {
  const files = new Map<string, EditableFile>();
  const unusable: UnusableFile[] = [];
  for (const unit of units) {
    for (const file of unit.files) {
      const isForeign = changedSince(file);
      const opened = isForeign ? "it changed meanwhile" : openEditable(search, file);
      if (typeof opened === "string") unusable.push({ unit, file, reason: opened, isForeign });
      else files.set(file, opened);
    }
  }
  const elements = units.flatMap((unit): Element[] => {
    if (unusable.some((each) => each.unit === unit)) return [];
    const sites = unit.files.flatMap((file) => files.get(file)?.sites ?? []);
    if (sites.length === 0) return [];
    return canSplit && unit.files.length === 1 ? sites.map((site) => ({ unit, sites: [site] })) : [{ unit, sites }];
  });
  return { files, elements, unusable };
}
