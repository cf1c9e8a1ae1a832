import { findRoot } from "@godwit/core/contracts";
import { pruneBaselines, type PrunedBaseline } from "../baseline/prune.js";
import { prepareBaselines, stagedFiles } from "../baseline/staged.js";
import { printableData } from "../reporters/printable.js";
import { type Colours, coloursFor, type CommandPlace, counted, progressOn } from "../terminal.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { baselinePruneCommand } from "../tables/baseline.js";

type BaselinePruneOptions = OptionsOf<typeof baselinePruneCommand>;

/** Runs the command, prints what it dropped, and returns the exit code. */
export function runBaselinePrune({ cwd, terminal }: CommandPlace, options: BaselinePruneOptions): number {
  const progress = progressOn(terminal, "checking");
  const root = findRoot(cwd)?.root ?? cwd;
  const only = options.staged ? stagedFiles(root) : undefined;
  const stage = only && prepareBaselines(cwd);
  const { baselines, unchecked } = pruneBaselines({
    cwd,
    contracts: options.contract ?? [],
    ...(only && { only }),
    onProgress: progress.step,
  });
  progress.clear();
  const colours = coloursFor(terminal.hasColour);
  const lines = printableData(baselines).map((each) => `${colours.green("✔")} ${describePruned(each)}`);
  if (lines.length === 0) lines.push(colours.green("✔ Every entry of the baselines is still needed."));
  if (unchecked.length > 0) lines.push(renderUnchecked(printableData(unchecked), colours));
  terminal.out(`${lines.join("\n")}\n`);
  stage?.(baselines.map(({ file }) => file));
  return 0;
}

function describePruned({ contract, file, dropped, moved, left, because }: PrunedBaseline): string {
  if (because === "no-contract") return `${file} is gone: there is no contract ${contract}`;
  if (because === "complete") return `${file} is gone: ${contract} is complete`;
  const parts = [
    ...(dropped > 0 ? [`${dropped.toLocaleString("en-US")} dropped`] : []),
    ...(moved > 0 ? [`${moved.toLocaleString("en-US")} followed to moved files`] : []),
    `${left.toLocaleString("en-US")} left`,
  ];
  return `${contract}: ${parts.join(", ")}`;
}

function renderUnchecked(unchecked: readonly string[], colours: Colours): string {
  const files = unchecked.length > 3 ? `${unchecked.slice(0, 3).join(", ")}, …` : unchecked.join(", ");
  return colours.yellow(`! The entries of ${counted(unchecked.length, "file")} that can't be checked stay: ${files}`);
}
