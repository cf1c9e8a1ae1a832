import type { Change } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import type { Range } from "../file/ranges.js";

/** The names between the braces of an import, an export or a destructured `require`. */
export interface NameList {
  /** Offset of `{` and of `}`. */
  readonly open: number;
  readonly close: number;
  readonly items: readonly { readonly range: Range; readonly name: string }[];
}

/** Takes names out of a list and puts names in, and leaves layout, comments and trailing commas as they are. */
export function editNameList(
  file: FileView,
  list: NameList,
  removed: ReadonlySet<number>,
  added: readonly { name: string; text: string }[],
): Change[] {
  const kept = list.items.filter((_, index) => !removed.has(index));
  if (kept.length === 0 && list.items.length > 0) return [replaceAll(file, list, added)];
  const changes = removals(file, list, removed);
  const pending = isSorted(kept.map((item) => item.name)) && kept.length > 1 ? insertSorted(file, kept, added, changes) : added;
  if (pending.length > 0) changes.push(append(file, list, kept, pending));
  return changes;
}

/** Every name goes: the new ones take the place of the old, first to last. */
function replaceAll(file: FileView, list: NameList, added: readonly { text: string }[]): Change {
  const first = list.items[0] as { range: Range };
  const last = list.items.at(-1) as { range: Range };
  const separator = separatorBetween(file, list.items);
  return { range: [first.range[0], last.range[1]], parts: [added.map((item) => item.text).join(separator)] };
}

function removals(file: FileView, list: NameList, removed: ReadonlySet<number>): Change[] {
  const changes: Change[] = [];
  for (let index = 0; index < list.items.length; index++) {
    if (!removed.has(index)) continue;
    const first = index;
    while (removed.has(index + 1)) index++;
    changes.push({ range: removalRange(file, list, first, index), parts: [] });
  }
  return changes;
}

/** The names from `first` to `last` with the comma and white space that go with them; never a comment. */
function removalRange(file: FileView, list: NameList, first: number, last: number): Range {
  const start = (list.items[first] as { range: Range }).range[0];
  const end = (list.items[last] as { range: Range }).range[1];
  const next = list.items[last + 1];
  if (next) {
    if (file.commentsIn([end, next.range[0]]).length === 0) return [start, next.range[0]];
    const afterComma = file.skipTrivia(end) + 1;
    return [start, afterComma + (/^[ \t]*/u.exec(file.text.slice(afterComma)) as RegExpExecArray)[0].length];
  }
  const previous = list.items[first - 1] as { range: Range };
  if (file.commentsIn([previous.range[1], start]).length === 0) return [previous.range[1], end];
  const trailing = file.text[file.skipTrivia(end)] === ",";
  return [start, trailing ? file.skipTrivia(end) + 1 : end];
}

function isSorted(names: readonly string[]): boolean {
  return isSortedBy(names, (name) => name) || isSortedBy(names, (name) => name.toLowerCase());
}

function isSortedBy(names: readonly string[], key: (name: string) => string): boolean {
  return names.every((name, index) => index === 0 || key(names[index - 1] as string) <= key(name));
}

/** Puts each name before the first greater one; returns those that belong at the end. */
function insertSorted(
  file: FileView,
  kept: readonly { range: Range; name: string }[],
  added: readonly { name: string; text: string }[],
  changes: Change[],
): { name: string; text: string }[] {
  const ignoresCase = !isSortedBy(
    kept.map((item) => item.name),
    (name) => name,
  );
  const key = (name: string) => (ignoresCase ? name.toLowerCase() : name);
  const separator = separatorBetween(file, kept);
  return added.filter((item) => {
    const next = kept.find((other) => key(other.name) > key(item.name));
    if (!next) return true;
    changes.push({ range: [next.range[0], next.range[0]], parts: [item.text, separator] });
    return false;
  });
}

function append(file: FileView, list: NameList, kept: readonly { range: Range }[], added: readonly { text: string }[]): Change {
  const last = kept.at(-1);
  if (!last) {
    const space = file.layout().spacedBraces ? " " : "";
    return { range: [list.open + 1, list.close], parts: [`${space}${added.map((item) => item.text).join(", ")}${space}`] };
  }
  const separator = separatorBetween(file, list.items);
  return { range: [last.range[1], last.range[1]], parts: [added.map((item) => separator + item.text).join("")] };
}

/** `, ` or a comma, a line break and the indentation of the first name. */
function separatorBetween(file: FileView, items: readonly { readonly range: Range }[]): string {
  const first = items[0];
  if (!first) return ", ";
  const lineStart = file.text.lastIndexOf("\n", first.range[0] - 1) + 1;
  const indentation = file.text.slice(lineStart, first.range[0]);
  return /^[ \t]+$/u.test(indentation) ? `,${file.layout().eol}${indentation}` : ", ";
}
