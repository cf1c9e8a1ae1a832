import path from "node:path";
import { SourceSyntaxError } from "@godwit/core/modules";
import { concerning, decodeSource, type ActiveContract, type Project } from "@godwit/project";
import { findForCheck } from "../check/finding.js";
import { openSource } from "../host/source-file.js";

/** The violations in one version of a file: by contract, and by phase (-1: none). */
export type Tally = readonly (readonly [contract: string, phase: number, count: number])[];

/** What one version of a file holds, or why that is not known. */
export interface VersionAnswer {
  readonly tally: Tally;
  readonly fault?: string;
}

/** What most versions hold. */
export const NOTHING: VersionAnswer = { tally: [] };

/**
 * Counts the violations in a version of a file as if it were in today's tree, at its path: what it imports is looked up among the files of
 * today. Without bytes git does not have the version.
 */
export function countVersion(
  { root, engine }: Pick<Project, "root" | "engine">,
  contracts: readonly ActiveContract[],
  file: string,
  bytes: Buffer | undefined,
): VersionAnswer {
  if (!bytes) return { tally: [], fault: "This clone does not have the version: fetch it without a filter." };
  const absolute = path.join(root, file);
  try {
    const read = decodeSource(bytes);
    if (read.kind !== "text") {
      if (read.kind === "gone" || concerning(contracts, absolute, read.scan ?? "").length === 0) return NOTHING;
      return { tally: [], fault: read.message };
    }
    const concerned = concerning(contracts, absolute, read.bytes);
    if (concerned.length === 0) return NOTHING;
    const { open, planned } = findForCheck({ engine, contracts: concerned }, openSource(absolute, read.text), file);
    const counts = new Map<string, [string, number, number]>();
    for (const { contract, phase } of [...open, ...planned]) {
      const index = phase ? contract.phases.indexOf(phase) : -1;
      const key = `${contract.id} ${index}`;
      const count = counts.get(key);
      if (count) count[2]++;
      else counts.set(key, [contract.id, index, 1]);
    }
    return { tally: [...counts.values()] };
  } catch (error) {
    if (error instanceof SourceSyntaxError)
      return { tally: [], fault: `It does not parse: ${error.line}:${error.column} ${error.message}` };
    return { tally: [], fault: `godwit failed on it; please report it: ${(error as Error).message}` };
  }
}
