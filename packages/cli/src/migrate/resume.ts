import { UsageError } from "../failure.js";
import { listRuns, readJournal, type RunJournal } from "./journal/journal.js";
import { type RunState, stateOf } from "./journal/run-state.js";
import { fromAsked, type MigrateOptions } from "./options.js";

/** What goes on with `--resume`. */
export interface Resumable {
  /** What was asked of each contract that has not come to its end, in order. */
  readonly asked: readonly MigrateOptions[];
  /** The runs that had begun, by contract. */
  readonly runs: ReadonlyMap<string, RunState>;
}

/** The last run, with those that the same command asked for. Throws `UsageError` if it came to its end, or is another contract's. */
export function findResumable(root: string, contract: string | undefined): Resumable {
  const all = listRuns(root).flatMap((id) => readJournal(root, id) ?? []);
  const last = all.at(-1);
  if (!last) throw new UsageError("There is no run to go on with. Begin one with godwit migrate <contract>.");
  const runs = new Map(inSeriesOf(last, all).map((run) => [run.start.contract, stateOf(run)]));
  const contracts = last.start.series?.contracts ?? [last.start.contract];
  if (hasEnded(stateOf(last)))
    throw new UsageError(
      `The last run, ${last.id}, came to its end. Begin a new one with godwit migrate ${contracts.join(" ")}.`,
    );
  if (contract !== undefined && (contracts.length > 1 || contract !== contracts[0]))
    throw new UsageError(
      `The last run, ${last.id}, is of ${contracts.join(", ")}. Go on with godwit migrate --resume, without a contract.`,
    );
  const asked = fromAsked(last.start.asked);
  const open = contracts.filter((id) => !hasEnded(runs.get(id)));
  return { asked: open.map((id) => ({ ...asked, contract: id })), runs };
}

/** The runs of the same command, oldest first. */
function inSeriesOf({ id, start }: RunJournal, all: readonly RunJournal[]): readonly RunJournal[] {
  return all.filter((run) => (start.series ? run.start.series?.began === start.series.began : run.id === id));
}

function hasEnded(state: RunState | undefined): boolean {
  return state?.outcome === "complete" || state?.outcome === "rolled-back";
}
