import type { Contract, Gate } from "@godwit/core/contracts";
import { quoteWord } from "../plan/plan.js";
import type { GateVerdict, PlanEvidence, PlanGate } from "../results/plan-result.js";
import type { PlanSite } from "../results/shapes.js";
import { phasesOf } from "../plan/progress.js";
import type { Evidence } from "./evidence.js";

/** What the states of a contract's gates depend on. */
export interface GateFacts {
  /** The contract's violations. */
  readonly sites: readonly PlanSite[];
  /** The contract's bridges that are still in the code. */
  readonly bridges: readonly string[];
  evidenceFor(gate: Gate): Evidence | undefined;
  /** What changed in the contract's files since the evidence was recorded, in words; undefined if nothing did. */
  changeSince(evidence: Evidence): string | undefined;
}

type State = Pick<GateVerdict, "state" | "detail"> & { readonly evidence?: PlanEvidence };

/** The kind of a gate, by its condition. */
export function kindOfGate({ when }: Gate): PlanGate["kind"] {
  return (["rules", "phase", "run", "manual", "bridges"] as const).find((kind) => kind in when)!;
}

/** Which gates of a contract hold, in their order. */
export function gateStates(contract: Contract, facts: GateFacts): readonly PlanGate[] {
  return contract.gates.map((gate) => ({
    ...{ name: gate.name, kind: kindOfGate(gate), evidence: null },
    ...stateOf(contract, gate, facts),
  }));
}

function stateOf(contract: Contract, gate: Gate, facts: GateFacts): State {
  const { when } = gate;
  if ("rules" in when) return stateOfRules(when.rules, facts);
  if ("phase" in when) return stateOfPhase(contract, when.phase, facts);
  if ("bridges" in when) return stateOfBridges(facts);
  return stateOfEvidence(contract, gate, facts);
}

function stateOfRules(rules: readonly string[], { sites }: GateFacts): State {
  const left = sites.filter(({ rule }) => rules.includes(rule)).length;
  return left === 0 ? { state: "met", detail: "none is left" } : { state: "open", detail: `${left} left` };
}

function stateOfPhase(contract: Contract, name: string, { sites }: GateFacts): State {
  const phase = phasesOf(contract, sites).find((each) => each.name === name);
  if (!phase) return { state: "open", detail: `there is no phase called ${name}` };
  return phase.done ? { state: "met", detail: "the phase is done" } : { state: "open", detail: `${phase.left} left` };
}

function stateOfBridges({ bridges }: GateFacts): State {
  return bridges.length === 0
    ? { state: "met", detail: "all are deleted" }
    : { state: "open", detail: `${bridges.length} still there` };
}

function stateOfEvidence(contract: Contract, gate: Gate, facts: GateFacts): State {
  const evidence = facts.evidenceFor(gate);
  const command = `godwit gates record ${contract.id} ${quoteWord(gate.name)}`;
  if (!evidence) {
    const how = "run" in gate.when ? command : `${command} --note "…"`;
    return { state: "open", detail: `no evidence: ${how}` };
  }
  const { command: ran, exitCode, note, at: time, commit, author } = evidence;
  const change = facts.changeSince(evidence);
  const kept = { command: ran, exitCode, note, at: time, commit, author, changeSince: change ?? null };
  return { ...stateOfRecorded(gate, evidence, change), evidence: kept };
}

function stateOfRecorded({ when }: Gate, evidence: Evidence, change: string | undefined): State {
  const at = `${evidence.at.slice(0, 10)}${evidence.author === null ? "" : ` by ${evidence.author}`}`;
  const told = `${evidence.note === null ? "" : `${evidence.note}, `}${at}`;
  if (evidence.exitCode !== null && evidence.exitCode !== 0)
    return { state: "failed", detail: `exit code ${evidence.exitCode}, ${told}` };
  if ("run" in when && evidence.command !== when.run)
    return { state: "outdated", detail: `the command is another one since ${told}` };
  return change === undefined ? { state: "met", detail: told } : { state: "outdated", detail: `${told}; ${change}` };
}
