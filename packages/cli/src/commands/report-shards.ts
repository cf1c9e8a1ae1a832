import { readOutputs, sayWritten, writeEach } from "../files/outputs.js";
import { mergeShards, readResult } from "../report/merge-shards.js";
import { REPORT_FORMATS, sayLimits } from "../reporters/formats.js";
import type { CommandPlace } from "../terminal.js";
import { placesOf } from "./check.js";
import { type OptionsOf, REPORT_FORMAT_NAMES } from "../tables/define-command.js";
import type { reportCommand } from "../tables/overview.js";

/** Which results are joined, and how they are written. */
type JoinOptions = Pick<OptionsOf<typeof reportCommand>, "format" | "output"> & { readonly from: readonly string[] };

/** Joins results of `godwit check --format json`, writes them in the formats, and returns the exit code that one run would have. */
export function joinResults({ cwd, terminal, version }: CommandPlace, options: JoinOptions): number {
  const outputs = readOutputs(options.format ?? [], REPORT_FORMAT_NAMES, { usual: "json", output: options.output });
  const result = mergeShards(options.from.map((name) => readResult(name, cwd)));
  const report = { result, suppressed: result.suppressed ?? [], version, places: placesOf(cwd, result.root, terminal) };
  const written = writeEach(outputs, ({ format }) => REPORT_FORMATS[format](report), { cwd, terminal });
  sayWritten(written, terminal);
  sayLimits(outputs, report, terminal);
  return written.length === outputs.length ? (result.exitCode ?? 2) : 2;
}
