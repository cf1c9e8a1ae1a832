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
