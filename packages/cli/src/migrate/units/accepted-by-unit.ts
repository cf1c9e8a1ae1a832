import { groupBy } from "@godwit/project";
import { halvesOf, type Halved, type Refusal } from "./largest-accepted.js";

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
