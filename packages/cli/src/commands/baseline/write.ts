import path from "node:path";
import { quoteWord } from "@godwit/project";
import type { WriteOutcome, WrittenBaseline } from "../../baseline/write.js";
import { writeBaselines } from "../../baseline/write.js";
import { renderEntries } from "../../reporters/check/check-summary.js";
import { printable, printableData } from "../../reporters/printable.js";
import { grouped, type Colours, coloursFor, type CommandPlace, counted, progressOn } from "../../terminal.js";
import type { OptionsOf } from "../../tables/define-command.js";
import type { baselineWriteCommand } from "../../tables/baseline.js";

type BaselineWriteOptions = OptionsOf<typeof baselineWriteCommand>;

/** Runs the command, prints what it wrote, and returns the exit code. */
export function runBaselineWrite({ cwd, terminal }: CommandPlace, options: BaselineWriteOptions): number {
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
  terminal.out(
    `${(outcome.isRefused ? renderRefused(outcome, colours) : renderWritten(outcome, options, colours)).join("\n")}\n`,
  );
  if (outcome.unusable.length > 0)
    terminal.err(
      `${["godwit: not all contracts can be used, and these have no new baseline:", ...outcome.unusable].join("\n")}\n`,
    );
  return outcome.unusable.length > 0 ? 2 : outcome.isRefused ? 1 : 0;
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

function renderWritten(outcome: WriteOutcome, options: BaselineWriteOptions, colours: Colours): string[] {
  const { baselines, notes, directory, imported = 0 } = outcome;
  const lines = [...notes.map((note) => colours.yellow(`! ${note}`)), ...baselines.map((each) => renderOne(each, colours))];
  if (baselines.length === 0 && (outcome.found > 0 || outcome.unusable.length === 0))
    lines.push(renderNothing(outcome, options, colours));
  if (baselines.some(({ isFirst }) => isFirst)) lines.push("", ...howToGoOn(directory, colours));
  if (imported > 0 && baselines.length > 0) lines.push("", ...howToPrune(printable(options.import!), colours));
  return lines;
}

function renderNothing({ found, imported }: WriteOutcome, options: BaselineWriteOptions, colours: Colours): string {
  if (found === 0) return colours.green("✔ There is nothing to tolerate: no violation was found.");
  const violations = found === 1 ? "the violation that was found" : `the ${counted(found, "violation")} that were found`;
  if (imported === 0)
    return colours.yellow(`! Nothing was written: ${printable(options.import!)} suppresses none of ${violations}.`);
  return colours.yellow(`! Nothing was written: no baseline takes ${violations}.`);
}

function renderOne({ contract, file, total, before, isFirst }: WrittenBaseline, colours: Colours): string {
  if (total === 0) {
    const left = isFirst ? "no violation" : `nothing is left of ${grouped(before)}`;
    return `${colours.green("✔")} ${contract}: ${left}, and ${file} lets none in`;
  }
  const change = isFirst ? "" : ` (${grouped(before)} before)`;
  return `${colours.green("✔")} ${contract}: ${counted(total, "violation")} known in ${file}${change}`;
}

/** ESLint fails on suppressions of what it no longer reports. */
function howToPrune(file: string, colours: Colours): string[] {
  const location = path.normalize(file) === "eslint-suppressions.json" ? "" : ` --suppressions-location ${quoteWord(file)}`;
  return [
    "ESLint no longer reports what is known now, and fails on suppressions that do not occur anymore. Drop them as well:",
    `  ${colours.bold(`npx eslint . --prune-suppressions${location}`)}`,
  ];
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
