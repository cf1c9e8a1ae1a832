import { homedir } from "node:os";
import { diagnose } from "../doctor/diagnose.js";
import { printableJson } from "../reporters/printable.js";
import { renderDoctor } from "../reporters/doctor.js";
import type { CommandPlace } from "../terminal.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { doctorCommand } from "../tables/begin.js";

/** Prints which parts of the set-up work, which do not, and what to do; exit code 1 if one does not. */
export function runDoctor({ cwd, terminal, version }: CommandPlace, { format }: OptionsOf<typeof doctorCommand>): number {
  const result = diagnose(cwd, { home: homedir(), version });
  terminal.out(format === "json" ? printableJson(result) : renderDoctor(result, terminal.hasColour));
  return result.findings.some(({ level }) => level === "error") ? 1 : 0;
}
