import path from "node:path";
import { exists as isThere } from "@godwit/files";
import { grownEntries, subtractEntries } from "./compare.js";
import type { BaselineEntry, EntryKey } from "./entry.js";
import { findMergeBase, findRenames, listAtCommit, readAtCommit, wasThereBefore } from "./history.js";
import { followMoves } from "./moves.js";
import { baselineFile, baselineFolder, readBaselines, toBaseline } from "./store.js";

/** How the baselines changed since a branch began. */
export interface Growth {
  /** The main branch's name, as given or found. */
  readonly ref: string;
  readonly contracts: readonly ContractGrowth[];
}

/** How one contract's baseline changed. */
export interface ContractGrowth {
  readonly contract: string;
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** Whether it is new: then there is nothing to compare with. */
  readonly isFirst: boolean;
  readonly before: readonly BaselineEntry[];
  readonly now: readonly BaselineEntry[];
  /** Violations that are tolerated only now, without those that moved with their file. */
  readonly grown: readonly BaselineEntry[];
}

/** Compares the baselines on disk with those of the merge base with `ref`; returns a sentence if that can't be done. */
export function findGrowth(root: string, directory: string, ref?: string): Growth | string {
  const base = findMergeBase(root, ref, "godwit baseline check REF");
  if ("problem" in base) return base.problem;
  const { commit } = base;
  const now = readBaselines(root, directory);
  const before = new Set(listAtCommit(root, commit, baselineFolder(directory)).map((name) => path.posix.basename(name, ".txt")));
  const renames = findRenames(root, { commit });
  const exists = (file: string): boolean => isThere(path.join(root, file));
  const contracts = [...new Set([...now.keys(), ...before])].sort().map((contract): ContractGrowth => {
    const file = baselineFile(directory, contract);
    const text = before.has(contract) ? readAtCommit(root, commit, file) : undefined;
    const isFirst = text === undefined && !wasThereBefore(root, commit, file);
    const then = toBaseline(contract, file, text ?? "").entries;
    const current = now.get(contract)?.entries ?? [];
    const grown = grownEntries(then, current);
    const { arrived } = followMoves(grownEntries(current, then), grown.flatMap(repeat), { exists, renames });
    return { contract, file, isFirst, before: then, now: current, grown: isFirst ? [] : subtractEntries(grown, arrived) };
  });
  return { ref: base.ref, contracts };
}

function repeat({ count, ...key }: BaselineEntry): EntryKey[] {
  return Array.from({ length: count }, () => key);
}
