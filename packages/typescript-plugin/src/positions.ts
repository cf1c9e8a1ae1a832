import type { Position, Range } from "./protocol.js";

/** Turns offsets of a text into lines and characters as editors count them: U+2028 ends no line. */
export function createPositions(text: string): (span: readonly [number, number]) => Range {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r]/g)) starts.push(index + end.length);
  const positionOf = (offset: number): Position => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - starts[low]! };
  };
  return ([start, end]) => ({ start: positionOf(start), end: positionOf(end) });
}
