import type { Change } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { LONGEST_LINE } from "../../semantics/layout.js";
import { bracedNames, namesOnLines } from "./declaration-text.js";
import type { NameList } from "./name-list.js";

/** A list of names and how much longer its line gets behind it. */
export interface FittedList extends NameList {
  /** Characters by which a new specifier is longer than the old one. */
  readonly grown: number;
}

/**
 * The changes of a list of names, as one that gives each name a line where its line would become longer than imports are, and as one
 * that puts all names on one line where a formatter would; a line that was too long before is the file's own choice.
 */
export function fitList(file: FileView, { open, close, grown }: FittedList, changes: Change[]): Change[] {
  const layout = file.layout();
  const lineStart = file.text.lastIndexOf("\n", open) + 1;
  const lineEnd = /\r?\n|$/u.exec(file.text.slice(close))!.index + close;
  const names = textAfter(file.text, [open + 1, close], changes);
  if (names === undefined || /[{}()=/]/u.test(names)) return changes;
  const items = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const rest = open - lineStart + (lineEnd - close - 1) + grown;
  const replaced = (text: string): Change[] => [{ range: [open, close + 1], parts: [text] }];
  if (names.includes("\n")) {
    const line = bracedNames(items, layout);
    // Formatters never break an import of one name.
    const isAlone = items.length === 1 && !file.text.slice(lineStart, open).includes(",");
    const isJoined = layout.formatterWidth !== undefined && (isAlone || rest + line.length <= layout.formatterWidth);
    return isJoined ? replaced(line) : changes;
  }
  const wasLong = lineEnd - lineStart > Math.max(LONGEST_LINE, layout.importWidth);
  if (rest + names.length + 2 <= layout.importWidth || items.length < 2 || wasLong) return changes;
  const lead = /^[ \t]*/u.exec(file.text.slice(lineStart))![0];
  return replaced(namesOnLines(items, layout).replaceAll(layout.eol, () => `${layout.eol}${lead}`));
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
