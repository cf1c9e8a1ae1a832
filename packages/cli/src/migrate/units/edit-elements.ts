import type { ShownTypeError } from "@godwit/program";
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
  /** Whether parts of a file are kept or put back one by one, also after types: then as many are looked for as there can be. */
  readonly isBySite: boolean;
  /** Why edits of files that no project has are not kept; without it they are. */
  whyUnproved?(unseen: readonly string[]): string | undefined;
  onDecided?(share: number): void;
}

/** So often sites are left out at which errors point; what is wrong with the rest does not show in its files. */
const MOST_ROUNDS = 3;
/** So many questions the search among sites of a file may take, where a person has not asked for as many sites as there can be. */
const MOST_TESTS = 8;

/** An error, and what of those that were tried it points at. */
interface Pointer {
  readonly error: ShownTypeError;
  readonly at: readonly Element[];
}

/** Why sites are left out, in which round, and those that the same error points at. */
interface LeftOut {
  readonly round: number;
  readonly reason: string;
  readonly group: readonly Element[];
}

/**
 * A large set without new type errors, found in memory: without the sites at which errors point; where they point at none, without files. What was left out
 * for what another one did is put in again.
 */
export async function cleanByTypes(
  asked: TypesSearch,
  open: OpenJob,
  refused: Map<Element, Refused>,
): Promise<readonly Element[]> {
  const { isBySite, onDecided } = asked;
  const test = testByTypes(asked, open);
  const refusal = open.elements.length > 0 ? await test(open.elements) : undefined;
  if (!refusal) return open.elements;
  const parts = partsOf(open, refusal);
  const { out } = await leaveOut(parts, { test, most: MOST_ROUNDS });
  const left = parts.filter((element) => !out.has(element));
  const search = { test, most: isBySite ? Infinity : MOST_TESTS, onDecided, unitOf: ({ unit }: Element) => unit };
  const rest = (await acceptedByUnit(left, search)) ?? (await largestAccepted(isBySite ? left : byUnit(left), test, onDecided));
  const kept = await withLeftOut(out, rest, { test, most: search.most, isBySite });
  for (const [element, { reason }] of out) if (!kept.includes(element)) refused.set(element, { reason });
  for (const { element, reason } of rest.refused) refused.set(element, { reason });
  return isBySite ? kept : byUnit(kept);
}

/** What is kept, and of what was left out what holds on top of it: an error may have pointed at it for what another one did. */
async function withLeftOut(
  out: ReadonlyMap<Element, LeftOut>,
  rest: Halved<Element>,
  { test, most, isBySite }: { readonly test: TypesTest; readonly most: number; readonly isBySite: boolean },
): Promise<readonly Element[]> {
  let { kept } = rest;
  const onTop = (candidate: readonly Element[]) => test([...kept, ...candidate], candidate);
  const lastRound = Math.max(...[...out.values()].map(({ round }) => round));
  const isDoubtful = ({ round, group }: LeftOut): boolean => round < lastRound || group.length > 1 || rest.refused.length > 0;
  const unsure: Element[] = [];
  for (let round = 0; round <= lastRound; round++) {
    const doubtful = [...out].flatMap(([element, each]) => (each.round === round && isDoubtful(each) ? [element] : []));
    const again = await leaveOut(doubtful, { test: onTop, most, isOneByOne: true });
    if (again.holds) kept = [...kept, ...doubtful.filter((element) => !again.out.has(element))];
    unsure.push(...doubtful.filter((element) => !again.holds || (again.out.get(element)?.group.length ?? 0) > 1));
  }
  return isBySite ? [...kept, ...(await largestAccepted(unsure, onTop)).kept] : kept;
}

/** The elements, of files that move alone and have errors in the smallest parts that may be kept. */
function partsOf({ files, elements }: OpenJob, { blames }: Refusal<Element>): readonly Element[] {
  return [...groupBy(elements, ({ unit }) => unit)].flatMap(([unit, own]): readonly Element[] => {
    if (unit.files.length > 1 || !blames?.(own[0]!)) return own;
    const sites = new Set(own.flatMap((element) => element.sites));
    const groups = files
      .get(unit.id)!
      .together()
      .map((group) => group.filter((site) => sites.has(site)));
    return groups.filter(({ length }) => length > 0).map((group) => ({ unit, sites: group }));
  });
}

/** What is kept of each unit, as one. */
function byUnit(elements: readonly Element[]): readonly Element[] {
  return [...groupBy(elements, ({ unit }) => unit)].map(([unit, own]) => ({ unit, sites: own.flatMap(({ sites }) => sites) }));
}

/** Leaves out those at which errors point, or of each only the first, until none is left that does; also says whether the others hold. */
async function leaveOut(
  parts: readonly Element[],
  { test, most, isOneByOne = false }: { readonly test: TypesTest; readonly most: number; readonly isOneByOne?: boolean },
): Promise<{ readonly out: ReadonlyMap<Element, LeftOut>; readonly holds: boolean }> {
  const out = new Map<Element, LeftOut>();
  for (let round = 0; round < most && out.size < parts.length; round++) {
    const refusal = await test(parts.filter((element) => !out.has(element)));
    if (!refusal) return { out, holds: true };
    const pointers = refusal.pointers?.filter(({ at }) => at.length > 0) ?? [];
    if (pointers.length === 0) break;
    const errorsOf = (element: Element) => pointers.flatMap(({ at, error }) => (at.includes(element) ? [error] : []));
    for (const { at } of pointers)
      for (const element of isOneByOne ? at.slice(0, 1) : at)
        if (!out.has(element)) out.set(element, { reason: describeErrors(errorsOf(element))!, group: at, round });
  }
  return { out, holds: false };
}

/** Why elements can't be kept, and what errors point at among `suspects`. */
type TypesTest = (
  candidate: readonly Element[],
  suspects?: readonly Element[],
) => Promise<(Refusal<Element> & { readonly pointers?: readonly Pointer[] }) | undefined>;

function testByTypes({ types, interrupt, whyUnproved }: TypesSearch, open: OpenJob): TypesTest {
  return async (candidate, suspects = candidate) => {
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
    const pointers = verdict.added.map((error): Pointer => {
      const edit = edits.find(({ file }) => file === error.file);
      const among = suspects.flatMap(({ sites }) => sites.filter(({ file }) => file === error.file));
      const sites = new Set(edit?.pointedAt?.(error, among));
      return { error, at: suspects.filter((element) => element.sites.some((site) => sites.has(site))) };
    });
    return { ...refusalBy(verdict.reason, errorsOf, describeErrors), pointers };
  };
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

/** How `acceptedByUnit` searches. */
interface UnitSearch<T> {
  unitOf(element: T): unknown;
  test(candidate: readonly T[]): Promise<Refusal<T> | undefined>;
  /** The most tests; none: as many as it takes. */
  readonly most?: number;
  /** Hears which share is decided, before each test. */
  readonly onDecided?: ((share: number) => void) | undefined;
}

/** What is known of the elements of one unit. */
interface Lane<T> {
  readonly kept: T[];
  refused: { readonly element: T; readonly reason: string }[];
  /** Parts that are tried one after the other. */
  waiting: (readonly T[])[];
  /** Why a part of it was refused last. */
  refusal?: Refusal<T>;
  /** Whether what was refused was tried again, on top of what is kept. */
  isRetried: boolean;
}

/**
 * Finds a largest set as `largestAccepted` does, but in all units at the same time: each test has one part of each unit of which something is
 * open, and what is blamed tells which of these hold. Undefined where that can't be told, as something is refused and no unit is blamed, or
 * what is kept does not hold together. After so many tests what is open counts as refused.
 */
export async function acceptedByUnit<T>(
  elements: readonly T[],
  { unitOf, test, most = Infinity, onDecided }: UnitSearch<T>,
): Promise<Halved<T> | undefined> {
  const lanes = [...groupBy(elements, unitOf).values()].map((own): Lane<T> => ({
    kept: [],
    refused: [],
    waiting: [own],
    isRetried: false,
  }));
  let isWhole = false;
  let tests = 0;
  for (let open = lanes; open.length > 0 && tests < most; open = lanes.filter(({ waiting }) => waiting.length > 0)) {
    tests++;
    onDecided?.(lanes.reduce((sum, { kept, refused }) => sum + kept.length + refused.length, 0) / elements.length);
    const refusal = await test(open.flatMap(({ kept, waiting: [next] }) => [...kept, ...next!]));
    isWhole = !refusal && open.length === lanes.length;
    const blamed = refusal && open.filter(({ waiting: [next] }) => next!.some((element) => refusal.blames?.(element)));
    if (blamed?.length === 0) return undefined;
    for (const lane of open) decide(lane, blamed?.includes(lane) ? refusal : undefined);
  }
  for (const { refused, waiting, refusal } of lanes)
    refused.push(...waiting.flat().map((element) => ({ element, reason: reasonFor(element, refusal!) })));
  const accepted = new Set(lanes.flatMap((lane) => lane.kept));
  const kept = elements.filter((element) => accepted.has(element));
  if (!isWhole && kept.length > 0 && (await test(kept))) return undefined;
  return { kept, refused: lanes.flatMap(({ refused }) => refused) };
}

function reasonFor<T>(element: T, { reason, reasonOf }: Refusal<T>): string {
  return reasonOf?.(element) ?? reason;
}

/** Keeps the part of a lane that was tried, or refuses it, or parts it. */
function decide<T>(lane: Lane<T>, refusal: Refusal<T> | undefined): void {
  const part = lane.waiting.shift()!;
  if (refusal) lane.refusal = refusal;
  if (!refusal) {
    lane.kept.push(...part);
  } else if (part.length === 1) {
    lane.refused.push({ element: part[0]!, reason: reasonFor(part[0]!, refusal) });
  } else {
    lane.waiting.unshift(...halvesOf(part));
  }
  if (lane.waiting.length > 0 || lane.isRetried || lane.kept.length === 0) return;
  lane.isRetried = true;
  lane.waiting = lane.refused.map(({ element }) => [element]);
  lane.refused = [];
}
