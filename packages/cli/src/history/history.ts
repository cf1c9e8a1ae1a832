import type { PastCount } from "@godwit/project";

/** The violations of one contract at one commit. */
export interface CountAt {
  readonly left: number;
  /** By the contract's phases, in their order; what is in none is not among them. */
  readonly phases: readonly number[];
}

/** One commit with the counts of all contracts. */
export interface CommitCounts {
  readonly id: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** By contract, in the order of `contracts`; null where a contract was not there, or could not be read. */
  readonly counts: readonly (CountAt | null)[];
}

/** A contract that is counted. */
export interface CountedContract {
  readonly id: string;
  readonly title: string;
  /** Names of its phases; none where contracts are taken as they were, since phases come and go. */
  readonly phases: readonly string[];
}

/** Something of the past that could not be counted. */
export interface PastGap {
  /** The first commit that has it. */
  readonly commit: string;
  readonly file: string;
  readonly message: string;
}

/** The counts of all contracts over the commits of a branch. */
export interface History {
  readonly ref: string;
  /** Whether contracts are taken as they are now, or as they were at each commit. */
  readonly contractsAsOf: "now" | "then";
  readonly contracts: readonly CountedContract[];
  /** Oldest first. */
  readonly commits: readonly CommitCounts[];
  /** How many commits were left out, since all of them have too many versions of files. */
  readonly leftOut: number;
  /** Whether older commits are missing because the clone is shallow. */
  readonly isShallow: boolean;
  /** Versions of files that count as empty, since they could not be read or parsed. */
  readonly uncounted: readonly PastGap[];
  /** Versions of contracts that this godwit can't use. */
  readonly unusable: readonly PastGap[];
  /** How many versions of files were looked at, and how many of them an earlier run knew. */
  readonly versions: { readonly total: number; readonly known: number };
}

/** What is left of a contract at each commit that has it. */
export function seriesOf({ contracts, commits }: History, id: string): readonly PastCount[] {
  const index = contracts.findIndex((contract) => contract.id === id);
  return commits.flatMap(({ time, counts }) => {
    const at = counts[index];
    return at ? [{ time, left: at.left }] : [];
  });
}

/** The most that were left at one commit. */
export function mostOf(series: readonly PastCount[]): number {
  return series.reduce((most, { left }) => Math.max(most, left), 0);
}
