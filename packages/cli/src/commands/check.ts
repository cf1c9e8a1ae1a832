import { writeFileSync } from "node:fs";
import path from "node:path";
import { check, type CheckOutcome } from "../check/check.js";
import { renderJson } from "../reporters/json.js";
import { renderStylish } from "../reporters/stylish.js";
import { progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";

/** The values of `godwit check --format`. */
export const CHECK_FORMATS = ["stylish", "json"] as const;

/** The options of `godwit check`. */
export interface CheckCommandOptions {
  readonly contract?: readonly string[];
  readonly phase?: string;
  readonly fix?: boolean;
  readonly format: (typeof CHECK_FORMATS)[number];
  readonly output?: string;
  readonly lenient?: boolean;
  readonly frozen?: boolean;
  readonly quiet?: boolean;
  readonly suppressed?: boolean;
  readonly summary?: boolean;
}

/** Runs the check, prints or writes the result, and returns the exit code. */
export function runCheck(paths: readonly string[], options: CheckCommandOptions, cwd: string, terminal: Terminal): number {
  if (options.summary && options.format !== "stylish")
    throw new UsageError(
      `--summary is a table for people: ${options.format} has the counts under "contracts" already. Leave one out.`,
    );
  const progress = progressOn(options.quiet ? { ...terminal, hasProgress: false } : terminal, "checking");
  const outcome = check({
    cwd,
    paths,
    contracts: options.contract ?? [],
    phase: options.phase,
    fix: options.fix ?? false,
    lenient: options.lenient ?? false,
    frozen: options.frozen ?? false,
    suppressed: options.suppressed ?? false,
    nearDuplicates: options.format === "json",
    onProgress: progress.step,
    onCommand(description) {
      progress.clear();
      terminal.err(`Running ${description}\n`);
    },
  });
  progress.clear();
  const text = render(outcome, options, options.output === undefined ? terminal : { hasColour: false });
  if (options.output === undefined) terminal.out(text);
  else writeOutput(path.resolve(cwd, options.output), text);
  return outcome.exitCode;
}

function render(
  outcome: CheckOutcome,
  { format, quiet, frozen, suppressed, summary }: CheckCommandOptions,
  { hasColour, columns }: Pick<Terminal, "hasColour" | "columns">,
): string {
  if (format === "json") return renderJson(outcome.result);
  return renderStylish(outcome, {
    ...{ hasColour, columns },
    isQuiet: quiet ?? false,
    isFrozen: frozen ?? false,
    listsSuppressed: suppressed ?? false,
    isSummary: summary ?? false,
  });
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`The result can't be written to ${file}: ${(error as Error).message}`);
  }
}
