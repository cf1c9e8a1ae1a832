import type { Near } from "../examined-project.js";

/** Says which of some errors are gone without some candidates; undefined to end the search. */
export type AskCured<Illness, Candidate> = (
  without: ReadonlySet<Candidate>,
  illnesses: readonly Illness[],
) => Promise<ReadonlySet<Illness> | undefined>;

/** The culprits of errors; undefined of one that stays without all of its suspects. */
type Found<Illness, Candidate> = Map<Illness, readonly Candidate[] | undefined>;

/** Errors by the projects that show them, so that a program can stay in memory while it is asked again. */
export function byProject<Shown extends { readonly config: string }>(errors: readonly Shown[]): readonly (readonly Shown[])[] {
  const configs = new Set(errors.map(({ config }) => config));
  return [...configs].map((config) => errors.filter((error) => error.config === config));
}

/** What the checker is asked about errors of one project. */
export function nearErrors(errors: readonly { readonly config: string; readonly file: string }[]): Near {
  return { config: errors[0]!.config, files: new Set(errors.map(({ file }) => file)) };
}

/**
 * The fewest of each error's suspects without which it is gone, the likeliest being first among them; undefined of one that stays without
 * all of them, and for all if the search was ended. All are looked for at once, so that few questions are asked: a question's candidates are
 * those that any of the searches wants to do without.
 */
export async function findCulprits<Illness, Candidate>(
  suspects: ReadonlyMap<Illness, readonly Candidate[]>,
  askCured: AskCured<Illness, Candidate>,
): Promise<ReadonlyMap<Illness, readonly Candidate[] | undefined> | undefined> {
  const known: Found<Illness, Candidate> = new Map();
  const ask: typeof askCured = (without, illnesses) =>
    illnesses.length > 0 ? askCured(new Set([...without, ...allOf(known)]), illnesses) : Promise.resolve(new Set());
  let left = [...suspects];
  for (let most = left.length; left.length > 0;) {
    const some = left.slice(0, most);
    const found = await searchTogether(some, ask);
    const proven = found && (some.length > 1 ? await withoutBystanders(found, ask) : found);
    if (!proven) return undefined;
    for (const [illness, own] of proven) known.set(illness, own);
    left = left.filter(([illness]) => !known.has(illness));
    // Where searches only disturb each other, the next one is on its own.
    most = proven.size === 0 ? 1 : left.length;
  }
  return known;
}

function allOf<Illness, Candidate>(found: Found<Illness, Candidate>): readonly Candidate[] {
  return [...found.values()].flatMap((own) => own ?? []);
}

/** One search for each illness; what one of them tries may cure another one's. */
async function searchTogether<Illness, Candidate>(
  suspects: readonly (readonly [Illness, readonly Candidate[]])[],
  ask: AskCured<Illness, Candidate>,
): Promise<Found<Illness, Candidate> | undefined> {
  const found: Found<Illness, Candidate> = new Map();
  const open = new Map(suspects.map(([illness, own]) => [illness, searchAmong(own)]));
  for (let cured: ReadonlySet<Illness> | undefined = new Set(); cured;) {
    const without = new Set(allOf(found));
    for (const [illness, search] of open) {
      const next = search.next(cured.has(illness));
      for (const candidate of next.value ?? []) without.add(candidate);
      if (!next.done) continue;
      found.set(illness, next.value);
      open.delete(illness);
    }
    if (open.size === 0) return found;
    cured = await ask(without, [...open.keys()]);
  }
  return undefined;
}

/** Yields the candidates to do without, is told whether that is a cure, and returns the culprits. */
function* searchAmong<Candidate>(
  candidates: readonly Candidate[],
): Generator<readonly Candidate[], readonly Candidate[] | undefined, boolean> {
  const found: Candidate[] = [];
  let left = candidates;
  while (!(yield [...found])) {
    const length = yield* shortestCure(left, found);
    // After a first culprit, only what other searches tried meanwhile can have misled this one.
    if (length === undefined) return found.length > 0 ? found : undefined;
    found.push(left[length - 1]!);
    left = left.slice(0, length - 1);
    if (left.length === 0) break;
  }
  return found;
}

/** How many from the start cure it, beside those found: first twice as many each time, then halving between. */
function* shortestCure<Candidate>(
  candidates: readonly Candidate[],
  found: readonly Candidate[],
): Generator<readonly Candidate[], number | undefined, boolean> {
  let tooFew = 0;
  let enough = 0;
  while (tooFew < candidates.length && enough === 0) {
    const length = Math.min(Math.max(1, tooFew * 2), candidates.length);
    if (yield [...found, ...candidates.slice(0, length)]) enough = length;
    else tooFew = length;
  }
  if (enough === 0) return undefined;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (yield [...found, ...candidates.slice(0, middle)]) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/**
 * Leaves out the culprits that were found only because another one was gone at that time, and as a whole the illnesses whose own were not
 * found. Half of all culprits comes back, then the other half, for each digit of their numbers: the halves with which an illness comes back
 * spell the number of its culprit. Of illnesses with the same culprits one is asked about, and the others are only seen to be cured by its own.
 */
async function withoutBystanders<Illness, Candidate>(
  found: Found<Illness, Candidate>,
  ask: AskCured<Illness, Candidate>,
): Promise<Found<Illness, Candidate> | undefined> {
  const proven: Found<Illness, Candidate> = new Map([...found].filter(([, own]) => !own || own.length === 0));
  const doubted = [...found.keys()].filter((illness) => !proven.has(illness));
  const culprits = [...new Set(doubted.flatMap((illness) => found.get(illness)!))];
  const cured = await ask(new Set(culprits), doubted);
  const alike = cured && [...byCulprits([...cured], found, culprits)];
  const spelled =
    alike &&
    (await spellCulprits(
      culprits,
      alike.map(([illness]) => illness!),
      ask,
    ));
  if (!spelled) return undefined;
  const uncertain = alike.flatMap(([first, ...others]) => {
    const culprit = spelled.get(first!);
    for (const illness of [first!, ...others]) proven.set(illness, culprit === undefined ? found.get(illness) : [culprit]);
    return culprit === undefined ? [first!, ...others] : others;
  });
  for (let left = uncertain; ;) {
    const curedNow = left.length > 0 ? await ask(new Set(allOf(proven)), left) : cured;
    if (!curedNow) return undefined;
    const ill = left.filter((illness) => !curedNow.has(illness));
    if (ill.length === 0) return proven;
    for (const illness of ill) proven.delete(illness);
    left = left.filter((illness) => curedNow.has(illness));
  }
}

/** Illnesses with the same culprits. */
function byCulprits<Illness, Candidate>(
  illnesses: readonly Illness[],
  found: Found<Illness, Candidate>,
  culprits: readonly Candidate[],
): Iterable<readonly Illness[]> {
  const groups = new Map<string, Illness[]>();
  for (const illness of illnesses) {
    const key = found
      .get(illness)!
      .map((culprit) => culprits.indexOf(culprit))
      .sort()
      .join();
    const known = groups.get(key);
    if (known) known.push(illness);
    else groups.set(key, [illness]);
  }
  return groups.values();
}

/** The one culprit of each illness that is gone without all of them; undefined where it has several, or one of several is enough. */
async function spellCulprits<Illness, Candidate>(
  culprits: readonly Candidate[],
  illnesses: readonly Illness[],
  ask: AskCured<Illness, Candidate>,
): Promise<ReadonlyMap<Illness, Candidate | undefined> | undefined> {
  const numbers = new Map(illnesses.map((illness): [Illness, number | undefined] => [illness, 0]));
  for (let digit = 1; digit < culprits.length; digit *= 2) {
    const curedWithout = (side: number): ReturnType<typeof ask> =>
      ask(new Set(culprits.filter((_, number) => (number & digit) === side)), illnesses);
    const [withOnes, withZeros] = [await curedWithout(0), await curedWithout(digit)];
    if (!withOnes || !withZeros) return undefined;
    for (const [illness, number] of numbers) {
      const isZero = withOnes.has(illness);
      const isClear = number !== undefined && isZero !== withZeros.has(illness);
      numbers.set(illness, isClear ? (isZero ? number : number + digit) : undefined);
    }
  }
  return new Map([...numbers].map(([illness, number]) => [illness, number === undefined ? undefined : culprits[number]]));
}
