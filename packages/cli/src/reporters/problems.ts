import type { Problem } from "@godwit/core/contracts";
import { printableData } from "./printable.js";
import { counted, type Colours } from "../terminal.js";

/** Problems of contract files for people: `file:line:column  error  sentence`. */
export function renderProblemLines(problems: readonly Problem[], colours: Colours): string[] {
  return printableData(problems).map(({ file, line, column, severity, message, code }) => {
    const kind = severity === "error" ? colours.red("error  ") : colours.yellow("warning");
    return `${colours.bold(`${file}:${line}:${column}`)}  ${kind}  ${message} ${colours.dim(code)}`;
  });
}

/** `2 errors, 1 warning` */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  return [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")].filter(Boolean).join(", ");
}
