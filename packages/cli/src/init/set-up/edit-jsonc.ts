import * as jsonc from "jsonc-parser";

/** A value to set at a path; the index -1 adds to the end of a list. */
export interface JsonEdit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** Whether a new key goes to its place in the alphabet, if the others are sorted. */
  readonly isSorted?: boolean;
}

/** Sets values in a text of JSON with comments and leaves the rest as it is; undefined if the text is not right as it is. */
export function editJsonc(text: string, edits: readonly JsonEdit[]): string | undefined {
  const start = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(start.length);
  const root = parseObject(body);
  if (!root) return undefined;
  const layout = layoutOf(body);
  return start + edits.reduce((current, edit) => setValue(current, edit, layout), body);
}

/** The value in a text of JSON with comments; undefined where the text can't be read. */
export function readJsonc(text: string): unknown {
  const errors: jsonc.ParseError[] = [];
  const value: unknown = jsonc.parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : value;
}

function parseObject(text: string): jsonc.Node | undefined {
  const errors: jsonc.ParseError[] = [];
  const root = jsonc.parseTree(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && root?.type === "object" ? root : undefined;
}

interface Layout {
  readonly indent: string;
  readonly eol: string;
}

function layoutOf(text: string): Layout {
  return { indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ", eol: text.includes("\r\n") ? "\r\n" : "\n" };
}

function setValue(text: string, edit: JsonEdit, layout: Layout): string {
  const { path, value } = edit;
  const root = parseObject(text)!;
  const isKnown = path.at(-1) !== -1 && jsonc.findNodeAtLocation(root, [...path]) !== undefined;
  const depth = depthOf(root, path);
  const container = jsonc.findNodeAtLocation(root, path.slice(0, depth))!;
  const members = container.children ?? [];
  if (!isKnown && members.length > 0) return insert(text, { edit, depth, members }, layout);
  // The library lays out what it replaces, and what is around it: here nothing is.
  const { indent, eol } = layout;
  const formattingOptions = { insertSpaces: !indent.startsWith("\t"), tabSize: indent.startsWith("\t") ? 1 : indent.length, eol };
  const isArrayInsertion = path.at(-1) === -1;
  return jsonc.applyEdits(text, jsonc.modify(text, [...path], value, { formattingOptions, isArrayInsertion }));
}

/** How much of a path leads to the innermost object or list that is there. */
function depthOf(root: jsonc.Node, path: JsonEdit["path"]): number {
  let depth = path.length - 1;
  while (depth > 0 && !jsonc.findNodeAtLocation(root, path.slice(0, depth))?.children) depth--;
  return depth;
}

interface Insertion {
  readonly edit: JsonEdit;
  /** How much of its path is there. */
  readonly depth: number;
  /** What the object or list has, one or more. */
  readonly members: readonly jsonc.Node[];
}

/** Adds a member beside others: the library would lay out its neighbours anew. */
function insert(text: string, { edit: { path, value, isSorted = false }, depth, members }: Insertion, layout: Layout): string {
  const key = path[depth]!;
  const inner = path.slice(depth + 1).reduceRight<unknown>((below, each) => (each === -1 ? [below] : { [each]: below }), value);
  const margin = marginOf(text, members[0]!.offset);
  const member =
    (typeof key === "string" ? `${JSON.stringify(key)}: ` : "") +
    render(inner, margin === undefined ? undefined : { ...layout, margin });
  const separator = margin === undefined ? " " : `${layout.eol}${margin}`;
  const next = isSorted && typeof key === "string" ? nextInOrder(members, key) : undefined;
  if (next) return text.slice(0, next.offset) + `${member},${separator}` + text.slice(next.offset);
  const last = members.at(-1)!;
  const end = last.offset + last.length;
  const comma = commaAfter(text, end);
  const line = endOfLine(text, comma ?? end, margin);
  const [head, tail] =
    comma === undefined ? [`${text.slice(0, end)},`, text.slice(end, line)] : [text.slice(0, comma), text.slice(comma, line)];
  return `${head}${tail}${separator}${member}${comma === undefined ? "" : ","}${text.slice(line)}`;
}

/** What stands before a member in its line; undefined if it does not begin one. */
function marginOf(text: string, offset: number): string | undefined {
  return /(?:^|\n)([ \t]*)$/.exec(text.slice(0, offset))?.[1];
}

/** The first member behind a new key, if all are in the order of the alphabet. */
function nextInOrder(members: readonly jsonc.Node[], key: string): jsonc.Node | undefined {
  const keys = members.map(({ children }) => String(children?.[0]?.value));
  const isOrdered = keys.every((each, index) => index === 0 || keys[index - 1]! < each);
  return isOrdered ? members[keys.findIndex((each) => each > key)] : undefined;
}

/** The end of the comma behind the last member, if there is one. */
function commaAfter(text: string, end: number): number | undefined {
  const scanner = jsonc.createScanner(text, true);
  scanner.setPosition(end);
  scanner.scan();
  return text[scanner.getTokenOffset()] === "," ? scanner.getTokenOffset() + 1 : undefined;
}

/** The end of the comments behind a member on its line. */
function endOfLine(text: string, end: number, margin: string | undefined): number {
  if (margin === undefined) return end;
  return end + /^(?:[ \t]*\/\*(?:(?!\*\/)[^\n\r])*\*\/)*(?:[ \t]*\/\/[^\n\r]*)?/.exec(text.slice(end))![0].length;
}

/** A value as people write it: lists on one line, objects on several where their neighbours are. */
function render(value: unknown, lines: (Layout & { readonly margin: string }) | undefined): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => render(each, undefined)).join(", ")}]`;
  const below = lines && { ...lines, margin: lines.margin + lines.indent };
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${render(each, below)}`);
  if (!below) return `{ ${members.join(", ")} }`;
  return `{${lines.eol}${members.map((each) => below.margin + each).join(`,${lines.eol}`)}${lines.eol}${lines.margin}}`;
}
