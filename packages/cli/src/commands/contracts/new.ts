import path from "node:path";
import { findIdFault } from "@godwit/core/contracts";
import { exists } from "@godwit/core/disk";
import type { Project } from "@godwit/project";
import { contractFile, testContract } from "../../contracts/compile-draft.js";
import { writeNewFiles } from "../../files/outputs.js";
import { openProject } from "../../project.js";
import { listRecipes, recipeNamed, type Recipe } from "../../recipes.js";
import { printable } from "../../reporters/printable.js";
import { renderTable } from "../../reporters/table.js";
import { planScaffold, type ScaffoldFile } from "../../scaffold/scaffold.js";
import type { contractsNewCommand } from "../../tables/contracts.js";
import type { OptionsOf } from "../../tables/define-command.js";
import { coloursFor, type CommandPlace, counted, nowOf, type Terminal } from "../../terminal.js";
import { UsageError } from "../../failure.js";

type ContractsNewOptions = OptionsOf<typeof contractsNewCommand>;

/** Writes the first files of a migration, or a ready contract; all of them, or none where one is there. */
export function runContractsNew({ cwd, terminal }: CommandPlace, id: string | undefined, options: ContractsNewOptions): number {
  if (options.listRecipes) {
    const rows = listRecipes().map(({ name, title }) => [name, title]);
    terminal.out(`${renderTable(rows, (cell) => cell).join("\n")}\n\nNext: godwit contracts new --recipe NAME\n`);
    return 0;
  }
  const recipe = options.recipe === undefined ? undefined : recipeNamed(options.recipe);
  const wanted = id ?? recipe?.name;
  if (wanted === undefined)
    throw new UsageError(
      "Say what the contract is called: godwit contracts new ID. Ready ones: godwit contracts new --list-recipes",
    );
  const project = openProject(cwd);
  const fault = idFault(wanted);
  if (fault !== undefined) throw new UsageError(fault);
  const plan = recipe ? undefined : planScaffold(project, wanted, todayOf(terminal));
  const files = recipe ? [recipeFile(project, wanted, recipe)] : plan!.files;
  const there = files.filter(({ file }) => exists(path.join(project.root, file)));
  if (there.length > 0)
    throw new UsageError(
      `${there.map(({ file }) => file).join(", ")} ${there.length === 1 ? "is" : "are"} there already, and nothing is overwritten. Take another id, or delete ${there.length === 1 ? "it" : "them"}.`,
    );
  if (!options.dryRun) writeNewFiles(project.root, files);
  const colours = coloursFor(terminal.hasColour);
  const mark = options.dryRun ? "○" : "✔";
  const rows = files.map(({ file, purpose }) => [`${colours.green(mark)} ${printable(file)}`, purpose]);
  terminal.out(`${renderTable(rows, (cell) => cell).join("\n")}\n`);
  if (options.dryRun) return 0;
  const next = plan
    ? `work through the checklist in ${contractFile(project, wanted)}; the test runs with ${plan.testCommand}`
    : `godwit check --contract ${wanted}`;
  return report(cwd, wanted, next, terminal);
}

/** Says what the new contract finds wanting, by the examples that it brings. */
function report(cwd: string, id: string, next: string, terminal: Terminal): number {
  const fresh = openProject(cwd);
  const file = contractFile(fresh, id);
  const errors = fresh.problems.filter((each) => each.file === file && each.severity === "error");
  for (const { line, column, message } of errors) terminal.err(`${printable(`${file}:${line}:${column} ${message}`)}\n`);
  const active = fresh.contracts.find(({ contract }) => contract.id === id);
  const results = active ? testContract(fresh, active) : [];
  const failed = results.filter(({ failure }) => failure !== null).length;
  const waits = `${failed} of ${counted(results.length, "example")} ${failed === 1 ? "waits" : "wait"} for the package that the replacement needs`;
  terminal.out(
    failed === 0
      ? `${counted(results.length, "example holds", "examples hold")}.\n`
      : `${waits}: install it, then godwit contracts test --contract ${id}\n`,
  );
  terminal.out(`Next: ${next}\n`);
  return errors.length > 0 ? 2 : 0;
}

function recipeFile(project: Project, id: string, { text, title }: Recipe): ScaffoldFile {
  return { file: contractFile(project, id), text, purpose: title };
}

function todayOf(terminal: Terminal): string {
  return new Date(nowOf(terminal) * 1_000).toISOString().slice(0, 10);
}

function idFault(id: string): string | undefined {
  return findIdFault(id)?.message.replace("The file's name", "It").replace("rename the file, for instance to", "call it");
}
