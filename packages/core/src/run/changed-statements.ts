import { applyTextEdits } from "../edits/compose.js";
import type { TextEdit } from "../syntax/change.js";
import type { ChangedPart } from "../syntax/engine-host.js";
import type { Range } from "../syntax/ranges.js";

/**
 * Only the statements of a text that some edits (in order) touch, before and after them, each with those beside it: a parser finds the same
 * in them as in the whole text, which takes it much longer. `statements` are the ranges of all, in order.
 */
export function changedStatements(text: string, edits: readonly TextEdit[], statements: readonly Range[]): ChangedPart {
  const parts: { start: number; end: number; edits: TextEdit[] }[] = [];
  for (const edit of edits) {
    const [start, end] = around(edit.range, statements, text.length);
    const last = parts.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(end, last.end);
      last.edits.push(edit);
    } else parts.push({ start, end, edits: [edit] });
  }
  const joined = (write: (part: (typeof parts)[number]) => string): string => parts.map(write).join("\n;\n");
  return {
    before: joined(({ start, end }) => text.slice(start, end)),
    after: joined((part) =>
      applyTextEdits(
        text.slice(part.start, part.end),
        part.edits.map((edit) => moved(edit, -part.start)),
      ),
    ),
  };
}

/** The range from before the statement in front of those that a range touches to the end of the one behind them. */
function around([start, end]: Range, statements: readonly Range[], length: number): Range {
  const front = countWhile(statements, (each) => each[1] < start) - 2;
  const behind = countWhile(statements, (each) => each[0] <= end);
  return [statements[front]?.[1] ?? 0, statements[behind]?.[1] ?? length];
}

/** How many of a list something holds for, which holds for all before the last of them. */
function countWhile(list: readonly Range[], holds: (range: Range) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function moved({ range: [start, end], ...edit }: TextEdit, distance: number): TextEdit {
  return { ...edit, range: [start + distance, end + distance] };
}
