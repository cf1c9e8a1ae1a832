import path from "node:path";
import { parseContract } from "@godwit/core/contracts";
import { exists as isThere } from "@godwit/core/disk";
import { ruleDescriptions } from "@godwit/core/engine";
import { addEntries, grownEntries, subtractEntries } from "./known-violations.js";
import { type BaselineEntry, type EntryKey, keyText, sortEntries } from "./read-text.js";
import { findMergeBase, findRenames, listAtCommit, readAtCommit, wasThereBefore } from "./history.js";
import { type Baseline, baselineFile, baselineFolder, readBaselines, toBaseline } from "./store.js";

/** How the baselines changed since a branch began. */
export interface Growth {
  /** The main branch's name, as given or found. */
  readonly ref: string;
  /** The commit at which the branch began. */
  readonly commit: string;
  readonly contracts: readonly ContractGrowth[];
}

/** How one contract's baseline changed. */
export interface ContractGrowth {
  readonly contract: string;
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** Whether it is new: then there is no baseline to compare with. */
  readonly isFirst: boolean;
  /** Whether it is new in a repository that had baselines, of a contract that was active: it may hold what was in the code then. */
  readonly isLate: boolean;
  /** The contracts that are gone and whose baselines it continues. */
  readonly from: readonly string[];
  readonly before: readonly BaselineEntry[];
  readonly now: readonly BaselineEntry[];
  /** Violations that are tolerated only now, without those that moved with their file; none of a first baseline. */
  readonly grown: readonly BaselineEntry[];
}

/** Compares the baselines on disk with those of the merge base with `ref`; returns a sentence if that can't be done. */
export function findGrowth(root: string, directory: string, ref?: string): Growth | string {
  const base = findMergeBase(root, ref, "godwit baseline check REF");
  if ("problem" in base) return base.problem;
  const { commit } = base;
  const now = readBaselines(root, directory);
  const before = readBaselinesAt(root, directory, commit);
  const renames = findRenames(root, { commit });
  const vanished = [...before.values()].filter((old) => !now.has(old.contract) || !isThere(path.join(root, contractAt(old))));
  const hasAdopted = before.size > 0 || wasThereBefore(root, commit, baselineFolder(directory));
  const exists = (file: string): boolean => isThere(path.join(root, file));
  const contracts = [...new Set([...now.keys(), ...before.keys()])].sort().map((contract): ContractGrowth => {
    const file = baselineFile(directory, contract);
    const own = before.get(contract);
    const next = now.get(contract) ?? toBaseline(contract, file, "");
    const isNew = !own && !wasThereBefore(root, commit, file);
    const continued = isNew ? vanished.filter((old) => isContinued(old, next, renames)) : [];
    const then = own?.entries ?? continued.reduce<readonly BaselineEntry[]>((all, { entries }) => addEntries(all, entries), []);
    const isFirst = isNew && continued.length === 0;
    const grown = grownEntries(then, next.entries);
    const { arrived } = followMoves(grownEntries(next.entries, then), grown.flatMap(repeat), { exists, renames });
    return {
      ...{ contract, file, isFirst, from: continued.map((old) => old.contract), before: then, now: next.entries },
      isLate: isFirst && hasAdopted && wasActive(root, commit, next),
      grown: isFirst ? [] : subtractEntries(grown, arrived),
    };
  });
  return { ref: base.ref, commit, contracts };
}

function readBaselinesAt(root: string, directory: string, commit: string): ReadonlyMap<string, Baseline> {
  const names = listAtCommit(root, commit, baselineFolder(directory)).filter((name) => name.endsWith(".txt"));
  const found = names.flatMap((name): [string, Baseline][] => {
    const contract = path.posix.basename(name, ".txt");
    const file = baselineFile(directory, contract);
    const text = readAtCommit(root, commit, file);
    return text === undefined ? [] : [[contract, toBaseline(contract, file, text)]];
  });
  return new Map(found);
}

/** Git sees a rename only where most lines stayed, so an entry that both have tells as well. */
function isContinued(old: Baseline, next: Baseline, renames: ReadonlyMap<string, string>): boolean {
  if (renames.get(old.file) === next.file || renames.get(contractAt(old)) === contractAt(next)) return true;
  const known = new Set(old.entries.map(keyText));
  return next.entries.some((entry) => known.has(keyText(entry)));
}

/** A contract's file, from that of its baseline. */
function contractAt({ file, contract }: Baseline): string {
  return path.posix.join(path.posix.dirname(path.posix.dirname(file)), `${contract}.md`);
}

/** Whether a contract reported violations at a commit; a broken one reported none. */
function wasActive(root: string, commit: string, baseline: Baseline): boolean {
  const file = contractAt(baseline);
  const text = readAtCommit(root, commit, file);
  return (
    text !== undefined && parseContract(text, { id: baseline.contract, file }, ruleDescriptions).contract?.status === "active"
  );
}

function repeat({ count, ...key }: BaselineEntry): EntryKey[] {
  return Array.from({ length: count }, () => key);
}

/** How to find out about moved files. */
export interface MovedFiles {
  /** Whether a file of the baseline still exists; then its entries did not move. */
  exists(file: string): boolean;
  /** The new paths of files that git considers renamed. */
  readonly renames: ReadonlyMap<string, string>;
}

/** Entries of files that no longer exist, and where their violations are now. */
interface FollowedMoves {
  /** The entries in the old files. */
  readonly left: readonly BaselineEntry[];
  /** The same entries in the new files. */
  readonly arrived: readonly BaselineEntry[];
}

/**
 * Finds new violations that are old ones in a moved file: same rule and source, in the file that git names or in any other. Only files
 * that no longer exist can have moved, and never more violations than their entries count.
 */
export function followMoves(gone: readonly BaselineEntry[], fresh: readonly EntryKey[], files: MovedFiles): FollowedMoves {
  const places = new Map<string, EntryKey[]>();
  for (const each of fresh) {
    const key = sourceKey(each);
    places.set(key, [...(places.get(key) ?? []), each]);
  }
  const left = new Map<string, BaselineEntry>();
  const arrived = new Map<string, BaselineEntry>();
  const move = (entry: BaselineEntry, accepts: (place: EntryKey) => boolean): void => {
    const open = places.get(sourceKey(entry)) ?? [];
    for (let count = left.get(keyText(entry))?.count ?? 0; count < entry.count; count++) {
      const index = open.findIndex(accepts);
      if (index < 0) return;
      add(left, entry);
      add(arrived, open.splice(index, 1)[0]!);
    }
  };
  const vanished = gone.filter(({ file }) => !files.exists(file));
  // Renames that git knows come first, so that they are preferred to a copy of the same code elsewhere.
  for (const entry of vanished) {
    const target = files.renames.get(entry.file);
    if (target !== undefined) move(entry, ({ file }) => file === target);
  }
  for (const entry of vanished) move(entry, () => true);
  return { left: sortEntries(left.values()), arrived: sortEntries(arrived.values()) };
}

function sourceKey({ rule, source }: EntryKey): string {
  return `${rule}\0${source}`;
}

function add(entries: Map<string, BaselineEntry>, { file, rule, source }: EntryKey): void {
  const key = keyText({ file, rule, source });
  entries.set(key, { file, rule, source, count: (entries.get(key)?.count ?? 0) + 1 });
}
