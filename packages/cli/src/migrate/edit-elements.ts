import { BrokenFixError, type EditedFile } from "./edit-file.js";
import { largestAccepted, type Refusal } from "./halving.js";
import { INTERRUPTED, type Interrupt } from "./interrupt.js";
import type { Element, OpenJob } from "./jobs.js";
import { textOf, type Types } from "./verify-types.js";

/** Why an element is not kept. */
export interface Refused {
  readonly reason: string;
  readonly outcome?: "put-back" | "abandoned";
  readonly output?: string;
}

/** What a search for the largest set needs. */
export interface TypesSearch {
  readonly types: Types;
  readonly interrupt: Interrupt;
  onDecided?(share: number): void;
}

/** The largest set without new type errors, found in memory. */
export async function cleanByTypes(
  { types, interrupt, onDecided }: TypesSearch,
  open: OpenJob,
  refused: Map<Element, Refused>,
): Promise<readonly Element[]> {
  const test = async (candidate: readonly Element[]): Promise<Refusal<Element> | undefined> => {
    await interrupt.breathe();
    if (interrupt.exitCode !== undefined) return { reason: INTERRUPTED };
    const edits = editAll(open, candidate);
    if (typeof edits === "string") return { reason: edits };
    const verdict = await types.judge(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
    if (verdict.reason === undefined) return undefined;
    const files = new Set(verdict.added.map(({ file }) => file));
    return { reason: verdict.reason, blames: (element) => element.unit.files.some((file) => files.has(file)) };
  };
  const result = await largestAccepted(open.elements, test, onDecided);
  for (const { element, reason } of result.refused) refused.set(element, { reason });
  return result.kept;
}

/** The files with the sites of some elements edited; a text says why they can't be. */
export function editAll({ files }: OpenJob, elements: readonly Element[]): readonly EditedFile[] | string {
  const chosen = new Set(elements.flatMap(({ sites }) => sites));
  try {
    return [...files.values()]
      .filter((file) => file.sites.some((site) => chosen.has(site)))
      .map((file) => file.edit(file.sites.filter((site) => chosen.has(site))));
  } catch (error) {
    if (error instanceof BrokenFixError) return error.message;
    throw error;
  }
}
