import { focusedOn, type ChangedText, type SourceFile, type TypeInformation } from "@godwit/core/engine";
import { assertShallow, SourceSyntaxError, type ParsedSource } from "@godwit/core/modules";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import type ts from "typescript";
import { readComments } from "./comments.js";
import { astConverter } from "@typescript-eslint/typescript-estree/use-at-your-own-risk";

/** The host's tree as the engine's view of a file; comments and scopes are computed when first asked for. */
export function toSourceFile(
  typescript: typeof ts,
  path: string,
  sourceFile: ts.SourceFile,
  typesFor: ((scopes: SourceFile["scopes"]) => TypeInformation) | undefined,
): SourceFile {
  const program = convertProgram(sourceFile);
  let comments: readonly TSESTree.Comment[] | undefined;
  let known: ScopeManager | undefined;
  const scopes = (): ScopeManager => (known ??= analyzeScopes(path, program));
  return {
    path,
    text: sourceFile.text,
    program,
    comments: () => (comments ??= readComments(typescript, sourceFile)),
    scopes,
    scopesAround: (places) => focusedOn(program, places, visitorKeys, () => analyzeScopes(path, program)),
    ...(typesFor && { types: typesFor(scopes) }),
  };
}

/** Analyses the scopes without library types, so that globals stay unresolved. */
function analyzeScopes(path: string, program: TSESTree.Program): ScopeManager {
  const isCommonJs = path.endsWith(".cjs");
  return analyze(program, { sourceType: isCommonJs ? "script" : "module", globalReturn: isCommonJs, lib: [] });
}

/** Parses a template or a module that the engine asks about; throws `SourceSyntaxError`. */
export function parseSource(typescript: typeof ts, path: string, text: string): ParsedSource {
  assertShallow(path, text);
  const sourceFile = createTree(typescript, path, text);
  throwFirstError(typescript, sourceFile);
  return { program: convertProgram(sourceFile), comments: readComments(typescript, sourceFile) };
}

/** A file that the host has not loaded; undefined if it has syntax errors. */
export function parseDetached(typescript: typeof ts, path: string, text: string): SourceFile | undefined {
  const sourceFile = createTree(typescript, path, text);
  return parseErrors(sourceFile).length > 0 ? undefined : toSourceFile(typescript, path, sourceFile, undefined);
}

/** A text as a file; throws `SourceSyntaxError` if it has syntax errors. */
export function openText(typescript: typeof ts, path: string, text: string): SourceFile {
  const sourceFile = createTree(typescript, path, text);
  throwFirstError(typescript, sourceFile);
  return toSourceFile(typescript, path, sourceFile, undefined);
}

/** A text that the host has not seen, such as a buffer with a change that is only offered; parts that do not parse are left out. */
export function parseChanged(typescript: typeof ts, path: string, text: string): SourceFile {
  return toSourceFile(typescript, path, createTree(typescript, path, text), undefined);
}

/** The text of one open buffer as it changes: TypeScript's parser reuses the statements that an edit did not touch, and so does the conversion. */
export class BufferParser {
  readonly #typescript: typeof ts;
  readonly #path: string;
  #last: ts.SourceFile | undefined;

  constructor(typescript: typeof ts, path: string) {
    this.#typescript = typescript;
    this.#path = path;
  }

  /** Parses the buffer's present text; parts that do not parse are left out. What it gave before must not be used any more. */
  parse(text: string): SourceFile {
    const before = this.#last;
    this.#last = before
      ? this.#typescript.updateSourceFile(before, text, changeBetween(before.text, text))
      : createTree(this.#typescript, this.#path, text);
    return toSourceFile(this.#typescript, this.#path, this.#last, undefined);
  }
}

/** The part in which two texts differ. */
function changeBetween(before: string, after: string): ts.TextChangeRange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { span: { start, length: before.length - start - end }, newLength: after.length - start - end };
}

/** What is wrong with a changed text and was not before; a buffer may have errors while someone types. */
export function findFault(typescript: typeof ts, { path, changedStatements }: ChangedText): string | undefined {
  const { before, after } = changedStatements();
  const faults = faultsOf(typescript, path, after);
  if (faults.length === 0 || faults.length <= faultsOf(typescript, path, before).length) return undefined;
  return typescript.flattenDiagnosticMessageText(faults[0]!.messageText, " ");
}

/** The errors of a text, without the links between its nodes, which take a third of the parser's time. */
function faultsOf(typescript: typeof ts, path: string, text: string): readonly ts.DiagnosticWithLocation[] {
  return parseErrors(createTree(typescript, path, text, false));
}

function createTree(typescript: typeof ts, path: string, text: string, hasParents = true): ts.SourceFile {
  return typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, hasParents, scriptKindOf(typescript, path));
}

function throwFirstError(typescript: typeof ts, sourceFile: ts.SourceFile): void {
  const [error] = parseErrors(sourceFile);
  if (!error) return;
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(error.start);
  throw new SourceSyntaxError(typescript.flattenDiagnosticMessageText(error.messageText, " "), line + 1, character + 1);
}

function parseErrors(sourceFile: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (sourceFile as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
}

function scriptKindOf({ ScriptKind }: typeof ts, path: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(path)) return ScriptKind.TS;
  if (/\.tsx$/.test(path)) return ScriptKind.TSX;
  return ScriptKind.JSX;
}

/** Without tokens and comments, which take more time than the rest, and without node maps, because nodes are found by position. */
const SETTINGS = {
  allowInvalidAST: true,
  errorOnUnknownASTType: false,
  suppressDeprecatedPropertyWarnings: true,
  comment: false,
  tokens: false,
  range: true,
  loc: true,
} as unknown as Parameters<typeof astConverter>[1];

/** The line and column of every node: nobody reads them, and computing them takes a fourth of the conversion. */
const NO_PLACE: ts.LineAndCharacter = { line: 0, character: 0 };

interface Converted {
  readonly node: TSESTree.ProgramStatement;
  /** The ranges of the node and its descendants, each once: a node and its only child may share one. */
  readonly ranges: readonly TSESTree.Range[];
  /** The start of the host's statement for which the ranges are right. */
  start: number;
}

/** Converted statements: TypeScript's parser reuses the statements that an edit did not touch, and so does the conversion. */
const known = new WeakMap<ts.Statement, Converted>();

/** The host's own tree as ESTree; for a text that does not parse, the tree that error recovery made. */
export function convertProgram(sourceFile: ts.SourceFile): TSESTree.Program {
  const fresh = sourceFile.statements.filter((statement) => !known.has(statement));
  const program = convert(sourceFile, fresh);
  // A statement without a node would shift the others, so nothing is kept then.
  if (program.body.length !== fresh.length) {
    const whole = convert(sourceFile, [...sourceFile.statements]);
    whole.body = whole.body.filter(hasModulePath);
    adopted(whole);
    return whole;
  }
  fresh.forEach((statement, index) => {
    const node = program.body[index]!;
    known.set(statement, { node, ranges: adopted(node), start: statement.pos });
  });
  program.body = sourceFile.statements.map(currentNode).filter(hasModulePath);
  for (const node of program.body) node.parent = program;
  markDirectives(program);
  return program;
}

/** Converts statements; one on which the converter fails while it is being written is left out. */
function convert(sourceFile: ts.SourceFile, statements: readonly ts.Statement[]): TSESTree.Program {
  let program: TSESTree.Program;
  try {
    program = convertAll(sourceFile, statements);
  } catch (error) {
    if (statements.length === 0) throw error;
    program = convertAll(sourceFile, []);
    const middle = statements.length >> 1;
    if (middle > 0)
      program.body = [statements.slice(0, middle), statements.slice(middle)].flatMap((half) => convert(sourceFile, half).body);
  }
  return program;
}

function convertAll(sourceFile: ts.SourceFile, statements: readonly ts.Statement[]): TSESTree.Program {
  // The converter refuses a file with parse errors, which is every file while someone types.
  const lenient = Object.create(sourceFile, {
    parseDiagnostics: { value: [] },
    statements: { value: statements },
    // The converter needs the whole file to look for the next token.
    getChildren: { value: () => sourceFile.getChildren() },
    getLineAndCharacterOfPosition: { value: () => NO_PLACE },
  }) as ts.SourceFile;
  const program = astConverter(lenient, SETTINGS, false).estree;
  const { parseDiagnostics } = sourceFile as ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] };
  if (parseDiagnostics?.length) nameEmptyTags(program);
  return program;
}

function currentNode(statement: ts.Statement): TSESTree.ProgramStatement {
  const converted = known.get(statement)!;
  const distance = statement.pos - converted.start;
  converted.start = statement.pos;
  if (distance !== 0)
    for (const range of converted.ranges) {
      range[0] += distance;
      range[1] += distance;
    }
  return converted.node;
}

/** False for `import { a } from` while someone types: there is no module path yet, and rules need one. */
function hasModulePath(node: TSESTree.ProgramStatement): boolean {
  const path = "source" in node ? node.source : null;
  return path === null || typeof (path as { readonly value?: unknown }).value === "string";
}

/** The name of `</>` in the place of a closing tag, which is no name: who looks for the tag's variable expects a letter. */
const NO_NAME = " ";

function nameEmptyTags(program: TSESTree.Program): void {
  for (const node of nodesOf(program)) if (node.type === "JSXIdentifier" && node.name === "") node.name = NO_NAME;
}

/** A node and its descendants. */
function* nodesOf(root: TSESTree.Node): Generator<TSESTree.Node> {
  const stack: TSESTree.Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    stack.push(...childrenOf(node));
  }
}

function childrenOf(node: TSESTree.Node): TSESTree.Node[] {
  const children: TSESTree.Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) for (const each of child as (TSESTree.Node | null)[]) if (each) children.push(each);
    if (child && !Array.isArray(child)) children.push(child as TSESTree.Node);
  }
  return children;
}

/** Tells the descendants of a node their parents, since rules look around what they find; gives the ranges of all of them. */
function adopted(root: TSESTree.Node): readonly TSESTree.Range[] {
  const ranges = new Set<TSESTree.Range>();
  for (const node of nodesOf(root)) {
    ranges.add(node.range);
    for (const child of childrenOf(node)) child.parent = node;
  }
  return [...ranges];
}

/** Marks the strings that are directives, which depends on the statements before them. */
function markDirectives({ body }: TSESTree.Program): void {
  let isPrologue = true;
  for (const node of body) {
    const text = node.type === "ExpressionStatement" && node.expression.type === "Literal" ? node.expression : undefined;
    isPrologue &&= typeof text?.value === "string";
    if (!text) continue;
    const statement = node as { directive: string | undefined };
    if (isPrologue) statement.directive = text.raw.slice(1, -1);
    else statement.directive = undefined;
  }
}
