import { focusedOn, type ChangedText, type SourceFile, type TypeInformation } from "@godwit/core/engine";
import { assertShallow, SourceSyntaxError, type ParsedSource } from "@godwit/core/modules";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import type ts from "typescript";
import { readComments } from "./comments.js";
import { convertProgram } from "./convert-program.js";

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
