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
