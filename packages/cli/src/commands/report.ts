import { readOutputs, writeOutputs } from "../files/outputs.js";
import { mergeShards } from "../report/merge-shards.js";
import { readResult } from "../report/read-result.js";
import { REPORT_FORMATS, sayLimits } from "../reporters/formats.js";
import type { Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import { REPORT_FORMAT_NAMES } from "./check-options.js";
import { placesOf } from "./check.js";

/** The options of `godwit report`. */
export interface ReportOptions {
  readonly from?: readonly string[];
  readonly format?: readonly string[];
  readonly output?: string;
}

/** Joins results of `godwit check --format json`, writes them in the formats, and returns the exit code that one run would have. */
export function runReport(
  options: ReportOptions,
  version: string,
  { cwd, terminal }: { readonly cwd: string; readonly terminal: Terminal },
): number {
  const outputs = readOutputs(options.format ?? [], REPORT_FORMAT_NAMES, { usual: "json", output: options.output });
  if (!options.from || options.from.length === 0)
    throw new UsageError(
      "Name the results to report: godwit report --from a.json b.json, as godwit check --format json=a.json writes them.",
    );
  const result = mergeShards(options.from.map((name) => readResult(name, cwd)));
  const report = { result, suppressed: result.suppressed ?? [], version, places: placesOf(cwd, result.root, terminal) };
  const isWritten = writeOutputs(outputs, ({ format }) => REPORT_FORMATS[format](report), { cwd, terminal });
  sayLimits(outputs, report, terminal);
  return isWritten ? (result.exitCode ?? 2) : 2;
}
