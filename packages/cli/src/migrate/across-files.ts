import type { DryRun } from "../results/migrate-result.js";
import { changesOf } from "./dry-run.js";
import { openSession, type PlannedProject, type RunHost } from "./session.js";

/** What `godwit migrate` would do in a contract, edits across files included, as far as types tell. */
export type AcrossFiles = Pick<DryRun, "sites" | "files" | "waves" | "refused">;

/** Finds out what edits across files would do, with every phase in its turn; writes nothing. Undefined if that was interrupted. */
export async function findAcrossFiles(
  contract: string,
  host: RunHost,
  planned: PlannedProject,
): Promise<AcrossFiles | undefined> {
  const session = openSession({ contract }, host, planned);
  try {
    const found = await changesOf(session);
    if (!found || host.interrupt.exitCode !== undefined) return undefined;
    const { sites, files, waves, refused } = found;
    return { sites, files, waves, refused };
  } finally {
    await session.types.end();
  }
}
