import type { DoctorResult } from "../doctor/diagnose.js";
import { DOCTOR_AREAS, type DoctorFinding, type DoctorLevel } from "../doctor/finding.js";
import { printableData } from "./printable.js";
import { coloursFor, counted, type Colours } from "../terminal.js";

/** What the doctor found, area by area, for people. */
export function renderDoctor(result: DoctorResult, hasColour: boolean): string {
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
