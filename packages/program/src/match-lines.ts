/** Pairs of lines that are the same, or places before the first and behind the last line. */
interface Anchor {
  readonly from: number;
  readonly to: number;
}

/** More pairs than this between two lines that occur once are not compared one by one. */
const MOST_PAIRS = 40_000;

/**
 * Which line of the text before is which line of the text after (both start at 1): lines that stayed keep their order, and an edited line is
 * between the same lines that stayed. Where there are more of them in the text after, those above are the added ones, as imports are.
 */
export function matchLines(before: string, after: string): ReadonlyMap<number, number> {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const ends = [
    { from: 0, to: 0 },
    { from: old.length + 1, to: now.length + 1 },
  ] as const;
  const unique = between(ends[0], ends[1], linesThatOccurOnce(old, now));
  const matched = new Map<number, number>();
  for (const [start, end] of pairs(unique)) {
    const [from, to] = [old.slice(start.from, end.from - 1), now.slice(start.to, end.to - 1)];
    const common = commonLines(from, to).map((each) => ({ from: each.from + start.from, to: each.to + start.to }));
    for (const [above, below] of pairs(between(start, end, common)))
      for (let up = 0; below.from - up > above.from && below.to - up > above.to; up++)
        matched.set(below.from - up, below.to - up);
  }
  return matched;
}

function between(start: Anchor, end: Anchor, inside: readonly Anchor[]): readonly Anchor[] {
  return [start, ...inside, end];
}

function pairs(anchors: readonly Anchor[]): readonly (readonly [Anchor, Anchor])[] {
  return anchors.slice(1).map((end, index) => [anchors[index]!, end] as const);
}

function linesThatOccurOnce(old: readonly string[], now: readonly string[]): readonly Anchor[] {
  const places = onceIn(now);
  let last = 0;
  return [...onceIn(old)].flatMap(([text, from]) => {
    const to = places.get(text);
    if (to === undefined || to <= last) return [];
    last = to;
    return [{ from, to }];
  });
}

/** The lines that occur once, with their numbers, in their order. */
function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Map(lines.flatMap((line, index) => (counts.get(line) === 1 ? [[line, index + 1] as const] : [])));
}

/** A longest common sequence of lines, the lowest where there are several. */
function commonLines(old: readonly string[], now: readonly string[]): readonly Anchor[] {
  if (old.length * now.length > MOST_PAIRS) return [];
  // How many lines are common up to a place in each.
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = 1; i <= old.length; i++)
    for (let j = 1; j <= now.length; j++)
      lengths[i]![j] =
        old[i - 1] === now[j - 1] ? lengths[i - 1]![j - 1]! + 1 : Math.max(lengths[i - 1]![j]!, lengths[i]![j - 1]!);
  const found: Anchor[] = [];
  for (let i = old.length, j = now.length; i > 0 && j > 0;) {
    if (old[i - 1] === now[j - 1]) found.push({ from: i--, to: j-- });
    else if (lengths[i - 1]![j]! >= lengths[i]![j - 1]!) i--;
    else j--;
  }
  return found.reverse();
}
