import type { Gate } from "@godwit/core/contracts";
import {
  digestOfFiles,
  kindOfGate,
  listFiles,
  originOfEvidence,
  writeEvidence,
  type ActiveContract,
  type Evidence,
} from "@godwit/project";
import { type GateRun, runGateCommand } from "../gates/judge-gates.js";
import { requireProject, selectContracts } from "../project.js";
import { printable } from "../reporters/printable.js";
import { coloursFor, type CommandPlace, type Terminal } from "../terminal.js";
import { didYouMean, UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { gatesRecordCommand } from "../tables/process.js";

type GatesRecordOptions = OptionsOf<typeof gatesRecordCommand>;

/** Writes down that a gate holds: what its command said, or what a person saw. The exit code is 1 where the command failed. */
export function runGatesRecord(
  { cwd, terminal }: CommandPlace,
  id: string,
  gateName: string,
  { note }: GatesRecordOptions,
): number {
  const project = requireProject(cwd);
  const { contract } = selectContracts(project, [id])[0]!;
  const gate = findGate(contract, gateName);
  const text = note?.trim() ?? "";
  refuseWhatIsSeen(contract, gate, text);
  const command = "run" in gate.when ? gate.when.run : null;
  if (command !== null) terminal.err(`Running ${printable(command)}\n`);
  const run = command === null ? undefined : runGateCommand(project.root, command);
  if (run && run.exitCode === null) throw new UsageError(`${command!}: ${run.ending}. Nothing was recorded.`);
  const evidence: Evidence = {
    ...{ version: 1, contract: contract.id, gate: gate.name, command, exitCode: run?.exitCode ?? null },
    note: text === "" ? null : text,
    at: new Date().toISOString(),
    ...originOfEvidence(project.root),
    files: digestOfFiles(
      project.root,
      contract,
      listFiles(project.root, { embedding: true }).map(({ path }) => path),
    ),
  };
  const file = writeFile(project.root, project.directory, evidence);
  terminal.out(`${describeRecorded(evidence, file, run, terminal)}\n`);
  return run !== undefined && run.exitCode !== 0 ? 1 : 0;
}

function findGate({ id, gates }: ActiveContract["contract"], name: string): Gate {
  const gate = gates.find((each) => each.name === name);
  if (gate) return gate;
  const names = gates.map((each) => JSON.stringify(each.name));
  throw new UsageError(`${id} has no gate called ${name}. ${didYouMean(JSON.stringify(name), names, "It has none.")}`);
}

function refuseWhatIsSeen({ id }: ActiveContract["contract"], gate: Gate, note: string): void {
  const kind = kindOfGate(gate);
  if (kind !== "run" && kind !== "manual")
    throw new UsageError(
      `godwit sees for itself whether ${JSON.stringify(gate.name)} holds, so there is nothing to record: godwit plan ${id}`,
    );
  if (kind === "manual" && note === "")
    throw new UsageError(
      `Say what was seen, or link it: --note "…". The contract asks: ${"manual" in gate.when ? gate.when.manual : ""}`,
    );
}

function writeFile(root: string, directory: string, evidence: Evidence): string {
  try {
    return writeEvidence(root, directory, evidence);
  } catch (error) {
    throw new UsageError(`The evidence can't be written: ${(error as Error).message}`);
  }
}

function describeRecorded(
  { commit, exitCode }: Evidence,
  file: string,
  run: GateRun | undefined,
  { hasColour }: Terminal,
): string {
  const colours = coloursFor(hasColour);
  const isFailed = exitCode !== null && exitCode !== 0;
  const start = isFailed ? colours.red(`✖ The gate does not hold: ${run!.ending}.`) : colours.green("✔ Recorded.");
  const git = commit === null ? " There is no git commit to name." : ` At commit ${commit.slice(0, 10)}.`;
  return `${start}${git} Commit ${printable(file)}.`;
}
