import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf, type Node, type Range, type VisitorKeys, findUnit, SyntaxTree } from "./source-unit.js";
import { createHash } from "node:crypto";
import type { SourceFile } from "@godwit/core/engine";

/** A piece of code that formatting does not change: a word, a sign, or a whole literal. */
interface Token {
  readonly text: string;
  readonly kind: "word" | "sign" | "whole";
}

/** The text and tree from which code is read. */
export interface CodeText {
  readonly text: string;
  readonly keys?: VisitorKeys | undefined;
}

/** Reads the code of many violations of one file; that of a node is made once for all of them. */
class CodeReader {
  readonly #file: CodeText;
  readonly #known = new Map<Node, string>();

  constructor(file: CodeText) {
    this.#file = file;
  }

  codeOf(node: Node): string {
    const code = this.#known.get(node) ?? normaliseCode(this.#file, node, node.range);
    this.#known.set(node, code);
    return code;
  }

  /** The code of a part of a node. */
  partOf(node: Node, part: Range): string {
    return normaliseCode(this.#file, node, part);
  }
}

/**
 * The code of a node's range without the parts that a formatter changes: white space, comments, quotes, semicolons, trailing commas,
 * parentheses around a value; function bodies are left out too. It is for comparing and for people, and need not parse.
 */
function normaliseCode(file: CodeText, root: Node, range: Range): string {
  const wholes = [...wholesIn(file, root, root)].sort((a, b) => a.range[0] - b.range[0]);
  const tokens: Token[] = [];
  let at = range[0];
  for (const whole of wholes) {
    if (whole.range[0] < at || whole.range[1] > range[1]) continue;
    tokens.push(...scan(file.text.slice(at, whole.range[0])));
    if (whole.text !== "") tokens.push({ text: whole.text, kind: whole.isWord ? "word" : "whole" });
    at = whole.range[1];
  }
  tokens.push(...scan(file.text.slice(at, range[1])));
  return join(dropCommas(dropLeadingBars(dropParentheses(tokens.filter(({ text }) => text !== ";")))));
}

interface Whole {
  readonly range: Range;
  /** Its normalised text; "" if it is left out. */
  readonly text: string;
  readonly isWord?: boolean;
}

const WORD = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The ranges of literals, which only the parser can tell from code, and of omitted code. */
function* wholesIn(file: CodeText, root: Node, node: Node): Generator<Whole> {
  const own = wholeOf(file, node) ?? (node === root ? undefined : bodyOf(node));
  if (own) return yield own;
  for (const child of childrenOf(node, file.keys)) {
    if (isQuotedKey(node, child)) yield { range: child.range, text: child.value, isWord: true };
    else if (node.type === "JSXAttribute" && child === node.value && child.type === "Literal")
      yield { range: child.range, text: JSON.stringify(file.text.slice(child.range[0] + 1, child.range[1] - 1)) };
    else yield* wholesIn(file, root, child);
  }
  yield* separatorsIn(file, node);
  yield* annotationIn(node);
}

function wholeOf(file: CodeText, node: Node): Whole | undefined {
  const { type, range } = node;
  if (type === "Literal" && typeof node.value === "string") return { range, text: JSON.stringify(node.value) };
  if (type === "Literal" && "regex" in node) return { range, text: file.text.slice(...range) };
  if (type === "TemplateLiteral") return { range, text: template(file, node.quasis, node.expressions) };
  if (type === "TSTemplateLiteralType") return { range, text: template(file, node.quasis, node.types) };
  if (type !== "JSXText") return undefined;
  const text = file.text.slice(...range).replaceAll(/\s+/g, " ");
  return { range, text: text.trim() };
}

/** What is in a body has units of its own. */
function bodyOf({ type, range }: Node): Whole | undefined {
  return type === "BlockStatement" || type === "ClassBody" ? { range, text: "{…}" } : undefined;
}

/** A violation in a variable's value does not depend on the variable's annotation. */
function* annotationIn(node: Node): Generator<Whole> {
  const isVariable = node.type === "VariableDeclarator" && node.init !== null;
  const declared = isVariable ? node.id : node.type === "PropertyDefinition" && node.value ? node : undefined;
  if (declared?.typeAnnotation) yield { range: declared.typeAnnotation.range, text: "" };
}

function template(file: CodeText, quasis: readonly TSESTree.TemplateElement[], holes: readonly Node[]): string {
  const parts = quasis.map(({ value }, index) => {
    const hole = holes[index];
    const text = value.raw.replaceAll(/\r\n?/g, "\n");
    return hole ? `${text}\${${normaliseCode(file, hole, hole.range)}}` : text;
  });
  return `\`${parts.join("")}\``;
}

function isQuotedKey(parent: Node, child: Node): child is TSESTree.StringLiteral {
  if (child.type !== "Literal" || typeof child.value !== "string" || !WORD.test(child.value)) return false;
  if ("key" in parent && "computed" in parent) return parent.key === child && !parent.computed;
  return parent.type === "TSEnumMember" && parent.id === child;
}

/** The commas between the members of a type, which may be semicolons or only line ends as well. */
function* separatorsIn({ text }: CodeText, node: Node): Generator<Whole> {
  const members = node.type === "TSTypeLiteral" ? node.members : node.type === "TSInterfaceBody" ? node.body : [];
  for (const { range } of members) {
    const end = text[range[1] - 1] === "," ? range[1] - 1 : range[1];
    if (text[end] === ",") yield { range: [end, end + 1], text: "" };
  }
}

const TOKEN =
  /(?<skip>\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)|(?<word>#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*|\.?\d[\w.]*)|[\s\S]/gu;

function scan(text: string): Token[] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: found, groups }): Token[] => {
    if (groups?.["skip"] !== undefined) return [];
    if (groups?.["word"] === undefined) return [{ text: found, kind: "sign" }];
    return [{ text: /^\.?\d/.test(found) ? found.toLowerCase() : found, kind: "word" }];
  });
}

const BEFORE_VALUE = new Set(
  "return await typeof throw yield in of case void delete else do default as satisfies extends instanceof is keyof readonly".split(
    " ",
  ),
);
const CLOSERS = new Set([")", "]", "}", ">"]);

/** Drops parentheses around a value; those of calls, parameters and conditions stay. */
function dropParentheses(tokens: readonly Token[]): Token[] {
  const dropped = new Set<number>();
  const open: number[] = [];
  tokens.forEach(({ text, kind }, index) => {
    if (kind !== "sign") return;
    if (text === "(") open.push(index);
    if (text !== ")") return;
    const start = open.pop();
    if (start === undefined || !isGrouping(tokens, start, index)) return;
    dropped.add(start).add(index);
  });
  return tokens.filter((_, index) => !dropped.has(index));
}

function isGrouping(tokens: readonly Token[], start: number, end: number): boolean {
  if (end === start + 1) return false;
  // An arrow function's parentheses are optional only around a single name.
  if (tokens[end + 1]?.text === "=" && tokens[end + 2]?.text === ">")
    return end === start + 2 && tokens[start + 1]!.kind === "word";
  const before = tokens[start - 1];
  if (!before) return true;
  if (before.kind === "word") return BEFORE_VALUE.has(before.text);
  if (before.kind === "whole" || before.text === ")" || before.text === "]" || before.text === "}") return false;
  const further = tokens[start - 2]?.text;
  if (before.text === ">") return further === "=";
  return !(before.text === "." && further === "?");
}

/** `| A | B` is `A | B`. */
function dropLeadingBars(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ text, kind }, index) => {
    if (kind !== "sign" || (text !== "|" && text !== "&")) return true;
    const before = tokens[index - 1];
    return before !== undefined && !(before.kind === "sign" && ["=", ":", "<", "(", "[", ","].includes(before.text));
  });
}

function dropCommas(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ text, kind }, index) => {
    const next = tokens[index + 1];
    return kind !== "sign" || text !== "," || (next !== undefined && !(next.kind === "sign" && CLOSERS.has(next.text)));
  });
}

function join(tokens: readonly Token[]): string {
  return tokens
    .map(({ text, kind }, index) => (kind === "word" && tokens[index - 1]?.kind === "word" ? ` ${text}` : text))
    .join("");
}

/** Longer sources are cut, and a digest of the whole source distinguishes them. */
const LONGEST = 160;
const SHOWN = 120;

/** A parsed file from which sources are made, as any front has it. */
export type ReadableFile = Pick<SourceFile, "text" | "program" | "comments" | "visitorKeys">;

/** Returns the source of the violation at a range. */
export type SourceReader = (range: Range) => string;

/**
 * Returns a function that makes the source of a violation as baselines store it: the code of its site and of its name, such as
 * `userId=v4()`. It stays the same when the file is formatted or other code changes, and differs for different violations.
 */
export function createSourceReader(file: ReadableFile): SourceReader {
  const known = new Map<string, string>();
  let index: FileIndex | undefined;
  return (range) => {
    const key = range.join("-");
    const source = known.get(key) ?? shorten(sourceOf((index ??= indexOf(file)), range));
    known.set(key, source);
    return source;
  };
}

/** A file in which many violations are looked up. */
interface FileIndex {
  readonly text: string;
  readonly comments: readonly Range[];
  readonly tree: SyntaxTree;
  readonly code: CodeReader;
}

function indexOf({ text, program, comments, visitorKeys: keys }: ReadableFile): FileIndex {
  return {
    text,
    comments: comments().map(({ range }) => range),
    tree: new SyntaxTree(program, keys),
    code: new CodeReader({ text, keys }),
  };
}

function sourceOf({ text, comments, tree, code }: FileIndex, range: Range): string {
  const comment = comments.find(([start, end]) => start <= range[0] && range[1] <= end);
  if (comment) return lineOfComment(text, comment, range);
  const { node, before, from, around } = findUnit(tree, range);
  if (!node) return code.partOf(around, range) || "(nothing)";
  const source = code.codeOf(node);
  if (from) return [...(node === from ? [] : [source]), "from", code.codeOf(from)].join(" ");
  return before === undefined || before === "" || before === source ? source : `${before} ${source}`;
}

/** The lines of a comment around a range: ` * @param {any} user` is `@param {any} user`. */
function lineOfComment(text: string, comment: Range, range: Range): string {
  const start = Math.max(comment[0], lastLineEnd(text, range[0]));
  const after = text.slice(range[1], comment[1]).search(/[\n\r]/);
  const end = after < 0 ? comment[1] : range[1] + after;
  const lines = text.slice(start, end).split(/\r\n?|\n/);
  return lines
    .map((line) => line.replace(/^\s*(?:\/\*+|\*(?!\/)|\/\/)?/, "").replace(/\*\/\s*$/, ""))
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function lastLineEnd(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function shorten(source: string): string {
  if (source.length <= LONGEST) return source;
  const digest = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return `${source.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, "")}… ${digest}`;
}
