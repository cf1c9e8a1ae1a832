import type { Contract, Gate } from "@godwit/core/contracts";
import { type GateVerdict, listFiles, type PlanSite, type Project } from "@godwit/project";
import spawn from "cross-spawn";
import { parseArgsStringToArgv } from "string-argv";
import { describeWithheld } from "../contracts/compile-draft.js";
import { findShellWord, commandEnvironment } from "../check/format-files.js";
import { readGates } from "../plan/build-plan.js";

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
  for (const withheld of new Set(contracts.flatMap((contract) => describeWithheld(contract) ?? []))) say(withheld);
  if (commands.size > 0) say("The gates run these commands:");
  for (const [command, gates] of commands) say(`  ${command}  (${gates.join("; ")})`);
  const runs = new Map<string, GateRun>();
  for (const command of commands.keys()) {
    say(`Running ${command}`);
    runs.set(command, run(project.root, command));
  }
  const files = listFiles(project.root, { embedding: true }).map(({ path }) => path);
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

/** How the command of a gate ended. */
export interface GateRun {
  /** Null: it could not be run, or was stopped. */
  readonly exitCode: number | null;
  /** In words: `exit code 1`. */
  readonly ending: string;
  readonly seconds: number;
}

/** Half an hour: a gate may run all tests of a repository, but a run in CI must end. */
const TIMEOUT_MS = 1_800_000;

/** Runs a gate's command in the root, without a shell; what it prints goes to stderr as it comes. */
export function runGateCommand(root: string, command: string, timeoutMs = TIMEOUT_MS): GateRun {
  const started = performance.now();
  const ended = (exitCode: number | null, ending: string): GateRun => ({
    ...{ exitCode, ending, seconds: Math.round((performance.now() - started) / 100) / 10 },
  });
  const [file, ...args] = parseArgsStringToArgv(command);
  if (file === undefined) return ended(null, "the command is empty");
  const shellWord = findShellWord([file, ...args]);
  if (shellWord !== undefined)
    return ended(null, `it is run without a shell, which ${shellWord} needs: put it into a script of package.json`);
  const { error, status, signal } = spawn.sync(file, args, {
    ...{ cwd: root, env: commandEnvironment(root) },
    ...{ stdio: ["ignore", 2, 2], timeout: timeoutMs },
  });
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === "ETIMEDOUT") return ended(null, `it took more than ${Math.round(timeoutMs / 1000)} s, and was stopped`);
  if (error) return ended(null, code === "ENOENT" ? `there is no command ${file}` : error.message);
  return status === null ? ended(null, `it was stopped by ${signal ?? "a signal"}`) : ended(status, `exit code ${status}`);
}
