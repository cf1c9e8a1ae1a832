import {
  type BridgeState,
  type ContractPast,
  type ContractStatus,
  type PastCount,
  type PlanEvidence,
  type PlanGate,
  type PlanSite,
  type Project,
  type StatusOverview,
  totalOf,
} from "@godwit/project";
import { type History, seriesOf } from "../history/history.js";
import { JournalError, listRuns, readJournal, type RunJournal } from "../migrate/journal/journal.js";
import { stateOf } from "../migrate/journal/run-state.js";
import { type JournalRecord } from "../migrate/journal/records.js";
import type { demandsOf } from "../migrate/demands.js";

/** A gate with the evidence that is recorded for it, and its age. */
export interface ReportGate extends PlanGate {
  readonly evidence: (PlanEvidence & { readonly ageDays: number }) | null;
}

/** One contract with all that a report says of it. */
export interface ReportContract extends ContractStatus {
  /** The contract's file, relative to the root. */
  readonly file: string;
  readonly why: string | null;
  readonly links: readonly string[];
  /** What its Markdown says: what was learned, for whoever does the next one. */
  readonly prose: string;
  readonly demands: ReturnType<typeof demandsOf>;
  readonly gates: readonly ReportGate[];
  readonly bridges: readonly BridgeState[];
  /** What was left, oldest first; empty without a history. */
  readonly past: readonly PastCount[];
}

/** One violation in a report. */
export interface ReportSite extends Pick<
  PlanSite,
  "contract" | "rule" | "file" | "line" | "column" | "message" | "phase" | "level" | "tolerated"
> {
  readonly owners: readonly string[];
  readonly package: string;
}

/** Everything about the migrations of a root. */
export interface OverviewReport {
  readonly version: 1;
  /** The name of what is migrated. */
  readonly name: string;
  /** As ISO 8601 in UTC. */
  readonly generatedAt: string;
  /** The commit that is checked out; null without one. */
  readonly commit: string | null;
  readonly contracts: readonly ReportContract[];
  readonly groups: StatusOverview["groups"];
  readonly runs: RunStatistics;
  /** By contract, file and line. */
  readonly violations: readonly ReportSite[];
  /** What is missing from the report, in sentences. */
  readonly notes: readonly string[];
}

/** What history and baselines know of the past of each contract. */
export function pastOfContracts({ contracts }: Project, history: History | undefined): (contract: string) => ContractPast {
  const baselines = new Map(contracts.map(({ contract, baseline }) => [contract.id, baseline]));
  return (id) => {
    const baseline = baselines.get(id);
    return { series: history ? seriesOf(history, id) : [], known: baseline && totalOf(baseline.entries) };
  };
}

/** One run of `godwit migrate` in numbers. */
interface RunNumbers {
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
interface RunStatistics {
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
