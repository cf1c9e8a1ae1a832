import { BrokenFixError, type EditedFile } from "./edit-file.js";
import { textOf } from "../disk/unit-files.js";
import { type Interrupt, INTERRUPTED } from "../interrupt.js";
import type { Element, Job, OpenJob } from "./jobs.js";
import type { Types } from "../types/verify-types.js";

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

/** What is kept of a set, and what had to go, each with its reason. */
interface Halved<T> {
  readonly kept: readonly T[];
  readonly refused: readonly { readonly element: T; readonly reason: string }[];
}

/** Why a set can't be kept; `blamed` says which elements the reason names, if it names some. */
export interface Refusal<T> {
  readonly reason: string;
  blames?(element: T): boolean;
}

/**
 * Finds a largest set that a test accepts: the whole set if that holds, else its halves one after the other, each on top of what is kept
 * already, down to single elements. What is refused alone is tried once more at the end, as what it needs may be kept by then.
 * `onDecided` hears which share is decided, before each test.
 */
export async function largestAccepted<T>(
  elements: readonly T[],
  test: (candidate: readonly T[]) => Refusal<T> | undefined | Promise<Refusal<T> | undefined>,
  onDecided: (share: number) => void = () => undefined,
): Promise<Halved<T>> {
  const kept: T[] = [];
  let refused: { element: T; reason: string }[] = [];
  const attempt = async (part: readonly T[]): Promise<void> => {
    if (part.length === 0) return;
    onDecided((kept.length + refused.length) / elements.length);
    const refusal = await test([...kept, ...part]);
    if (!refusal) {
      kept.push(...part);
      return;
    }
    if (part.length === 1) {
      refused.push({ element: part[0]!, reason: refusal.reason });
      return;
    }
    for (const half of split(part, refusal)) await attempt(half);
  };
  await attempt(elements);
  if (refused.length > 0 && kept.length > 0 && refused.length < elements.length) {
    const again = refused;
    refused = [];
    for (const { element } of again) await attempt([element]);
  }
  const place = new Map(elements.map((element, index) => [element, index]));
  return { kept: kept.sort((a, b) => place.get(a)! - place.get(b)!), refused };
}

/** Those that the reason does not name come first, as they may all be fine. */
function split<T>(part: readonly T[], { blames }: Refusal<T>): readonly (readonly T[])[] {
  const blamed = blames ? part.filter((element) => blames(element)) : [];
  if (blamed.length > 0 && blamed.length < part.length) return [part.filter((element) => !blamed.includes(element)), blamed];
  const middle = Math.ceil(part.length / 2);
  return [part.slice(0, middle), part.slice(middle)];
}
