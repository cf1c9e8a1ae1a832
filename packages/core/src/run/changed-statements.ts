import { applyTextEdits } from "../edits/compose.js";
import type { TextEdit } from "../syntax/change.js";
import type { ChangedPart } from "../syntax/engine-host.js";
import { firstIndex, type Range } from "../syntax/ranges.js";

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
  const front = firstIndex(statements.length, (at) => statements[at]![1] >= start) - 2;
  const behind = firstIndex(statements.length, (at) => statements[at]![0] > end);
  return [statements[front]?.[1] ?? 0, statements[behind]?.[1] ?? length];
}

function moved({ range: [start, end], ...edit }: TextEdit, distance: number): TextEdit {
  return { ...edit, range: [start + distance, end + distance] };
}
