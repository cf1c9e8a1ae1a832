import type { TSESTree } from "@typescript-eslint/types";
import type { Change, Range } from "../../syntax/ranges.js";
import type { FileView } from "../../semantics/file-view.js";
import { isSortedBy, sortsWithoutCase, type WrittenName } from "./fresh-declarations.js";
import type { ImportMove } from "../../semantics/import-requests.js";
import type { ImportedName } from "../../semantics/module-reference.js";

/** The names between the braces of an import, an export or a destructured `require`. */
export interface NameList {
  /** The offsets of `{` and `}`. */
  readonly open: number;
  readonly close: number;
  readonly items: readonly ListItem[];
}

type Named = Pick<ListItem, "name" | "local">;

interface ListItem {
  readonly range: Range;
  readonly name: string;
  readonly local: string;
  /** `type A` among names of values. */
  readonly isType?: boolean;
}

/** The changes of a list: indexes of old names, and the new names. */
export interface NameListEdit {
  readonly removed: ReadonlySet<number>;
  readonly added: readonly { readonly name: string; readonly local: string; readonly text: string; readonly isType?: boolean }[];
  /** The removed names whose comments go with them. */
  readonly carried: ReadonlySet<number>;
}

/** Removes names from a list and adds names, and keeps layout, comments and trailing commas as they are. */
export function editNameList(file: FileView, list: NameList, { removed, added, carried }: NameListEdit): Change[] {
  const kept = list.items.filter((_, index) => !removed.has(index));
  if (kept.length === 0 && list.items.length > 0) return [replaceAll(file, list, added)];
  const changes = removals(file, list, removed, carried);
  // Some sorters look at the names in the file.
  const isByLocal = !isSorted(kept.map(({ name }) => name)) && isSorted(kept.map(({ local }) => local));
  const nameOf = ({ name, local }: Named): string => (isByLocal ? local : name);
  const names = kept.map(nameOf);
  const ignoresCase = sortsWithoutCase(file, names);
  const key = (item: Named): string => (ignoresCase ? nameOf(item).toLowerCase() : nameOf(item));
  const inOrder = [...added].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const isInOrder = isToBeSorted(file, names);
  const pending = isInOrder
    ? insertSorted(file, { kept, added: inOrder, key }, changes)
    : insertAmongValues(file, list, { kept, added: inOrder, key }, changes);
  if (pending.length > 0) changes.push(append(file, list, kept, pending));
  return changes;
}

/** Replaces all names of a list, from the first to the last. */
function replaceAll(file: FileView, list: NameList, added: readonly { text: string }[]): Change {
  const first = list.items[0] as { range: Range };
  const last = list.items.at(-1) as { range: Range };
  const separator = separatorBetween(file, list.items);
  return { range: [first.range[0], last.range[1]], parts: [added.map((item) => item.text).join(separator)] };
}

/** The comments that belong to one name: above it, or after it on its line. */
export function commentsOfName(file: FileView, list: NameList, index: number): readonly TSESTree.Comment[] {
  return [...leadingComments(file, list, index), ...trailingComments(file, list, index)];
}

function leadingComments(file: FileView, list: NameList, index: number): readonly TSESTree.Comment[] {
  const { range } = list.items[index] as { range: Range };
  const previousEnd = list.items[index - 1]?.range[1] ?? list.open + 1;
  return file.commentsIn([previousEnd, range[0]]).filter((comment) => {
    const endsPreviousLine = !hasLineBreak(file, previousEnd, comment.range[0]) && hasLineBreak(file, comment.range[1], range[0]);
    return !endsPreviousLine;
  });
}

function trailingComments(file: FileView, list: NameList, index: number): readonly TSESTree.Comment[] {
  const end = (list.items[index] as { range: Range }).range[1];
  const nextStart = list.items[index + 1]?.range[0] ?? list.close;
  return file
    .commentsIn([end, nextStart])
    .filter((comment) => !hasLineBreak(file, end, comment.range[0]) && hasLineBreak(file, comment.range[1], nextStart));
}

function hasLineBreak(file: FileView, from: number, to: number): boolean {
  return file.text.slice(from, to).includes("\n");
}

function removals(file: FileView, list: NameList, removed: ReadonlySet<number>, carried: ReadonlySet<number>): Change[] {
  const tail = tailOf(list, removed);
  const inside = [...removed].filter((index) => index < tail);
  return [
    ...inside.map((index): Change => ({
      range: [startOf(file, list, index, carried), nextThing(file, list, index, carried)],
      parts: [],
    })),
    ...(tail < list.items.length ? removeTail(file, list, tail, carried) : []),
  ];
}

/** The index from which on all names of the list are removed. */
function tailOf(list: NameList, removed: ReadonlySet<number>): number {
  let tail = list.items.length;
  while (removed.has(tail - 1)) tail--;
  return tail;
}

function startOf(file: FileView, list: NameList, index: number, carried: ReadonlySet<number>): number {
  const own = (list.items[index] as { range: Range }).range[0];
  return carried.has(index) ? (leadingComments(file, list, index)[0]?.range[0] ?? own) : own;
}

/** The end of a name with its comma and, if `withComments`, the comments after it. */
function endOf(file: FileView, list: NameList, index: number, withComments: boolean): number {
  const end = (list.items[index] as { range: Range }).range[1];
  const comma = file.skipTrivia(end);
  const afterComma = file.text[comma] === "," ? comma + 1 : end;
  const comment = withComments ? trailingComments(file, list, index).at(-1) : undefined;
  return Math.max(afterComma, comment?.range[1] ?? 0);
}

/** The start of the next comment or name. */
function nextThing(file: FileView, list: NameList, index: number, carried: ReadonlySet<number>): number {
  const end = endOf(file, list, index, carried.has(index));
  return end + (/^\s*/u.exec(file.text.slice(end)) as RegExpExecArray)[0].length;
}

/** Removes the last names; a trailing comma stays if there was one. */
function removeTail(file: FileView, list: NameList, tail: number, carried: ReadonlySet<number>): Change[] {
  const last = list.items.length - 1;
  const previous = (list.items[tail - 1] as { range: Range }).range[1];
  const from = endOf(file, list, tail - 1, true);
  const to = endOf(file, list, last, carried.has(last));
  const hasComma = file.text[file.skipTrivia((list.items[last] as { range: Range }).range[1])] === ",";
  const comma = file.skipTrivia(previous);
  const isPlain = from === comma + 1 && comma === previous;
  const going = [...carried].filter((index) => index >= tail).flatMap((index) => commentsOfName(file, list, index));
  const ranges = rangesWithoutComments(file, [!hasComma && isPlain ? previous : from, to], going);
  const dropped: Change[] = hasComma || isPlain ? [] : [{ range: [comma, comma + 1], parts: [] }];
  return [...dropped, ...ranges.map((range): Change => ({ range, parts: [] }))];
}

/** The range without the comments that stay; each keeps the white space before it. */
function rangesWithoutComments(file: FileView, range: Range, going: readonly TSESTree.Comment[]): Range[] {
  const ranges: Range[] = [];
  let at = range[0];
  for (const comment of file.commentsIn(range)) {
    if (going.includes(comment)) continue;
    const space = /^\s*/u.exec(file.text.slice(at, comment.range[0])) as RegExpExecArray;
    ranges.push([at + space[0].length, comment.range[0]]);
    at = comment.range[1];
  }
  return [...ranges, [at, range[1]]];
}

/** Whether new names of a list go where they belong in its order: it is sorted, and not by chance. */
function isToBeSorted(file: FileView, names: readonly string[]): boolean {
  return isSorted(names) && (names.length > 1 || (names.length > 0 && file.modules.importOrder(file.path).sortsNames));
}

function isSorted(names: readonly string[]): boolean {
  return isSortedBy(names, (name) => name) || isSortedBy(names, (name) => name.toLowerCase());
}

/** Names in order, the new ones among them. */
interface SortedNames {
  readonly kept: readonly ListItem[];
  readonly added: NameListEdit["added"];
  key(item: Named): string;
}

/** Inserts each name before the first greater one; returns the names that belong at the end. */
function insertSorted(file: FileView, { kept, added, key }: SortedNames, changes: Change[]): NameListEdit["added"] {
  const separator = separatorBetween(file, kept);
  return added.filter((item) => {
    const next = kept.find((other) => key(other) > key(item));
    if (!next) return true;
    changes.push({ range: [next.range[0], next.range[0]], parts: [item.text, separator] });
    return false;
  });
}

/** Where a list has values first and types then, each new value becomes one of the former; returns the names that belong at the end. */
function insertAmongValues(
  file: FileView,
  list: NameList,
  { kept, added, key }: SortedNames,
  changes: Change[],
): NameListEdit["added"] {
  const border = kept.findIndex(({ isType }) => isType);
  const firstType = kept[border];
  if (!firstType || border === 0 || !kept.slice(border).every(({ isType }) => isType)) return added;
  const values = added.filter(({ isType }) => !isType);
  const own = kept.slice(0, border);
  const isInOrder = isToBeSorted(
    file,
    own.map(({ name }) => name),
  );
  const last = isInOrder ? insertSorted(file, { kept: own, added: values, key }, changes) : values;
  const separator = separatorBetween(file, kept);
  const at = leadingComments(file, list, list.items.indexOf(firstType))[0]?.range[0] ?? firstType.range[0];
  for (const { text } of last) changes.push({ range: [at, at], parts: [text, separator] });
  return added.filter(({ isType }) => isType);
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

/** A moved name in the form of its new declaration. */
export function writtenName(
  file: FileView,
  { name, exported, local }: Pick<ImportMove, "name" | "exported" | "local">,
): WrittenName {
  const isTypeOnly = name.reference.isTypeOnly || name.isTypeOnly;
  const pattern = patternOf(file, name, local);
  return { exported, local, isTypeOnly, ...(pattern !== undefined && { pattern }) };
}

/** The text of a destructured property's value, if that is more than a name: a default, a pattern. */
function patternOf(file: FileView, { node, local }: ImportedName, localName: string): string | undefined {
  if (node?.type !== "Property" || node.value.type === "Identifier") return undefined;
  const text = file.textOf(node.value);
  if (node.value.type !== "AssignmentPattern" || !local || local.name === localName) return text;
  return localName + text.slice(local.name.length);
}
