import type { Problem } from "@godwit/core/contracts";
import { listUnmatched } from "../../check/unmatched.js";
import { filesOfContracts, requireProject, warnOfIgnored } from "../../project.js";
import { printableData, printableJson } from "../../reporters/printable.js";
import type { contractsValidateCommand } from "../../tables/contracts.js";
import type { OptionsOf } from "../../tables/define-command.js";
import { type Colours, coloursFor, type CommandPlace, counted, faultsText } from "../../terminal.js";

/** Prints all problems of the contracts; exit code 2 if one of them has an error. */
export function runContractsValidate(
  { cwd, terminal }: CommandPlace,
  { format }: OptionsOf<typeof contractsValidateCommand>,
): number {
  const project = requireProject(cwd);
  const ignored = warnOfIgnored(project.root, filesOfContracts(project));
  const problems = [...project.problems, ...ignored, ...listUnmatched(project, project.contracts)].sort(byPlace);
  const hasErrors = problems.some(({ severity }) => severity === "error");
  if (format === "json") {
    terminal.out(printableJson({ version: 1, problems }));
    return hasErrors ? 2 : 0;
  }
  const colours = coloursFor(terminal.hasColour);
  const works = counted(project.contracts.length, "contract works", "contracts work");
  const summary = hasErrors
    ? colours.red(`✖ ${countProblems(problems)}; ${works}`)
    : `${colours.green(`✔ ${works}`)}${problems.length > 0 ? colours.yellow(` (${countProblems(problems)})`) : ""}`;
  terminal.out(`${[...renderProblemLines(problems, colours), summary].join("\n")}\n`);
  return hasErrors ? 2 : 0;
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

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
  return faultsText(errors, problems.length - errors);
}
