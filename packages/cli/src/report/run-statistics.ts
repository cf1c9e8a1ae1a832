import { JournalError, listRuns, readJournal, type RunJournal } from "../migrate/journal/journal.js";
import type { JournalRecord } from "../migrate/journal/records.js";
import { stateOf } from "../migrate/journal/run-state.js";

/** One run of `godwit migrate` in numbers. */
export interface RunNumbers {
  readonly id: string;
  readonly contract: string;
  /** As ISO 8601 in UTC. */
  readonly started: string;
  /** From start to end, pauses between a cut-off and `--resume` left out; null where an end is missing. */
  readonly seconds: number | null;
  readonly outcome: string;
  /** Units that are kept, put back since a check failed, and rolled back later. */
  readonly kept: number;
  readonly putBack: number;
  readonly rolledBack: number;
}

/** All runs that this machine knows. */
export interface RunStatistics {
  /** Newest first. */
  readonly runs: readonly RunNumbers[];
  /** The share of units that passed their checks and were rolled back later, 0 to 1; null without any. */
  readonly rollbackRate: number | null;
  /** The middle of all durations, in seconds; null without any. */
  readonly medianSeconds: number | null;
  /** Runs whose journal can't be read. */
  readonly unreadable: readonly string[];
}

/** Reads the journals of all runs. */
export function readRunStatistics(root: string): RunStatistics {
  const unreadable: string[] = [];
  const runs = [...listRuns(root)].reverse().flatMap((id): RunNumbers[] => {
    try {
      const journal = readJournal(root, id);
      return journal ? [numbersOf(journal)] : [];
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      unreadable.push(error.message);
      return [];
    }
  });
  const sum = (count: (run: RunNumbers) => number): number => runs.reduce((total, run) => total + count(run), 0);
  const passed = sum(({ kept, rolledBack }) => kept + rolledBack);
  const durations = runs.flatMap(({ seconds }) => seconds ?? []).sort((a, b) => a - b);
  return {
    runs,
    rollbackRate: passed === 0 ? null : sum(({ rolledBack }) => rolledBack) / passed,
    medianSeconds: durations[Math.floor(durations.length / 2)] ?? null,
    unreadable,
  };
}

function numbersOf(journal: RunJournal): RunNumbers {
  const { id, contract, time, outcome, kept, putBack, rolledBack } = stateOf(journal);
  return {
    ...{ id, contract, started: time, seconds: secondsOf(journal.records), outcome: outcome ?? "cut off" },
    ...{ kept: kept.length, putBack: putBack.length, rolledBack },
  };
}

function secondsOf(records: readonly JournalRecord[]): number | null {
  let begun: number | undefined;
  let sum = 0;
  let hasEnded = false;
  for (const record of records) {
    if (record.type === "start" || record.type === "resume") {
      begun = Date.parse(record.time);
      hasEnded = false;
    } else if (record.type === "end" && begun !== undefined) {
      sum += Math.max(0, Date.parse(record.time) - begun);
      begun = undefined;
      hasEnded = true;
    }
  }
  return hasEnded && Number.isFinite(sum) ? Math.round(sum / 1_000) : null;
}
