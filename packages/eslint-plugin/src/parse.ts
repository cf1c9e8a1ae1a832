import { createRequire } from "node:module";
import { SourceSyntaxError, type ParsedSource } from "@godwit/modules";
import type * as Parser from "@typescript-eslint/parser";
import type * as Estree from "@typescript-eslint/typescript-estree";

const require = createRequire(import.meta.url);
let parser: typeof Parser | undefined;
let estree: typeof Estree | undefined;

/** typescript-eslint's parser, loaded when it is first needed (it brings TypeScript along). */
export function loadParser(): typeof Parser {
  return (parser ??= require("@typescript-eslint/parser") as typeof Parser);
}

/** Parses a template or a module for the engine: only its tree, with ranges. Throws `SourceSyntaxError`. */
export function parseSource(file: string, text: string): ParsedSource {
  estree ??= require("@typescript-eslint/typescript-estree") as typeof Estree;
  try {
    const program = estree.parse(text, { range: true, loc: false, comment: false, tokens: false, jsx: !/\.[cm]?ts$/.test(file) });
    return { program, comments: [] };
  } catch (error) {
    throw toSyntaxError(error);
  }
}

function toSyntaxError(error: unknown): unknown {
  const at = (error as { location?: { start?: { line: number; column: number } } }).location?.start;
  return at ? new SourceSyntaxError((error as Error).message, at.line, at.column + 1) : error;
}
