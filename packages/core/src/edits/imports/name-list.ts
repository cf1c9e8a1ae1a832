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
export function editNameList(file: FileView, list: NameList, edit: NameListEdit): Change[] {
  const { removed, added, carried } = edit;
  const kept = list.items.filter((_, index) => !removed.has(index));
  const [first] = list.items;
  if (kept.length === 0 && first) {
    const text = added.map((item) => item.text).join(separatorBetween(file, list.items));
    const others = new Set([...removed].filter((index) => index > 0));
    return [replaceName(file, first.range, text), ...removals(file, list, { removed: others, carried })];
  }
  const changes = removals(file, list, edit);
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

/** Writes another name, behind the comments that are within the old one. */
export function replaceName(file: FileView, range: Range, text: string): Change {
  const { eol } = file.layout();
  const inside = file.commentsIn(range).map((comment) => file.text.slice(...comment.range));
  const lost = inside.filter((comment) => !text.includes(comment));
  return { range, parts: [...lost.map((comment) => comment + (comment.startsWith("//") ? eol : " ")), text] };
}

/** The comments that belong to one name: above it, within it, or after it on its line. */
export function commentsOfName(file: FileView, list: NameList, index: number): readonly TSESTree.Comment[] {
  return file.commentsIn([list.open, list.close + 1]).filter((comment) => ownerOf(file, list, comment) === index);
}

/** The index of the name to which a comment belongs; -1 below the last one. */
function ownerOf(file: FileView, { items }: NameList, { range: [start, end] }: TSESTree.Comment): number {
  const next = items.findIndex(({ range }) => range[1] > start);
  const previous = items.at(next === -1 ? next : next - 1);
  if (!previous || next === 0 || (items[next]?.range[0] ?? Infinity) < start) return next;
  const isOnItsLine = !hasLineBreak(file, previous.range[1], start);
  const isItsOwn =
    next === -1
      ? isOnItsLine
      : file.skipTrivia(previous.range[1]) > start || (isOnItsLine && hasLineBreak(file, end, items[next]!.range[0]));
  return isItsOwn ? items.indexOf(previous) : next;
}

function hasLineBreak(file: FileView, from: number, to: number): boolean {
  return file.text.slice(from, to).includes("\n");
}

function removals(file: FileView, list: NameList, { removed, carried }: Pick<NameListEdit, "removed" | "carried">): Change[] {
  const tail = tailOf(list, removed);
  const going = [...carried].flatMap((index) => commentsOfName(file, list, index));
  const changes = [...removed].flatMap((index): Change[] => {
    if (index >= tail) return [];
    const [start, end] = rangeOf(file, list, index, going);
    const next = end + (/^\s*/u.exec(file.text.slice(end)) as RegExpExecArray)[0].length;
    return rangesBetween(file, [start, next], going).map((range, at) => without(at === 0 ? range : inSpace(file, range)));
  });
  return tail < list.items.length ? [...changes, ...removeTail(file, list, tail, going)] : changes;
}

function without(range: Range): Change {
  return { range, parts: [] };
}

/** The index from which on all names of the list are removed. */
function tailOf(list: NameList, removed: ReadonlySet<number>): number {
  let tail = list.items.length;
  while (removed.has(tail - 1)) tail--;
  return tail;
}

/** A name with its comma and those of its comments that go. */
function rangeOf(file: FileView, list: NameList, index: number, going: readonly TSESTree.Comment[]): Range {
  const [start, end] = list.items[index]!.range;
  const comma = file.skipTrivia(end);
  const own = commentsOfName(file, list, index).filter((comment) => going.includes(comment));
  return [
    Math.min(start, own[0]?.range[0] ?? start),
    Math.max(file.text[comma] === "," ? comma + 1 : end, own.at(-1)?.range[1] ?? end),
  ];
}

/** Removes the last names; a trailing comma stays if there was one. */
function removeTail(file: FileView, list: NameList, tail: number, going: readonly TSESTree.Comment[]): Change[] {
  const last = list.items.length - 1;
  const previous = list.items[tail - 1]!.range[1];
  const comma = file.skipTrivia(previous);
  const hasComma = file.text[file.skipTrivia(list.items[last]!.range[1])] === ",";
  const from = hasComma ? comma + 1 : previous + file.text.slice(previous, comma).trimEnd().length;
  const [, to] = rangeOf(file, list, last, going);
  const ranges = rangesBetween(file, [from, to], going);
  const rest = ranges.pop() as Range;
  const isInLine = file.comments().some(({ type, range }) => type === ("Line" as string) && range[1] === rest[0]);
  const blank = /^[ \t]*(?!\s)/u.exec(file.text.slice(to));
  const end: Change = isInLine && blank ? { range: [rest[0], to + blank[0].length], parts: [file.layout().eol] } : without(rest);
  return [...ranges.map((range) => without(inSpace(file, range))), end];
}

/** The parts of a range around the comments that stay. */
function rangesBetween(file: FileView, [start, end]: Range, going: readonly TSESTree.Comment[]): Range[] {
  const staying = file.commentsIn([start, end]).filter((comment) => !going.includes(comment));
  const starts = [start, ...staying.map(({ range }) => range[1])];
  return starts.map((from, index) => [from, staying[index]?.range[0] ?? end]);
}

/** The range without the white space at its start, else without that at its end. */
function inSpace(file: FileView, [start, end]: Range): Range {
  const text = file.text.slice(start, end);
  const left = text.length - text.trimStart().length;
  return left > 0 ? [start + left, end] : [start, start + text.trimEnd().length];
}

/** Whether new names of a list go where they belong in its order: it is sorted, and one of a single name where the others of the file are. */
function isToBeSorted(file: FileView, names: readonly string[]): boolean {
  if (names.length !== 1 || file.modules.importOrder(file.path).sortsNames) return names.length > 0 && isSorted(names);
  const lists = file.moduleReferences().map((reference) => reference.names.map(({ imported }) => imported));
  const telling = lists.map((list) => list.filter((name) => name !== "default")).filter((list) => list.length > 1);
  return telling.length > 0 && telling.every(isSorted);
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
  const [comment] = commentsOfName(file, list, list.items.indexOf(firstType));
  const at = Math.min(firstType.range[0], comment?.range[0] ?? Infinity);
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
