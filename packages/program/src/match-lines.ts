import { diffArrays } from "diff";

/**
 * Which line of the text before is which line of the text after (both start at 1): lines that stayed keep their order, and an edited line is
 * between the same lines that stayed. Where there are more of them in the text after, those above are the added ones, as imports are.
 */
export function matchLines(before: string, after: string): ReadonlyMap<number, number> {
  const matched = new Map<number, number>();
  // Compared from the end, so that of several equal lines the lowest stay.
  const [old, now] = [before.split("\n").reverse(), after.split("\n").reverse()];
  let [from, to] = [old.length, now.length];
  let [removed, added] = [0, 0];
  const matchTogether = (count: number): void => {
    for (let index = 0; index < count; index++) matched.set(from - index, to - index);
  };
  const matchEdited = (): void => {
    matchTogether(Math.min(removed, added));
    [from, to] = [from - removed, to - added];
    [removed, added] = [0, 0];
  };
  for (const { value, removed: isRemoved, added: isAdded } of diffArrays(old, now)) {
    if (isRemoved) removed += value.length;
    else if (isAdded) added += value.length;
    else {
      matchEdited();
      matchTogether(value.length);
      [from, to] = [from - value.length, to - value.length];
    }
  }
  matchEdited();
  return matched;
}
