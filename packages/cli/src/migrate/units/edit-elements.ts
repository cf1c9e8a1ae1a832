import { acceptedByUnit } from "./accepted-by-unit.js";
import { largestAccepted, type Refusal } from "./largest-accepted.js";
import { BrokenFixError, type EditedFile } from "./edit-file.js";
import { textOf } from "../disk/unit-files.js";
import { type Interrupt, INTERRUPTED } from "../interrupt.js";
import type { Element, Job, OpenJob } from "./jobs.js";
import { describeErrors, type Types } from "../types/verify-types.js";

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
  /** Why edits of files that no project has are not kept; without it they are. */
  whyUnproved?(unseen: readonly string[]): string | undefined;
  onDecided?(share: number): void;
}

/** The largest set without new type errors, found in memory. */
export async function cleanByTypes(
  { types, interrupt, whyUnproved, onDecided }: TypesSearch,
  open: OpenJob,
  refused: Map<Element, Refused>,
): Promise<readonly Element[]> {
  const test = async (candidate: readonly Element[]): Promise<Refusal<Element> | undefined> => {
    await interrupt.breathe();
    if (interrupt.exitCode !== undefined) return { reason: INTERRUPTED };
    const edits = editAll(open, candidate);
    if (typeof edits === "string") return { reason: edits };
    const verdict = await types.judge(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
    if (verdict.reason === undefined) {
      const unproved = whyUnproved?.(verdict.unseen);
      if (unproved === undefined) return undefined;
      const unseenOf = ({ unit }: Element) => verdict.unseen.filter((file) => unit.files.includes(file));
      return refusalBy(unproved, unseenOf, (unseen) => whyUnproved?.(unseen));
    }
    const errorsOf = ({ unit }: Element) => verdict.added.filter(({ file }) => unit.files.includes(file));
    return refusalBy(verdict.reason, errorsOf, describeErrors);
  };
  const byUnit = await acceptedByUnit(open.elements, ({ unit }) => unit, test, onDecided);
  const result = byUnit ?? (await largestAccepted(open.elements, test, onDecided));
  for (const { element, reason } of result.refused) refused.set(element, { reason });
  return result.kept;
}

/** A refusal that tells what it has against each element. */
function refusalBy<Fault>(
  reason: string,
  faultsOf: (element: Element) => readonly Fault[],
  describe: (faults: readonly Fault[]) => string | undefined,
): Refusal<Element> {
  return {
    ...{ reason, reasonOf: (element) => describe(faultsOf(element)) },
    blames: (element) => faultsOf(element).length > 0,
  };
}

/** So many files are judged together at most: those of a run need not all be in memory at once. */
const MOST_AHEAD = 100;

/** Parts of jobs, in their order, that are judged together ahead. */
export function inRounds<T extends Pick<Job, "units">>(jobs: readonly T[]): readonly (readonly T[])[] {
  const rounds: T[][] = [];
  let files = Infinity;
  for (const job of jobs) {
    const own = job.units.reduce((sum, unit) => sum + unit.files.length, 0);
    if (files + own > MOST_AHEAD) rounds.push([]);
    files = files + own > MOST_AHEAD ? own : files + own;
    rounds.at(-1)!.push(job);
  }
  return rounds;
}

/** Lets the checker judge all edits of some jobs as one change, before it is asked about one of them; they are opened once it is. */
export function expectAll(types: Types, jobs: () => readonly OpenJob[]): void {
  types.expect(() => {
    const edits = jobs().map((open) => editAll(open, open.elements));
    return new Map(edits.flatMap((own) => (typeof own === "string" ? [] : own.map(({ file, after }) => [file, textOf(after)]))));
  });
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
