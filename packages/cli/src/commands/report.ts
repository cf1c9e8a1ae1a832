import path from "node:path";
import type { Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import type { OverviewOptions } from "./report-overview.js";

/** The options of `godwit report`. */
export interface ReportOptions extends OverviewOptions {
  readonly from?: readonly string[];
}

/** Writes a report about all migrations, or joins results of `godwit check --format json`; returns the exit code. */
export async function runReport(
  options: ReportOptions,
  version: string,
  { cwd, terminal }: { readonly cwd: string; readonly terminal: Terminal },
): Promise<number> {
  if (options.from) {
    if (options.contract || options.history === false)
      throw new UsageError("--from writes results as they are: leave --contract and --no-history out.");
    const { joinResults } = await import("./report-shards.js");
    return joinResults({ ...options, from: options.from }, version, { cwd, terminal });
  }
  const { reportOverview } = await import("./report-overview.js");
  return reportOverview(options, path.resolve(cwd), terminal);
}
