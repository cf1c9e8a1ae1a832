import type { CommandPlace } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { reportCommand } from "../tables/overview.js";

type ReportOptions = OptionsOf<typeof reportCommand>;

/** Writes a report about all migrations, or joins results of `godwit check --format json`; returns the exit code. */
export async function runReport(place: CommandPlace, options: ReportOptions): Promise<number> {
  if (options.from) {
    if (options.contract || options.history === false)
      throw new UsageError("--from writes results as they are: leave --contract and --no-history out.");
    const { joinResults } = await import("./report-shards.js");
    return joinResults(place, { ...options, from: options.from });
  }
  const { reportOverview } = await import("./report-overview.js");
  return reportOverview(place, options);
}
