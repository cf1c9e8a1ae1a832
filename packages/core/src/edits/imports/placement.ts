import type { TSESTree } from "@typescript-eslint/types";
import { type Change, contains, type Range } from "../../syntax/ranges.js";
import type { FileView } from "../../semantics/file-view.js";
import { HOLDS_STATEMENTS, isWrapper, keyName, rewrap, unwrap, type Node } from "../../syntax/nodes.js";
import type { SourceFile } from "../../syntax/source-file.js";
import type { ModuleReference } from "../../semantics/module-reference.js";

/** Inserts a declaration on its own line after a node. */
export function insertAfter(file: FileView, node: Node, text: string): Change {
  const { eol } = file.layout();
  const lineEnd = restOfLine(file, withoutFarSemicolon(file, node.range)[1]);
  // In a file of one line the next statement follows, and the declaration may have no semicolon.
  const end = /^[ \t]*(?:\r?\n|$)/u.test(file.text.slice(lineEnd, lineEnd + LONGEST_BLANK)) ? "" : eol;
  return {
    range: [lineEnd, lineEnd],
    parts: [`${eol}${indentationOf(file, node.range[0])}${closed(file, lineEnd, text)}${end}`],
  };
}

/** A declaration with a semicolon, where what follows it would else continue it: `const a = require("a")` above `(…)`. */
export function closed(file: FileView, at: number, text: string): string {
  const isOpen = /^(?:const|let|var)\b/u.test(text.trimStart()) && !/;\s*$/u.test(text);
  return isOpen && CONTINUING.test(file.text.charAt(file.skipTrivia(at))) ? text.replace(/\s*$/u, (end) => `;${end}`) : text;
}

/** What a line may begin with that goes on with the one above it. */
export const CONTINUING = /^[([`/+-]/u;

/** In code without semicolons one may open the next line: `;[a, b].map(f)`. */
export function withoutFarSemicolon({ text }: Pick<SourceFile, "text">, [start, end]: Range): Range {
  const before = text[end - 1] === ";" ? text.slice(start, end - 1) : "";
  return /\n\s*$/u.test(before) ? [start, start + before.trimEnd().length] : [start, end];
}

/** White space at a line's end is looked through so far. */
const LONGEST_BLANK = 1000;

/** The end of the line if only a comment follows, else the offset itself. */
export function restOfLine(file: FileView, from: number): number {
  const match = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/u.exec(file.text.slice(from));
  return match ? from + match[0].replace(/[ \t]+$/u, "").length : from;
}

/** The white space at the start of an offset's line. */
export function indentationOf(file: FileView, offset: number): string {
  const lineStart = file.text.lastIndexOf("\n", offset - 1) + 1;
  return (/^[ \t]*/u.exec(file.text.slice(lineStart, offset)) as RegExpExecArray)[0];
}

/** A statement that declares names for what one `require`, awaited `import()` or `importActual` returns. */
export interface LoadStatement {
  readonly statement: Node;
  readonly binding: TSESTree.BindingName;
}

/** The statement of a load, if it only declares names or the namespace. */
export function loadStatementOf(reference: ModuleReference): LoadStatement | undefined {
  const declarator = reference.expression && rewrap(reference.expression).parent;
  if (declarator?.type !== "VariableDeclarator" || declarator.parent.declarations.length !== 1) return undefined;
  if (declarator.id.type === "ArrayPattern" || !isSplittable(declarator.id)) return undefined;
  const declaration = declarator.parent;
  const statement = declaration.parent.type === "ExportNamedDeclaration" ? declaration.parent : declaration;
  return HOLDS_STATEMENTS.test(statement.parent?.type ?? "") ? { statement, binding: declarator.id } : undefined;
}

function isSplittable(binding: TSESTree.BindingName): boolean {
  if (binding.type === "Identifier") return true;
  return (
    binding.type === "ObjectPattern" &&
    binding.properties.every((property) => property.type === "Property" && keyName(property) !== undefined)
  );
}

/** The statement that exists only for the reference. */
export function declarationOf(reference: ModuleReference): Node | undefined {
  if (reference.kind === "import" || reference.kind === "import-equals" || reference.kind === "export-from")
    return reference.node;
  if (reference.kind !== "require" && reference.kind !== "dynamic-import" && reference.kind !== "actual") return undefined;
  for (let at: Node | undefined = reference.expression; at; at = at.parent) {
    if (at.type === "VariableDeclaration") return at.declarations.length === 1 ? at : undefined;
    if (at.type === "ExpressionStatement") return unwrap(at.expression) === reference.expression ? at : undefined;
    // `const id = require("uuid").v4()` makes an ID, it declares no import.
    if (at !== reference.expression && at.type !== "MemberExpression" && at.type !== "VariableDeclarator" && !isWrapper(at))
      return undefined;
  }
  return undefined;
}

/** One of several declarators that is there only for the reference: `const { a } = require("a"), b = 1`. */
export function declaratorOf({ kind, expression }: ModuleReference): TSESTree.VariableDeclarator | undefined {
  let at = kind === "require" ? expression : undefined;
  while (at?.parent && (at.parent.type === "MemberExpression" || isWrapper(at.parent))) at = at.parent;
  const declarator = at?.parent;
  return declarator?.type === "VariableDeclarator" && declarator.parent.declarations.length > 1 ? declarator : undefined;
}

/** A declarator with the comma that goes with it. */
export function rangeInList(node: TSESTree.VariableDeclarator): Range {
  const list: readonly Node[] = node.parent.declarations;
  const index = list.indexOf(node);
  const next = list[index + 1];
  return next ? [node.range[0], next.range[0]] : [list[index - 1]!.range[1], node.range[1]];
}

const TYPESCRIPT_DIRECTIVE = /^\s*@ts-(?:ignore|expect-error)\b/u;
const NEXT_LINE_DIRECTIVE =
  /^\s*(?:@ts-(?:ignore|expect-error)\b|eslint-disable-next-line\b|oxlint-disable-next-line\b|biome-ignore\b)/u;

/** Removes a whole statement with its line, and with a compiler or linter directive for it in a comment above. */
export function removeStatement(file: FileView, node: Node): Change {
  if (node.parent && CONTROL.test(node.parent.type)) return { range: node.range, parts: ["{}"] };
  return {
    range: lineRange(file, rangeWithDirective(file, withoutFarSemicolon(file, node.range))),
    parts: [...commentsOf(file, node), ...partingWithout(file, node)],
  };
}

/** The statement above one in its list. */
export function statementBefore(statement: Node): Node | undefined {
  const { parent } = statement;
  const list = !parent
    ? undefined
    : parent.type === "SwitchCase"
      ? parent.consequent
      : "body" in parent && Array.isArray(parent.body)
        ? (parent.body as Node[])
        : undefined;
  const index = list ? list.indexOf(statement) : -1;
  return index > 0 ? (list as Node[])[index - 1] : undefined;
}

/** Whether a statement ends without a semicolon or a brace. */
export function isOpen(file: FileView, statement: Node): boolean {
  switch (statement.type) {
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "BlockStatement":
    case "MethodDefinition":
    case "StaticBlock":
    case "TryStatement":
    case "SwitchStatement":
    case "EmptyStatement":
    case "DoWhileStatement":
    case "TSInterfaceDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      return false;
    case "IfStatement":
      return isOpen(file, statement.alternate ?? statement.consequent);
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "LabeledStatement":
    case "WithStatement":
      return isOpen(file, statement.body);
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return statement.declaration ? isOpen(file, statement.declaration) : file.text[statement.range[1] - 1] !== ";";
    default:
      return file.text[statement.range[1] - 1] !== ";";
  }
}

/** The semicolon that parts the statements around a removed one, where nothing else does. */
export function partingWithout(file: FileView, node: Node): readonly string[] {
  const before = statementBefore(node);
  const isNeeded = before && CONTINUING.test(file.text.charAt(file.skipTrivia(withoutFarSemicolon(file, node.range)[1])));
  return isNeeded && isOpen(file, before) ? [";"] : [];
}

/** Has one statement that is not in a list; without it, it would take the next one. */
const CONTROL = /^(?:If|While|DoWhile|For(?:In|Of)?|Labeled|With)Statement$/u;

/** Removes a compiler directive above a declaration that is replaced, because it would become an error itself. */
export function removeStaleDirective(file: FileView, node: Node): Change[] {
  const range = rangeWithDirective(file, node.range, TYPESCRIPT_DIRECTIVE);
  return range[0] === node.range[0] ? [] : [{ range: [range[0], node.range[0]], parts: [] }];
}

/** Whether a comment right above the statement expects the compiler to complain. */
export function hasErrorExpectation(file: FileView, node: Node): boolean {
  return rangeWithDirective(file, node.range, /^\s*@ts-expect-error\b/u)[0] !== node.range[0];
}

/** The comments inside a removed statement, which stay, each on its line. */
function commentsOf(file: FileView, node: Node): string[] {
  return file.commentsIn(node.range).map((comment) => file.text.slice(comment.range[0], comment.range[1]) + file.layout().eol);
}

/** The range of code with a directive for it in a comment right above; by default any of a compiler's or linter's. */
export function rangeWithDirective(file: FileView, range: Range, pattern = NEXT_LINE_DIRECTIVE): Range {
  const above = file.comments().findLast((comment) => comment.range[1] <= range[0]);
  if (!above || !pattern.test(above.value)) return range;
  const gap = file.text.slice(above.range[1], range[0]);
  const isOwnLine = /^[ \t]*$/u.test(file.text.slice(file.text.lastIndexOf("\n", above.range[0] - 1) + 1, above.range[0]));
  return isOwnLine && /^\s*$/u.test(gap) && !/\n\s*\n/u.test(gap) ? [above.range[0], range[1]] : range;
}

const OF_THE_FILE = /licen[sc]e|copyright|@file|@fileoverview|spdx|@jest|@vitest|@jsx|@ts-(?:check|nocheck)/iu;

/** The comments on lines of their own right above an offset, as far as they are not about the whole file. */
export function commentsAbove(file: TextAndComments, from: number): readonly TSESTree.Comment[] {
  const { text } = file;
  const found: TSESTree.Comment[] = [];
  let start = from;
  const ofTheFile = commentBlocks(file).filter(({ value }) => OF_THE_FILE.test(value));
  for (const comment of [...file.comments()].reverse()) {
    if (comment.range[1] > start) continue;
    const before = text.slice(text.lastIndexOf("\n", comment.range[0] - 1) + 1, comment.range[0]);
    const isAbove = /^[ \t]*(?:\r?\n)?[ \t]*$/u.test(text.slice(comment.range[1], start)) && before.trim() === "";
    if (!isAbove || ofTheFile.some(({ range }) => contains(range, comment.range))) break;
    found.unshift(comment);
    start = comment.range[0];
  }
  return found;
}

/** Whether a comment documents what is below it. */
export function isJsDoc({ type, value }: TSESTree.Comment): boolean {
  return type === ("Block" as string) && value.startsWith("*");
}

/** The range with its line break if the line contains nothing else, and with a blank line that would be doubled. */
export function lineRange({ text }: Pick<SourceFile, "text">, range: Range): Range {
  const lineStart = text.lastIndexOf("\n", range[0] - 1) + 1;
  const startsLine = /^[ \t]*$/u.test(text.slice(lineStart, range[0]));
  const rest = /^[ \t]*(?:\r?\n|$)/u.exec(text.slice(range[1]));
  if (!startsLine || !rest) return [range[0], range[1] + (/^[ \t]*/u.exec(text.slice(range[1])) as RegExpExecArray)[0].length];
  let end = range[1] + rest[0].length;
  const isBlankBefore = lineStart === 0 || /(?:\n[ \t]*|\{)\r?\n$/u.test(text.slice(0, lineStart));
  const blank = /^[ \t]*\r?\n/u.exec(text.slice(end));
  if (isBlankBefore && blank) end += blank[0].length;
  return [lineStart, end];
}

/** Comments that a tool reads as being about the code right below them. */
const NEXT_CODE = new RegExp(
  [
    String.raw`@ts-(?:ignore|expect-error)\b`,
    String.raw`(?:eslint|oxlint)-disable-next-line\b`,
    String.raw`tslint:disable-next-line\b`,
    String.raw`biome-ignore(?!-all)\b`,
    String.raw`(?:prettier|rome|dprint)-ignore(?!-file)\b`,
    String.raw`deno-lint-ignore(?!-file)\b`,
    // Of these only `ignore file` is about all of the file.
    String.raw`(?:istanbul|v8|c8)\s+ignore\s+(?!file\b)`,
    String.raw`node:coverage\s`,
    String.raw`\$Flow(?:FixMe|Ignore|ExpectedError)`,
    String.raw`noinspection\b`,
    String.raw`@deno-types\b`,
    String.raw`[#@]__NO_SIDE_EFFECTS__`,
  ]
    .map((source) => String.raw`^[\s*]*${source}`)
    .join("|"),
  "u",
);

/** What a line of its own says to a tool about the whole file. */
const TO_TOOLS =
  /@flow|@noflow|@jest|@vitest|@bun\b|@jsx|@ts-(?:check|nocheck)|eslint|oxlint|tslint|prettier|biome-ignore-all|ignore[ -]file|^\s*globals?\s|^\/\s*<|@format/iu;
/** What may be said in several lines. */
const ABOUT_FILE = /licen[sc]e|copyright|@file|spdx|@generated|do not edit|@packageDocumentation/iu;

type TextAndComments = Pick<SourceFile, "text" | "comments">;

/** The comments of a file, where lines of `//` right below each other are one, other than those that speak to tools. */
export function commentBlocks(file: TextAndComments): readonly TSESTree.Comment[] {
  const blocks: TSESTree.Comment[] = [];
  let isPlainAbove = false;
  for (const comment of file.comments()) {
    const isPlain = comment.type === ("Line" as string) && !isAboutNextCode(comment) && !TO_TOOLS.test(comment.value);
    const above = blocks.at(-1);
    const isBelow = above && /^[ \t]*\r?\n[ \t]*$/u.test(file.text.slice(above.range[1], comment.range[0]));
    if (isBelow && isPlain && isPlainAbove) {
      above.range[1] = comment.range[1];
      above.value += `\n${comment.value}`;
    } else blocks.push({ ...comment, range: [...comment.range] });
    isPlainAbove = isPlain;
  }
  return blocks;
}

/** Whether a tool reads the comment as being about the code right below it. */
export function isAboutNextCode({ value }: TSESTree.Comment): boolean {
  return NEXT_CODE.test(value);
}

/** Whether the comment speaks of the file, wherever its first statement is. */
export function isAboutFile(comment: TSESTree.Comment): boolean {
  return (
    comment.type === ("Shebang" as string) ||
    (!isAboutNextCode(comment) && (TO_TOOLS.test(comment.value) || ABOUT_FILE.test(comment.value)))
  );
}

/** Whether a comment is right above a node, which may speak of it or of all below it, and not of the file. */
export function hasCommentAbove(file: FileView, { range: [start] }: Node): boolean {
  const isAbove = (end: number): boolean => end <= start && /^[ \t]*(?:\r?\n[ \t]*)?$/u.test(file.text.slice(end, start));
  return file.comments().some((comment) => isAbove(comment.range[1]) && !isAboutFile(comment));
}

/** The start of the highest directive comment among those right above an offset; else the offset. */
export function startWithDirectives(file: FileView, offset: number): number {
  let start = offset;
  let below = offset;
  for (const comment of file.comments().toReversed()) {
    if (comment.range[1] > below) continue;
    if (!/^[ \t]*(?:\r?\n[ \t]*)?$/u.test(file.text.slice(comment.range[1], below))) break;
    below = comment.range[0];
    if (isAboutNextCode(comment)) start = below;
  }
  return start;
}
