import { UsageError } from "../usage-error.js";
import { listRuns, readJournal } from "./journal/journal.js";
import { stateOf, type RunState } from "./journal/run-state.js";

/** The last run, to go on with it. Throws `UsageError` if it came to its end, or is another contract's. */
export function findResumable(root: string, contract: string | undefined): RunState {
  const last = [...listRuns(root)].reverse().flatMap((id) => readJournal(root, id) ?? [])[0];
  if (!last) throw new UsageError("There is no run to go on with. Begin one with godwit migrate <contract>.");
  const state = stateOf(last);
  if (state.outcome === "complete" || state.outcome === "rolled-back")
    throw new UsageError(`The last run, ${state.id}, came to its end. Begin a new one with godwit migrate ${state.contract}.`);
  if (contract !== undefined && contract !== state.contract)
    throw new UsageError(
      `The last run, ${state.id}, is of ${state.contract}. Go on with godwit migrate --resume, without a contract.`,
    );
  return state;
}
