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
import type { Demand } from "../migrate/risk-demands.js";
import type { RunStatistics } from "./run-statistics.js";

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
  readonly demands: readonly Demand[];
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
