import type { Contract, Gate } from "@godwit/core/contracts";
import { listFiles, type GateVerdict, type PlanSite, type Project } from "@godwit/project";
import { readGates } from "../plan/build-plan.js";
import { runGateCommand, type GateRun } from "./run-command.js";

/** A gate with its contract. */
export interface JudgedGate extends GateVerdict {
  readonly contract: string;
}

/** What gates are judged by. */
export interface GatesToJudge {
  readonly project: Project;
  /** Those whose gates are judged. */
  readonly contracts: readonly Contract[];
  /** The violations of all of them. */
  readonly sites: readonly PlanSite[];
  say(line: string): void;
  run?(root: string, command: string): GateRun;
}

/** Runs the commands of gates, each once, after it has said which, and judges all gates. */
export function judgeGates({ project, contracts, sites, say, run = runGateCommand }: GatesToJudge): readonly JudgedGate[] {
  const commands = new Map<string, string[]>();
  for (const contract of contracts) {
    for (const { name, when } of contract.gates)
      if ("run" in when) commands.set(when.run, [...(commands.get(when.run) ?? []), `${contract.id}: ${name}`]);
  }
  if (commands.size > 0) say("The gates run these commands:");
  for (const [command, gates] of commands) say(`  ${command}  (${gates.join("; ")})`);
  const runs = new Map<string, GateRun>();
  for (const command of commands.keys()) {
    say(`Running ${command}`);
    runs.set(command, run(project.root, command));
  }
  const files = listFiles(project.root).map(({ path }) => path);
  return contracts.flatMap((contract) => {
    const states = readGates(project, {
      contract,
      sites: sites.filter((site) => site.contract === contract.id),
      files,
      onFault: ({ file, message }) => say(`${file}: ${message}`),
    });
    return states.map(({ evidence: _, ...state }, index) => ({
      contract: contract.id,
      ...withRun(state, contract.gates[index]!, runs),
    }));
  });
}

function withRun(state: GateVerdict, { when }: Gate, runs: ReadonlyMap<string, GateRun>): GateVerdict {
  const run = "run" in when ? runs.get(when.run) : undefined;
  if (!run) return state;
  const detail = `${run.ending}, after ${run.seconds} s`;
  return { ...state, state: run.exitCode === 0 ? "met" : "failed", detail };
}
