/** `[start, end)` in UTF-16 offsets. */
export type Range = readonly [number, number];

/** Whether the inner range is within the outer one. */
export function contains(outer: Range, inner: Range): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** Whether two ranges share a character. */
export function overlaps(a: Range, b: Range): boolean {
  return a[0] < b[1] && b[0] < a[1];
}

/** Whether two ranges are equal. */
export function isSameRange(a: Range, b: Range): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Things with ranges, by what they contain: asking takes about the same time for ten and for ten thousand. */
export class RangeIndex<T> {
  readonly #sorted: readonly { readonly item: T; readonly range: Range }[];
  /** For each thing the last one before it that ends after it; -1 if there is none. */
  readonly #longer: readonly number[];

  constructor(items: readonly T[], rangeOf: (item: T) => Range) {
    this.#sorted = items
      .map((item) => ({ item, range: rangeOf(item) }))
      .sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
    const longer: number[] = [];
    for (const [index, { range }] of this.#sorted.entries()) {
      let before = index - 1;
      while (before >= 0 && this.#sorted[before]!.range[1] <= range[1]) before = longer[before]!;
      longer.push(before);
    }
    this.#longer = longer;
  }

  /** The items whose range contains the given one, the innermost first where they are in each other. */
  *around([start, end]: Range): Generator<T> {
    for (let index = firstIndex(this.#sorted.length, (at) => this.#sorted[at]!.range[0] > start) - 1; index >= 0;) {
      const { item, range } = this.#sorted[index]!;
      if (range[1] >= end) yield item;
      // What is between a thing and the last longer one before it ends even earlier.
      index = range[1] >= end ? index - 1 : this.#longer[index]!;
    }
  }
}

/** The first index of a list for which something holds that holds for all behind it; the length if there is none. */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A part of new text: a string, or a range that is copied from the old text and in which other changes still apply. */
export type Part = string | Copy;

/** Text that is copied from the old one. */
export interface Copy {
  readonly copy: Range;
  /**
   * It is an expression that got another place: an `operand` binds closely there, so that an operator needs parentheses; a `value` does not.
   * Not given: what is around it is as it was.
   */
  readonly as?: "operand" | "value";
}

/** New text of an expression, without what it needs in its old place. */
export interface Expression {
  readonly parts: readonly Part[];
  /** Whether an operator around it could take it apart. */
  readonly isLoose: boolean;
}

/** What parts are as text, where no other change applies in what they copy. */
export function textOfParts(text: string, parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === "string" ? part : text.slice(...part.copy))).join("");
}

/** One change of text: the joined parts replace the text in `range`. */
export interface Change {
  readonly range: Range;
  readonly parts: readonly Part[];
  /** What is written where the old text alone is copied to another place; null if there it can't be; not given: the same. */
  readonly elsewhere?: Expression | null;
  /** The range whose old text its own text has, where no other change applies: what is used there is still used. */
  readonly repeats?: Range;
}

/** A change of text: `[start, end)` in UTF-16 offsets. Lists are sorted and do not overlap. */
export interface TextEdit {
  readonly range: readonly [number, number];
  readonly text: string;
}
