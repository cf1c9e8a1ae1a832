import { BrokenFixError, type EditedFile } from "./edit-file.js";
import { textOf } from "../disk/unit-files.js";
import { type Interrupt, INTERRUPTED } from "../interrupt.js";
import type { Element, Job, OpenJob } from "./jobs.js";
import { describeErrors, type Types } from "../types/verify-types.js";
import { groupBy } from "@godwit/project";

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

/** What is kept of a set, and what had to go, each with its reason. */
export interface Halved<T> {
  readonly kept: readonly T[];
  readonly refused: readonly { readonly element: T; readonly reason: string }[];
}

/** Why a set can't be kept. */
export interface Refusal<T> {
  readonly reason: string;
  /** Which elements it is about, where it says. */
  blames?(element: T): boolean;
  /** What it says about one of these. */
  reasonOf?(element: T): string | undefined;
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
  return halvesOf(part);
}

/** The two halves of a list; none of a single element. */
export function halvesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [];
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

/** What is known of the elements of one unit. */
interface Lane<T> {
  readonly kept: T[];
  refused: { readonly element: T; readonly reason: string }[];
  /** Parts that are tried one after the other. */
  waiting: (readonly T[])[];
  /** Whether what was refused was tried again, on top of what is kept. */
  isRetried: boolean;
}

/**
 * Finds a largest set as `largestAccepted` does, but in all units at the same time: each test has one part of each unit of which something is
 * open, and what is blamed tells which of these hold. Undefined where that can't be told, as something is refused and no unit is blamed, or
 * what is kept does not hold together.
 */
export async function acceptedByUnit<T>(
  elements: readonly T[],
  unitOf: (element: T) => unknown,
  test: (candidate: readonly T[]) => Promise<Refusal<T> | undefined>,
  onDecided: (share: number) => void = () => undefined,
): Promise<Halved<T> | undefined> {
  const lanes = [...groupBy(elements, unitOf).values()].map((own): Lane<T> => ({
    kept: [],
    refused: [],
    waiting: [own],
    isRetried: false,
  }));
  let isWhole = false;
  for (let open = lanes; open.length > 0; open = lanes.filter(({ waiting }) => waiting.length > 0)) {
    onDecided(lanes.reduce((sum, { kept, refused }) => sum + kept.length + refused.length, 0) / elements.length);
    const refusal = await test(open.flatMap(({ kept, waiting: [next] }) => [...kept, ...next!]));
    isWhole = !refusal && open.length === lanes.length;
    const blamed = refusal && open.filter(({ waiting: [next] }) => refusal.blames?.(next![0]!));
    if (blamed?.length === 0) return undefined;
    for (const lane of open) decide(lane, blamed?.includes(lane) ? refusal : undefined);
  }
  const accepted = new Set(lanes.flatMap((lane) => lane.kept));
  const kept = elements.filter((element) => accepted.has(element));
  if (!isWhole && kept.length > 0 && (await test(kept))) return undefined;
  return { kept, refused: lanes.flatMap(({ refused }) => refused) };
}

/** Keeps the part of a lane that was tried, or refuses it, or parts it. */
function decide<T>(lane: Lane<T>, refusal: Refusal<T> | undefined): void {
  const part = lane.waiting.shift()!;
  if (!refusal) {
    lane.kept.push(...part);
  } else if (part.length === 1) {
    lane.refused.push({ element: part[0]!, reason: refusal.reasonOf?.(part[0]!) ?? refusal.reason });
  } else {
    lane.waiting.unshift(...halvesOf(part));
  }
  if (lane.waiting.length > 0 || lane.isRetried || lane.kept.length === 0) return;
  lane.isRetried = true;
  lane.waiting = lane.refused.map(({ element }) => [element]);
  lane.refused = [];
}
