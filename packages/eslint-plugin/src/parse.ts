import { createRequire } from "node:module";
import path from "node:path";
import { SourceSyntaxError, type ParsedSource } from "@godwit/engine";
import type * as Parser from "@typescript-eslint/parser";

const require = createRequire(import.meta.url);
let parser: typeof Parser | undefined;

/** typescript-eslint's parser, loaded when it is first needed (it brings TypeScript along). */
export function loadParser(): typeof Parser {
  return (parser ??= require("@typescript-eslint/parser") as typeof Parser);
}

/** Parses a template or a module that the engine asks about; throws `SourceSyntaxError`. */
export function parseSource(file: string, text: string): ParsedSource {
  const isTypeScriptOnly = /\.[cm]?ts$/.test(file);
  try {
    const { ast } = loadParser().parseForESLint(text, {
      filePath: path.basename(file),
      sourceType: "module",
      range: true,
      ecmaFeatures: { jsx: !isTypeScriptOnly },
    });
    return { program: ast, comments: ast.comments ?? [] };
  } catch (error) {
    throw toSyntaxError(error);
  }
}

function toSyntaxError(error: unknown): unknown {
  const at = (error as { location?: { start?: { line: number; column: number } } }).location?.start;
  return at ? new SourceSyntaxError((error as Error).message, at.line, at.column + 1) : error;
}
