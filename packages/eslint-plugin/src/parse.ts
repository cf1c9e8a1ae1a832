import { createRequire } from "node:module";
import { assertShallow, SourceSyntaxError, type ParsedSource } from "@godwit/core/modules";
import type { ChangedText, SourceFile } from "@godwit/core/engine";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";
import type * as Parser from "@typescript-eslint/parser";
import type * as Estree from "@typescript-eslint/typescript-estree";

const require = createRequire(import.meta.url);
let parser: typeof Parser | undefined;
let typescript: typeof ts | undefined;
let estree: typeof Estree | undefined;

/** typescript-eslint's parser, loaded when it is first needed (it brings TypeScript along). */
export function loadParser(): typeof Parser {
  return (parser ??= require("@typescript-eslint/parser") as typeof Parser);
}

/** Parses a template or a module for the engine: only its tree, with ranges. Throws `SourceSyntaxError`. */
export function parseSource(file: string, text: string): ParsedSource {
  return { program: parseTree(file, text, false), comments: [] };
}

/** Parses a text of the disk into what the engine reads; scopes are computed when a rule asks. Throws `SourceSyntaxError`. */
export function openSource(file: string, text: string): SourceFile {
  const program = parseTree(file, text, true);
  return { path: file, text, program, comments: () => program.comments ?? [], scopes: scopesOf(file, program) };
}

function parseTree(file: string, text: string, comment: boolean): TSESTree.Program {
  assertShallow(file, text);
  estree ??= require("@typescript-eslint/typescript-estree") as typeof Estree;
  try {
    return estree.parse(text, { range: true, loc: false, comment, tokens: false, jsx: !/\.[cm]?ts$/.test(file) });
  } catch (error) {
    throw toSyntaxError(error);
  }
}

/** The scopes of a file as a module, unless its name says otherwise, without globals of libraries. */
export function scopesOf(file: string, program: TSESTree.Program): () => ScopeManager {
  const isCommonJs = file.endsWith(".cjs");
  let scopes: ScopeManager | undefined;
  return () => (scopes ??= analyze(program, { sourceType: isCommonJs ? "script" : "module", globalReturn: isCommonJs, lib: [] }));
}

/**
 * What is wrong with a changed text and was not before. TypeScript's parser alone is asked, which takes a fifth of the time of a tree
 * for rules.
 */
export function findFault({ path, changedStatements }: ChangedText): string | undefined {
  const { before, after } = changedStatements();
  if (after.length > before.length && !isShallow(path, after)) return "it would be nested too deeply";
  const faults = syntaxErrors(path, after);
  if (faults.length === 0 || faults.length <= syntaxErrors(path, before).length) return undefined;
  return faults[0];
}

function isShallow(path: string, text: string): boolean {
  try {
    assertShallow(path, text);
    return true;
  } catch (error) {
    if (error instanceof SourceSyntaxError) return false;
    throw error;
  }
}

function syntaxErrors(path: string, text: string): readonly string[] {
  typescript ??= createRequire(require.resolve("@typescript-eslint/typescript-estree"))("typescript") as typeof ts;
  const { ScriptKind, ScriptTarget } = typescript;
  const kind = /\.[cm]?ts$/.test(path) ? ScriptKind.TS : ScriptKind.TSX;
  const source = typescript.createSourceFile(path, text, ScriptTarget.Latest, false, kind);
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText }) => typescript!.flattenDiagnosticMessageText(messageText, " "));
}

function toSyntaxError(error: unknown): unknown {
  const at = (error as { location?: { start?: { line: number; column: number } } }).location?.start;
  return at ? new SourceSyntaxError((error as Error).message, at.line, at.column + 1) : error;
}
