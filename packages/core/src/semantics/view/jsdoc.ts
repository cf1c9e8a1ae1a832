import { closingBrace } from "../../modules/index.js";
import type { ParsedFile } from "../../syntax/parsed-file.js";
import { enclosingStatement, type Node, rewrap } from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import type { ImportedName, ModuleReference } from "../module-reference.js";

const IMPORT_TAG = /@import\s+(?<clause>[^"'@]*?)\s*from\s*(?<source>"[^"\n]*"|'[^'\n]*')/gu;
const IMPORT_TYPE =
  /(?<typeof>typeof\s+)?import\(\s*(?<source>"[^"\n]*"|'[^'\n]*')\s*\)(?:\s*\.\s*(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*))?/gu;

/** Finds `@import { A } from "…"` and `import("…").T` in JSDoc comments (https://www.typescriptlang.org/docs/handbook/jsdoc-supported-types.html). */
export function findJsDocImports(file: ParsedFile): ModuleReference[] {
  if (!/@import\b|\bimport\(/u.test(file.text)) return [];
  return jsDocComments(file).flatMap(({ text, start }) => [
    ...tagReferences(file, text, start),
    ...typeReferences(file, text, start),
  ]);
}

/** A comment of JSDoc: its text without the delimiters, where that starts, and where the comment ends. */
interface JsDocComment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function jsDocComments(file: ParsedFile): readonly JsDocComment[] {
  return file
    .comments()
    .filter((comment) => comment.type === "Block" && comment.value.startsWith("*"))
    .map(({ value, range }) => ({ text: value, start: range[0] + "/*".length, end: range[1] }));
}

/** `@param {Object} auth`: a tag with the type in its braces and with the name behind them. */
export interface JsDocTag {
  readonly tag: string;
  readonly type: string;
  /** Where the type starts. */
  readonly typeAt: number;
  readonly name: string;
  readonly nameAt: number;
  /** Where the code that the comment is about starts. */
  readonly subject: number;
}

/** Finds the tags with some names in the JSDoc comments of a JavaScript file; TypeScript reads no types there. */
export function jsDocTags(file: ParsedFile, names: RegExp): readonly JsDocTag[] {
  if (!isJavaScript(file) || !names.test(file.text)) return [];
  return jsDocComments(file).flatMap(({ text, start, end }) =>
    [...text.matchAll(/@(?<tag>\w+)[\s*]*/gu)].flatMap(({ 0: found, groups, index }): JsDocTag[] => {
      const open = index + found.length;
      const close = text[open] === "{" ? closingBrace(text, open) : open - 1;
      if (close === undefined || !names.test(found)) return [];
      const name = /^(?<before>[\s*[]*)(?<name>[\p{ID_Start}$_][\p{ID_Continue}$.]*)?/u.exec(text.slice(close + 1))?.groups;
      return [
        {
          tag: groups?.["tag"] as string,
          type: text.slice(open + 1, close),
          typeAt: start + open + 1,
          name: name?.["name"] ?? "",
          nameAt: start + close + 1 + (name?.["before"]?.length ?? 0),
          subject: file.skipTrivia(end),
        },
      ];
    }),
  );
}

/** Where the statement or the member that declares something begins, which is what a comment before it is about. */
export function documentedStart(node: Node): number {
  const { parent } = rewrap(node);
  return (parent?.type === "Property" ? parent : enclosingStatement(node)).range[0];
}

function isJavaScript({ path }: ParsedFile): boolean {
  return /\.[cm]?jsx?$/u.test(path);
}

function tagReferences(file: ParsedFile, text: string, start: number): ModuleReference[] {
  return [...text.matchAll(IMPORT_TAG)].map((match) => {
    const clause = match.groups?.["clause"] ?? "";
    const source = match.groups?.["source"] as string;
    const sourceAt = start + match.index + match[0].length - source.length;
    const clauseAt = start + match.index + match[0].indexOf(clause, "@import".length);
    const tagStart = start + match.index;
    return jsDocReference(file, {
      source,
      sourceAt,
      names: namesOfClause(clause, clauseAt),
      tagRange: [tagStart, sourceAt + source.length],
    });
  });
}

function typeReferences(file: ParsedFile, text: string, start: number): ModuleReference[] {
  return [...text.matchAll(IMPORT_TYPE)].map((match) => {
    const source = match.groups?.["source"] as string;
    const sourceAt = start + match.index + match[0].indexOf(source);
    const name = match.groups?.["name"];
    const end = start + match.index + match[0].length;
    return jsDocReference(file, { source, sourceAt, names: name ? [{ imported: name, range: [end - name.length, end] }] : [] });
  });
}

interface TextName {
  readonly imported: string;
  readonly alias?: string;
  readonly range: Range;
}

function namesOfClause(clause: string, at: number): TextName[] {
  const braces = /\{(?<names>[^}]*)\}/u.exec(clause);
  const names: TextName[] = [];
  if (braces) {
    const inside = at + braces.index + 1;
    for (const match of (braces.groups?.["names"] ?? "").matchAll(/(?<imported>[^\s,*]+)(?:\s+as\s+(?<alias>[^\s,*]+))?/gu)) {
      names.push({
        imported: match.groups?.["imported"] as string,
        ...(match.groups?.["alias"] !== undefined && { alias: match.groups["alias"] }),
        range: [inside + match.index, inside + match.index + match[0].length],
      });
    }
  }
  const head = /^[\s*]*(?:(?<namespace>\*\s+as\s+[^\s,{]+)|(?<default>[^\s,{*]+))/u.exec(
    braces ? clause.slice(0, braces.index) : clause,
  );
  const first = head?.groups?.["namespace"] ?? head?.groups?.["default"];
  if (head && first) {
    const from = at + head.index + head[0].length - first.length;
    names.unshift({
      imported: head.groups?.["namespace"] ? "*" : "default",
      alias: first.replace(/^\*\s+as\s+/u, ""),
      range: [from, from + first.length],
    });
  }
  return names;
}

interface JsDocImport {
  /** The specifier with its quotes. */
  readonly source: string;
  readonly sourceAt: number;
  readonly names: readonly TextName[];
  /** The whole `@import` tag. */
  readonly tagRange?: Range;
}

function jsDocReference(file: ParsedFile, { source, sourceAt, names, tagRange }: JsDocImport): ModuleReference {
  const reference: ModuleReference & { names: ImportedName[] } = {
    kind: "jsdoc",
    specifier: source.slice(1, -1),
    specifierRange: [sourceAt, sourceAt + source.length],
    node: file.program,
    expression: undefined,
    isTypeOnly: true,
    names: [],
    ...(tagRange && { tagRange }),
  };
  reference.names = names.map((name) => ({
    reference,
    ...name,
    local: undefined,
    variable: undefined,
    node: undefined,
    isTypeOnly: true,
  }));
  return reference;
}

/** A name in the braces of a JSDoc comment: `{Map<string, Name>}`, `{@link Name}`. */
interface JsDocUse {
  readonly range: Range;
  /** A link is prose that editors follow; a type is code in JavaScript. */
  readonly isLink: boolean;
}

/** Finds where JSDoc comments name a variable of their file, other than in prose. */
export function jsDocUsesOf(file: ParsedFile, name: string): readonly JsDocUse[] {
  if (!file.text.includes("/**")) return [];
  return jsDocComments(file)
    .filter(({ text }) => text.includes(name) && !declares(text, name))
    .flatMap(({ text, start }) => usesIn(text, name, start));
}

/** Where types name a variable of their file: TypeScript reads those of JSDoc in JavaScript alone. */
export function typesInJsDoc(file: ParsedFile, name: string): readonly Range[] {
  if (!isJavaScript(file)) return [];
  return jsDocUsesOf(file, name).flatMap(({ isLink, range }) => (isLink ? [] : [range]));
}

/** `@template Name` makes another thing of the name. */
function declares(comment: string, name: string): boolean {
  return [...comment.matchAll(/@(?:template|typedef|callback)\b(?<rest>.*)/gu)].some(
    ({ groups }) => wordsOf(groups?.["rest"]?.replaceAll(/\{.*\}/gu, "") ?? "", name).length > 0,
  );
}

function usesIn(comment: string, name: string, offset: number): JsDocUse[] {
  return bracesOf(comment).flatMap(([start, end]): JsDocUse[] => {
    const inner = comment.slice(start, end);
    const link = /^@link(?:code|plain)?\s+/u.exec(inner);
    const found = wordsOf(inner, name).filter((at) => !link || at === link[0].length);
    return found.map((at) => ({
      range: [offset + start + at, offset + start + at + name.length],
      isLink: link !== null,
    }));
  });
}

/** The insides of the outermost braces, but for what `@import` binds. */
function bracesOf(comment: string): Range[] {
  const found: Range[] = [];
  for (let open = comment.indexOf("{"); open >= 0; open = comment.indexOf("{", open + 1)) {
    const close = closingBrace(comment, open) ?? open;
    if (close > open && !/@import\s*(?:type\s*)?$/u.test(comment.slice(0, open))) found.push([open + 1, close]);
    open = close;
  }
  return found;
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Where a text has a name that is no member, no key and no string. */
function wordsOf(text: string, name: string): number[] {
  const plain = text.replaceAll(/"[^"\n]*"|'[^'\n]*'/gu, (string) => " ".repeat(string.length));
  return [...plain.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const isOther = /[.#]\s*$/u.test(plain.slice(0, index)) || /^\s*\??:/u.test(plain.slice(index + word.length));
    return word === name && !isOther ? [index] : [];
  });
}
