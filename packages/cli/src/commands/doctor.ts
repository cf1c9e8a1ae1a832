import { homedir } from "node:os";
import { diagnose, type DoctorResult } from "../doctor/diagnose.js";
import { DOCTOR_AREAS, type DoctorFinding, type DoctorLevel } from "../doctor/finding.js";
import { printableData, printableJson } from "../reporters/printable.js";
import type { doctorCommand } from "../tables/begin.js";
import type { OptionsOf } from "../tables/define-command.js";
import { type Colours, coloursFor, type CommandPlace, counted } from "../terminal.js";

/** Prints which parts of the set-up work, which do not, and what to do; exit code 1 if one does not. */
export function runDoctor({ cwd, terminal, version }: CommandPlace, { format }: OptionsOf<typeof doctorCommand>): number {
  const result = diagnose(cwd, { home: homedir(), version });
  terminal.out(format === "json" ? printableJson(result) : renderDoctor(result, terminal.hasColour));
  return result.findings.some(({ level }) => level === "error") ? 1 : 0;
}

/** What the doctor found, area by area, for people. */
function renderDoctor(result: DoctorResult, hasColour: boolean): string {
  const findings = printableData(result.findings);
  const colours = coloursFor(hasColour);
  const sections = DOCTOR_AREAS.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    return own.length === 0
      ? []
      : [[colours.bold(area), ...own.flatMap((finding) => renderFinding(finding, colours))].join("\n")];
  });
  return `${[...sections, summary(findings, colours)].join("\n\n")}\n`;
}

function renderFinding({ level, message, advice }: DoctorFinding, colours: Colours): string[] {
  const lines = [`  ${signs(colours)[level]} ${message}`];
  return advice === null ? lines : [...lines, `    ${colours.dim(advice)}`];
}

function signs({ green, blue, yellow, red }: Colours): Readonly<Record<DoctorLevel, string>> {
  return { ok: green("✔"), note: blue("ℹ"), warning: yellow("⚠"), error: red("✖") };
}

function summary(findings: readonly DoctorFinding[], { green, yellow, red }: Colours): string {
  const count = (level: DoctorLevel): number => findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const both = [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")].filter(Boolean).join(", ");
  return errors > 0 ? red(`✖ ${both}`) : warnings > 0 ? yellow(`⚠ ${both}`) : green("✔ The set-up is sound.");
}
