/** `[start, end)` in UTF-16 offsets. */
export type Range = readonly [number, number];

/** Whether the inner range is within the outer one. */
/** Whether the inner range is within the outer one. */
export function contains(outer: Range, inner: Range): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** Whether two ranges share a character. */
/** Whether two ranges share a character. */
export function overlaps(a: Range, b: Range): boolean {
  return a[0] < b[1] && b[0] < a[1];
}

/** Whether two ranges are equal. */
/** Whether two ranges are equal. */
export function isSameRange(a: Range, b: Range): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Things with ranges, by what they contain: asking takes about the same time for ten and for ten thousand. */
export class RangeIndex<T> {
  readonly #sorted: readonly { readonly item: T; readonly range: Range }[];
  /** The greatest end of each beginning of the list. */
  readonly #ends: readonly number[];

  constructor(items: readonly T[], rangeOf: (item: T) => Range) {
    this.#sorted = items.map((item) => ({ item, range: rangeOf(item) })).sort((a, b) => a.range[0] - b.range[0]);
    let end = -1;
    this.#ends = this.#sorted.map(({ range }) => (end = Math.max(end, range[1])));
  }

  /** The items whose range contains the given one, the innermost first where they are in each other. */
  *around([start, end]: Range): Generator<T> {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.range[0] <= start) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= 0 && this.#ends[index]! >= end; index--)
      if (this.#sorted[index]!.range[1] >= end) yield this.#sorted[index]!.item;
  }
}
