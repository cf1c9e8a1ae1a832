/**
 * The fewest of some candidates without which an error is gone, the likeliest being first among them; undefined if it stays without all of
 * them, or the search was ended. Each is known to be needed: with it, and without the others, the error is back.
 */
export async function findCulprits<Candidate>(
  candidates: readonly Candidate[],
  isCuredWithout: (some: readonly Candidate[]) => Promise<boolean | undefined>,
): Promise<readonly Candidate[] | undefined> {
  const found: Candidate[] = [];
  let left = candidates;
  for (;;) {
    const isCured = await isCuredWithout(found);
    if (isCured === undefined) return undefined;
    if (isCured) return found;
    const length = await shortestCure(left, (some) => isCuredWithout([...found, ...some]));
    if (length === undefined) return undefined;
    found.push(left[length - 1]!);
    left = left.slice(0, length - 1);
  }
}

/** How many from the start cure it: first twice as many each time, then halving between. */
async function shortestCure<Candidate>(
  candidates: readonly Candidate[],
  isCuredWithout: (some: readonly Candidate[]) => Promise<boolean | undefined>,
): Promise<number | undefined> {
  let tooFew = 0;
  let enough = 0;
  while (tooFew < candidates.length && enough === 0) {
    const length = Math.min(Math.max(1, tooFew * 2), candidates.length);
    const isCured = await isCuredWithout(candidates.slice(0, length));
    if (isCured === undefined) return undefined;
    if (isCured) enough = length;
    else tooFew = length;
  }
  if (enough === 0) return undefined;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    const isCured = await isCuredWithout(candidates.slice(0, middle));
    if (isCured === undefined) return undefined;
    if (isCured) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
