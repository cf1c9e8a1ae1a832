/**
 * Which line of the text before is which line of the text after (both start at 1): lines that occur once in both texts are the same if they
 * keep their order, and so are the lines between two of these that follow each other, where there are as many of them in both texts.
 */
export function matchLines(before: string, after: string): ReadonlyMap<number, number> {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const anchors = [{ from: 0, to: 0 }, ...commonLines(old, now), { from: old.length + 1, to: now.length + 1 }];
  const matched = new Map<number, number>();
  for (const [index, { from, to }] of anchors.entries()) {
    const next = anchors[index + 1];
    if (from > 0 && next) matched.set(from, to);
    if (next?.from === undefined || next.from - from !== next.to - to) continue;
    for (let line = 1; from + line < next.from; line++) matched.set(from + line, to + line);
  }
  return matched;
}

interface Anchor {
  readonly from: number;
  readonly to: number;
}

function commonLines(old: readonly string[], now: readonly string[]): readonly Anchor[] {
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
