import { BUILD } from "@godwit/project";
import { readOutputs, sayWritten, writeEach } from "../files/outputs.js";
import { buildHistory, type BuiltHistory } from "../history/build-history.js";
import { countSites, notesOnEmbedded } from "../overview/count-sites.js";
import { selectContracts } from "../project.js";
import { buildOverview } from "../report/build-overview.js";
import { notesOn } from "../reporters/history.js";
import { renderOverview } from "../reporters/overview/render-overview.js";
import { printable } from "../reporters/printable.js";
import { type CommandPlace, nowOf, progressOn } from "../terminal.js";
import { placesOf } from "./check.js";
import { type OptionsOf, OVERVIEW_FORMATS } from "../tables/define-command.js";
import type { reportCommand } from "../tables/overview.js";

type OverviewOptions = Omit<OptionsOf<typeof reportCommand>, "from">;

/** Writes the report about all migrations; the exit code is 2 where something could not be counted. */
export function reportOverview({ cwd, terminal }: CommandPlace, options: OverviewOptions): number {
  const outputs = readOutputs(options.format ?? [], OVERVIEW_FORMATS, { usual: "md", output: options.output });
  const cache = options.cache === false || BUILD === undefined ? undefined : { build: BUILD };
  const counting = progressOn(terminal, "counting");
  const counted = countSites({ cwd, cache, onProgress: counting.step });
  const contracts = selectContracts(counted.project, options.contract ?? []);
  counting.clear();
  const past = progressOn(terminal, "counting versions of files");
  const built: BuiltHistory | undefined =
    options.history === false ? undefined : buildHistory({ cwd, cache, onProgress: past.step });
  past.clear();
  const history = built && "history" in built ? built.history : undefined;
  const now = nowOf(terminal);
  const chosen = new Set(contracts.map(({ contract }) => contract.id));
  const notes = [...notesOnEmbedded(counted, chosen), ...missingFrom(built)];
  const report = buildOverview({ counted, history, contracts, now, notes });
  const { base } = placesOf(cwd, counted.project.root, terminal);
  const written = writeEach(outputs, ({ format }) => renderOverview(report, format, { now, base }), { cwd, terminal });
  for (const note of report.notes) terminal.err(`${printable(note)}\n`);
  sayWritten(written, terminal);
  return written.length === outputs.length && counted.problems.length === 0 ? 0 : 2;
}

function missingFrom(built: BuiltHistory | undefined): readonly string[] {
  if (!built) return ["The past was left out, as asked: no burn-down and no pace."];
  if ("history" in built) return notesOn(built.history);
  return "problem" in built ? [`No history: ${built.problem}`] : [];
}
