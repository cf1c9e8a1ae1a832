import type { CheckCommand } from "@godwit/core/contracts";
import type { Journal } from "./journal/journal.js";
import type { Session } from "./session.js";
import type { AttemptContext } from "./unit-run.js";

/** What the attempts of a run work with. */
export function attemptContext(session: Session, journal: Journal, onProgress: AttemptContext["onProgress"]): AttemptContext {
  const { project, types, runner, settlement, components, format, options, active, host } = session;
  return {
    ...{ root: project.root, journal, types, runner, settlement, format },
    interrupt: host.interrupt,
    each: [...active.contract.validate.each, ...(options.verify ?? []).map((run): CheckCommand => ({ run, in: "root" }))],
    packageOf: session.packageOf,
    needsProof: active.contract.risk !== "low",
    findBrokenComponent: () => components.findBroken(),
    onProgress,
  };
}
