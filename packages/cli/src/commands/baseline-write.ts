import path from "node:path";
import type { WriteOutcome, WrittenBaseline } from "../baseline/write.js";
import { writeBaselines } from "../baseline/write.js";
import { renderEntries } from "../reporters/baseline-entries.js";
import { printableData } from "../reporters/printable.js";
import { coloursFor, counted, progressOn, type Colours, type Terminal } from "../terminal.js";

/** The options of `godwit baseline write`. */
export interface BaselineWriteOptions {
  readonly contract?: readonly string[];
  readonly force?: boolean;
  /** Relative to the working directory. */
  readonly import?: string;
}

/** Runs the command, prints what it wrote, and returns the exit code. */
export function runBaselineWrite(options: BaselineWriteOptions, cwd: string, terminal: Terminal): number {
  const progress = progressOn(terminal, "checking");
  const written = writeBaselines({
    cwd,
    contracts: options.contract ?? [],
    force: options.force ?? false,
    suppressions: options.import === undefined ? undefined : path.resolve(cwd, options.import),
    onProgress: progress.step,
  });
  progress.clear();
  const outcome = printableData(written);
  const colours = coloursFor(terminal.hasColour);
  terminal.out(`${(outcome.isRefused ? renderRefused(outcome, colours) : renderWritten(outcome, colours)).join("\n")}\n`);
  return outcome.isRefused ? 1 : 0;
}

function renderRefused({ baselines }: WriteOutcome, colours: Colours): string[] {
  const grown = baselines.filter((baseline) => baseline.grown.length > 0 && !baseline.isFirst);
  return [
    ...grown.flatMap(({ contract, grown: entries }) => [
      colours.bold(`New in ${contract}`),
      ...renderEntries(entries, colours),
      "",
    ]),
    colours.red(colours.bold("✖ Nothing was written: a baseline may only shrink.")),
    `  Fix what is new, or let it in: ${colours.bold("godwit baseline write --force")}`,
    `  Drop what is no longer needed: ${colours.bold("godwit baseline prune")}`,
  ];
}

function renderWritten({ baselines, notes, directory }: WriteOutcome, colours: Colours): string[] {
  const lines = [...notes.map((note) => colours.yellow(`! ${note}`)), ...baselines.map((each) => renderOne(each, colours))];
  if (baselines.length === 0) lines.push(colours.green("✔ There is nothing to tolerate: no violation was found."));
  if (baselines.some(({ isFirst, total }) => isFirst && total > 0)) lines.push("", ...howToGoOn(directory, colours));
  return lines;
}

function renderOne({ contract, file, total, before, isFirst }: WrittenBaseline, colours: Colours): string {
  if (total === 0) return `${colours.green("✔")} ${contract}: nothing is left, ${file} is gone`;
  const change = isFirst ? "" : ` (${before.toLocaleString("en-US")} before)`;
  return `${colours.green("✔")} ${contract}: ${counted(total, "violation")} known in ${file}${change}`;
}

function howToGoOn(directory: string, colours: Colours): string[] {
  return [
    "Commit the files. godwit check fails on what is new from now on.",
    "To have git merge them entry by entry, add to .gitattributes:",
    `  ${colours.bold(`${directory}/.baseline/*.txt merge=godwit-baseline`)}`,
    "and run in each clone:",
    `  ${colours.bold('git config merge.godwit-baseline.driver "npx godwit baseline merge %O %A %B"')}`,
  ];
}
