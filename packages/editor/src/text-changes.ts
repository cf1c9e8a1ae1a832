import type { TextEdit } from "@godwit/engine";

/** Beyond so many pairs of lines the difference is one edit. */
const MOST_PAIRS = 1_000_000;

/** Edits that turn one text into another, line by line, so that what stays is not touched. */
export function textChanges(before: string, after: string): readonly TextEdit[] {
  return compare(linesOf(before), linesOf(after), 0);
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compare(old: readonly string[], fresh: readonly string[], offset: number): readonly TextEdit[] {
  const start = commonLength(old, fresh, (list, index) => list[index]);
  const most = Math.min(old.length, fresh.length) - start;
  const end = Math.min(
    most,
    commonLength(old, fresh, (list, index) => list[list.length - 1 - index]),
  );
  const [left, right] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
  if (left.length === 0 && right.length === 0) return [];
  const at = offset + lengthOf(old.slice(0, start));
  const same = longestRun(left, right);
  if (same.length === 0) return [{ range: [at, at + lengthOf(left)], text: right.join("") }];
  const after = at + lengthOf(left.slice(0, same.left + same.length));
  return [
    ...compare(left.slice(0, same.left), right.slice(0, same.right), at),
    ...compare(left.slice(same.left + same.length), right.slice(same.right + same.length), after),
  ];
}

function commonLength(
  old: readonly string[],
  fresh: readonly string[],
  at: (list: readonly string[], index: number) => string | undefined,
): number {
  let length = 0;
  while (length < Math.min(old.length, fresh.length) && at(old, length) === at(fresh, length)) length += 1;
  return length;
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

/** The longest run of lines that both have. */
function longestRun(left: readonly string[], right: readonly string[]) {
  let best = { left: 0, right: 0, length: 0 };
  if (left.length * right.length > MOST_PAIRS) return best;
  let above: number[] = [];
  left.forEach((line, index) => {
    const row = right.map((other, column) => (line === other ? (above[column - 1] ?? 0) + 1 : 0));
    row.forEach((length, column) => {
      if (length > best.length) best = { left: index + 1 - length, right: column + 1 - length, length };
    });
    above = row;
  });
  return best;
}
