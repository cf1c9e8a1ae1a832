import type { CommandPlace } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import type { OptionsOf } from "../../tables/define-command.js";
import type { reportCommand } from "../../tables/overview.js";

type ReportOptions = OptionsOf<typeof reportCommand>;

/** Writes a report about all migrations, or joins results of `godwit check --format json`; returns the exit code. */
export async function runReport(place: CommandPlace, options: ReportOptions): Promise<number> {
  if (options.from) {
    if (options.repository) throw new UsageError("Join the shards of each repository first, with --from and --format json=FILE.");
    if (options.contract || options.history === false)
      throw new UsageError("--from writes results as they are: leave --contract and --no-history out.");
    const { joinResults } = await import("./shards.js");
    return joinResults(place, { ...options, from: options.from });
  }
  if (options.past && !options.repository) throw new UsageError("--past goes with --repository.");
  if (options.repository) {
    if (options.contract || options.history === false)
      throw new UsageError("--repository shows results as they are: leave --contract and --no-history out.");
    const { reportFleet } = await import("./fleet.js");
    return reportFleet(place, { ...options, repository: options.repository });
  }
  const { reportOverview } = await import("./overview.js");
  return reportOverview(place, options);
}
