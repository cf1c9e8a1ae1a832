import type { Change } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { LONGEST_LINE } from "../../semantics/layout.js";
import { namesOnLines } from "./declaration-text.js";
import type { NameList } from "./name-list.js";

/**
 * The changes of a list of names, as one that gives each name a line where the list is on one line, which would become longer than the
 * file's imports are; a line that was too long before is the file's own choice.
 */
export function breakLongList(file: FileView, { open, close }: NameList, changes: Change[]): Change[] {
  const lineStart = file.text.lastIndexOf("\n", open) + 1;
  const lineEnd = /\r?\n|$/u.exec(file.text.slice(close))!.index + close;
  const names = textAfter(file.text, [open + 1, close], changes);
  if (names === undefined || /[\n{}()=/]/u.test(names)) return changes;
  const length = lineEnd - lineStart + names.length - (close - open - 1);
  const layout = file.layout();
  if (length <= layout.importWidth || lineEnd - lineStart > LONGEST_LINE) return changes;
  const items = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const lead = /^[ \t]*/u.exec(file.text.slice(lineStart))![0];
  return [
    { range: [open, close + 1], parts: [namesOnLines(items, layout).replaceAll(layout.eol, () => `${layout.eol}${lead}`)] },
  ];
}

/** A part of the text after changes in it; undefined where they keep text that others may change. */
function textAfter(text: string, [start, end]: readonly [number, number], changes: readonly Change[]): string | undefined {
  let [at, written] = [start, ""];
  for (const { range, parts } of [...changes].sort((a, b) => a.range[0] - b.range[0])) {
    if (range[0] < at || range[1] > end) return undefined;
    written += text.slice(at, range[0]);
    for (const part of parts) {
      if (typeof part !== "string") return undefined;
      written += part;
    }
    at = range[1];
  }
  return written + text.slice(at, end);
}
