import type { Problem } from "@godwit/core/contracts";
import type { Violation } from "@godwit/core/engine";
import type { ActiveContract } from "../project.js";
import type { Baseline } from "./store.js";
import type { SourceReader } from "./tokens.js";
import { type BaselineEntry, countsOf, type EntryKey, keyText, sortEntries } from "./read-text.js";

/** The violations of contracts in one file, and the baselines that may tolerate them. */
export interface FileViolations {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** Everything that the contracts find, in their order. */
  readonly violations: readonly Violation[];
  readonly sourceAt: SourceReader;
  /** The baseline of a contract; undefined if it has none. */
  baselineOf(contract: string): Baseline | undefined;
}

/**
 * The violations of one file that baselines tolerate: the same ones in every front. A violation that a comment disables is not reported,
 * and so it uses up no entry.
 */
export function findKnown({ file, violations, sourceAt, baselineOf }: FileViolations): ReadonlySet<Violation> {
  const known = new Set<Violation>();
  for (const contract of new Set(violations.map((violation) => violation.contract))) {
    const entries = baselineOf(contract)?.byFile.get(file);
    if (!entries) continue;
    const reported = violations.filter((violation) => violation.contract === contract && !violation.disabled);
    const keyed = reported.map((violation) => ({ file, rule: violation.rule, source: sourceAt(violation.range), violation }));
    for (const { violation } of compareWithBaseline(entries, keyed).known) known.add(violation);
  }
  return known;
}

/** The contracts with their baselines; a complete contract has none, since it tolerates nothing. */
export function withBaselines(
  contracts: readonly ActiveContract[],
  baselines: ReadonlyMap<string, Baseline>,
): readonly ActiveContract[] {
  return contracts.map((active) => {
    const baseline = baselines.get(active.contract.id);
    return baseline && active.contract.status !== "complete" ? { ...active, baseline } : active;
  });
}

/** Whether a problem is in a baseline, not in a contract. */
export function isBaselineProblem({ code }: Problem): boolean {
  return code.startsWith("baseline-");
}

/** The problems of baseline files. */
export function baselineProblems(baselines: ReadonlyMap<string, Baseline>, contracts: readonly ActiveContract[]): Problem[] {
  const complete = new Set(contracts.flatMap(({ contract }) => (contract.status === "complete" ? [contract.id] : [])));
  return [...baselines.values()].flatMap((baseline) => [
    ...baseline.faults.map((fault): Problem => ({ ...fault, file: baseline.file, column: 1, severity: "error" })),
    ...(complete.has(baseline.contract) && baseline.entries.length > 0 ? [notAccepted(baseline)] : []),
  ]);
}

function notAccepted({ file, contract }: Baseline): Problem {
  const message = `${contract} is complete, so no baseline entry is accepted. Run godwit baseline prune, or set its status back to active.`;
  return { file, line: 1, column: 1, code: "baseline-complete", severity: "error", message };
}

/** The result of comparing a baseline with the violations that were found. */
export interface Comparison<Found> {
  /** The known violations: for each key the first ones, as many as its entry counts. */
  readonly known: readonly Found[];
  readonly fresh: readonly Found[];
  /** Entries, with their counts, of violations that were not found. */
  readonly gone: readonly BaselineEntry[];
}

/** Separates known violations from new ones; they belong to one contract, in the order of the files and their text. */
export function compareWithBaseline<Found extends EntryKey>(
  entries: readonly BaselineEntry[],
  found: readonly Found[],
): Comparison<Found> {
  const left = countsOf(entries);
  const known: Found[] = [];
  const fresh: Found[] = [];
  for (const each of found) {
    const key = keyText(each);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    (count > 0 ? known : fresh).push(each);
  }
  const gone = entries.flatMap((entry) => withCount(entry, left.get(keyText(entry))!));
  return { known, fresh, gone };
}

/** The entries after subtracting the counts of `dropped`. */
export function subtractEntries(entries: readonly BaselineEntry[], dropped: readonly BaselineEntry[]): BaselineEntry[] {
  const minus = countsOf(dropped);
  return entries.flatMap((entry) => withCount(entry, entry.count - (minus.get(keyText(entry)) ?? 0)));
}

/** The entries after adding the counts of `added`. */
export function addEntries(entries: readonly BaselineEntry[], added: readonly BaselineEntry[]): BaselineEntry[] {
  const sum = new Map(entries.map((entry) => [keyText(entry), entry]));
  for (const entry of added) sum.set(keyText(entry), { ...entry, count: entry.count + (sum.get(keyText(entry))?.count ?? 0) });
  return sortEntries(sum.values());
}

/** The entries of both lists; if both have a key, the larger count is taken. */
export function maxEntries(a: readonly BaselineEntry[], b: readonly BaselineEntry[]): BaselineEntry[] {
  return addEntries(a, grownEntries(a, b));
}

/** How much entries grew: the violations that `now` tolerates and `before` did not. */
export function grownEntries(before: readonly BaselineEntry[], now: readonly BaselineEntry[]): BaselineEntry[] {
  return subtractEntries(now, before);
}

function withCount(entry: BaselineEntry, count: number): BaselineEntry[] {
  return count > 0 ? [{ ...entry, count }] : [];
}

/** The entries of the common ancestor and of both sides of a merge. */
interface MergeInput {
  readonly base: readonly BaselineEntry[];
  readonly ours: readonly BaselineEntry[];
  readonly theirs: readonly BaselineEntry[];
}

/**
 * Merges entry by entry. If only one side changed a count, its count is taken. If both did, the smaller one is: two branches may have
 * fixed the same violation or two different ones. A count that is then too large is found by `baseline prune`.
 */
export function mergeBaselines({ base, ours, theirs }: MergeInput): BaselineEntry[] {
  const [before, left, right] = [countsOf(base), countsOf(ours), countsOf(theirs)];
  const all = new Map([...base, ...ours, ...theirs].map((entry) => [keyText(entry), entry]));
  const merged = [...all].flatMap(([key, entry]) => {
    const count = mergeCounts(before.get(key) ?? 0, left.get(key) ?? 0, right.get(key) ?? 0);
    return count > 0 ? [{ ...entry, count }] : [];
  });
  return sortEntries(merged);
}

function mergeCounts(base: number, ours: number, theirs: number): number {
  if (ours === base) return theirs;
  if (theirs === base) return ours;
  return Math.min(ours, theirs);
}
