import { checkProject } from "../check/check.js";
import { openProject } from "../project.js";
import { printableData } from "../reporters/printable.js";
import { renderTable } from "../reporters/table.js";
import { coloursFor, progressOn, type Terminal } from "../terminal.js";

/** The output of `godwit` without a command: the progress of the contracts, or how to begin. */
export function runOverview(cwd: string, terminal: Terminal): number {
  const project = openProject(cwd);
  if (project.contracts.length === 0 && project.problems.length === 0) {
    terminal.out(howToBegin(project.directory));
    return 0;
  }
  const progress = progressOn(terminal, "counting");
  const { result: raw, exitCode } = checkProject(project, { cwd, onProgress: progress.step });
  const result = printableData(raw);
  progress.clear();
  const colours = coloursFor(terminal.hasColour);
  const rows = result.contracts.map(({ id, status, risk, violations, fixable, phases, title }) => {
    const phase = phases.find(({ done }) => !done);
    return [
      id,
      status,
      risk,
      String(violations),
      fixable > 0 ? String(fixable) : "",
      phase ? `${phase.name} (${phase.violations})` : "",
      title,
    ];
  });
  const table = renderTable(
    [["contract", "status", "risk", "left", "fixable", "phase", "title"], ...rows],
    (cell, column, row) => (row === 0 ? colours.dim(cell) : column === 0 ? colours.cyan(cell) : cell),
  );
  terminal.out(
    `${table.join("\n")}\n\nSee each place: godwit check   Fix what is safe: godwit check --fix   What to do next: godwit plan\n`,
  );
  for (const { file, line, column, message } of result.problems) terminal.err(`${file}:${line}:${column} ${message}\n`);
  return exitCode === 2 ? 2 : 0;
}

function howToBegin(directory: string): string {
  return `godwit makes a migration plan executable: one contract, a Markdown file, gives lint rules, fixes and a gate.

There is no contract here yet. Write ${directory}/unified-ids.md:

  ---
  title: One ID generator
  why: IDs of one format keep sessions and traces apart.
  imports:
    newId: ./src/ids.ts
  rules:
    no-raw-uuid:
      replace:
        - with: newId($entity)
  ---

then run
  godwit contracts validate   is it understood?
  godwit check                where is the old way still used?
  godwit check --fix          do the safe part
`;
}
