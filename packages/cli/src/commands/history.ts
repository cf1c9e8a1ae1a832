import { cacheFor } from "@godwit/project";
import { writeOutputs } from "../files/outputs.js";
import { buildHistory } from "../history/build-history.js";
import type { History } from "../history/history.js";
import { sayBroken } from "../project.js";
import { renderTerminal } from "../reporters/document/render-terminal.js";
import { historyBlocks, notesOn, renderHistoryCsv, renderHistoryJson } from "../reporters/history.js";
import { printable, printableData } from "../reporters/printable.js";
import { type CommandPlace, lookOf, nowOf, progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { historyCommand } from "../tables/overview.js";

type HistoryCommandOptions = OptionsOf<typeof historyCommand>;

/** Prints the counts of the contracts over the commits of the main branch; the exit code is 2 where something could not be counted. */
export function runHistory({ cwd, terminal }: CommandPlace, options: HistoryCommandOptions): number {
  const { format, output, ref, contract = [], asTheyWere = false } = options;
  const progress = progressOn(terminal, "counting versions of files");
  const built = buildHistory({
    ...{ cwd, ref, asTheyWere, contracts: contract, last: readCount(options.last) },
    cache: cacheFor(options),
    onProgress: progress.step,
  });
  progress.clear();
  if (!("history" in built)) throw new UsageError("problem" in built ? built.problem : "There is no history.");
  const { history, project, note } = built;
  if (note !== undefined) terminal.err(`godwit: ${printable(note)}\n`);
  const isWritten = writeOutputs([{ format, file: output }], () => render(history, options, terminal), { cwd, terminal });
  if (format !== "stylish") for (const each of notesOn(history)) terminal.err(`${printable(each)}\n`);
  const isBroken = sayBroken(project, terminal);
  return isWritten && !isBroken && history.uncounted.length + history.unusable.length === 0 ? 0 : 2;
}

function render(history: History, { format, output }: HistoryCommandOptions, terminal: Terminal): string {
  const now = nowOf(terminal);
  if (format === "json") return renderHistoryJson(history, now);
  if (format === "csv") return renderHistoryCsv(history);
  const look = lookOf(terminal, output);
  return renderTerminal(historyBlocks(printableData(history), { now, columns: look.columns }), { ...look, margin: "" });
}

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < 1)
    throw new UsageError(`--last ${text}: write how many commits, as a number from 1.`);
  return count;
}
