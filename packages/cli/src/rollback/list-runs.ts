import { JournalError, listRuns, readJournal } from "../migrate/journal/journal.js";
import { type RunState, stateOf } from "../migrate/journal/run-state.js";
import { printable } from "../reporters/printable.js";
import { renderTable } from "../reporters/table.js";
import { coloursFor, counted } from "../terminal.js";

/** A run as `rollback --list` shows it, or why it can't be read. */
type ListedRun = RunState | { readonly id: string; readonly fault: string };

/** All runs of a root, the last one first. */
export function listAllRuns(root: string): readonly ListedRun[] {
  return [...listRuns(root)].reverse().flatMap((id): ListedRun[] => {
    try {
      const read = readJournal(root, id);
      return read ? [stateOf(read)] : [];
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return [{ id, fault: error.message }];
    }
  });
}

/** The runs of a root, or the units of one of them. */
export function renderRuns(
  runs: readonly ListedRun[],
  id: string | undefined,
  { hasColour }: { readonly hasColour: boolean },
): string {
  const colours = coloursFor(hasColour);
  const one = runs.find((run) => run.id === id);
  if (id !== undefined) return one ? renderRun(one) : `There is no run ${printable(id)}.\n`;
  if (runs.length === 0) return "There are no runs. godwit migrate <contract> makes one.\n";
  const rows = runs.map((run) =>
    "fault" in run
      ? [run.id, "", "", run.fault]
      : [run.id, run.contract, counted(run.kept.length, "unit") + " kept", describeState(run)].map(printable),
  );
  const paint = (text: string, column: number): string =>
    column === 0 ? colours.cyan(text) : column === 3 ? colours.dim(text) : text;
  return `${renderTable(rows, paint).join("\n")}\n\nUndo one with godwit rollback <run>; see its consumers with godwit rollback <run> --list\n`;
}

function describeState({ outcome, rolledBack, putBack, rollingBack }: RunState): string {
  const parts = [
    outcome ?? "cut off",
    ...(putBack.length > 0 ? [`${putBack.length} put back`] : []),
    ...(rollingBack ? ["its rollback was cut off: run it again"] : []),
    ...(rolledBack > 0 ? [`${rolledBack} rolled back`] : []),
  ];
  return parts.join(", ");
}

function renderRun(run: ListedRun): string {
  if ("fault" in run) return `${run.fault}\n`;
  const lines = [
    ...run.kept.flatMap(({ unit, files }) => [
      `kept      ${unit}`,
      ...files.filter(({ path }) => path !== unit).map(({ path }) => `            with ${path}`),
    ]),
    ...run.putBack.map(({ unit, reason }) => `put back  ${unit}: ${reason}`),
    ...run.abandoned.map(({ unit, reason }) => `left      ${unit}: ${reason}`),
  ];
  return lines.length === 0 ? "This run has kept nothing.\n" : `${lines.map(printable).join("\n")}\n`;
}
