import path from "node:path";
import { UsageError } from "../../failure.js";
import { readOutputs, sayWritten, writeEach } from "../../files/outputs.js";
import { buildFleet } from "../../report/build-fleet.js";
import { readMembers, readPast } from "../../report/read-fleet.js";
import { renderFleet } from "../../reporters/fleet.js";
import { printable } from "../../reporters/printable.js";
import { OVERVIEW_FORMATS, type OptionsOf } from "../../tables/define-command.js";
import type { reportCommand } from "../../tables/overview.js";
import { type CommandPlace, nowOf } from "../../terminal.js";

/** Which results are shown together, and how they are written. */
type FleetOptions = Pick<OptionsOf<typeof reportCommand>, "format" | "output" | "past"> & {
  readonly repository: readonly string[];
};

/** Writes one report about many repositories; the exit code is 2 where a result is missing or not whole. */
export function reportFleet(
  { cwd, terminal }: CommandPlace,
  { repository, past = [], format = [], output }: FleetOptions,
): number {
  const outputs = readOutputs(format, OVERVIEW_FORMATS, { usual: "md", output });
  const members = readMembers(repository, cwd);
  for (const { file } of outputs) {
    const member = members.find((each) => file !== undefined && each.file === path.resolve(cwd, file));
    if (member)
      throw new UsageError(`${file!} is the result of ${member.name}, which the report would overwrite. Name another file.`);
  }
  const { rows, missing } = readPast(past, cwd);
  const now = nowOf(terminal);
  const fleet = buildFleet({ members, past: rows, now });
  const written = writeEach(outputs, (each) => renderFleet(fleet, each.format, now), { cwd, terminal });
  for (const file of missing) terminal.err(`${printable(file)} is not there yet: this report begins the weeks anew.\n`);
  const faults = fleet.repositories.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`));
  for (const fault of faults) terminal.err(`${printable(fault)}\n`);
  sayWritten(written, terminal);
  return written.length === outputs.length && faults.length === 0 ? 0 : 2;
}
