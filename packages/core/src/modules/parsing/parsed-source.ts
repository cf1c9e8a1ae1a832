import type { TSESTree } from "@typescript-eslint/types";

/** A parser's result for one text: an ESTree with ranges (UTF-16 offsets), and the comments. */
export interface ParsedSource {
  readonly program: TSESTree.Program;
  readonly comments: readonly TSESTree.Comment[];
}

/** Parses a text, whose language follows from `path`. Throws `SourceSyntaxError`. */
export type ParseSource = (path: string, text: string) => ParsedSource;

/** Parses a text for as long as `use` takes: what is in its nodes may be read only when they are asked. Throws `SourceSyntaxError`. */
export type WithParsed = <T>(path: string, text: string, use: (program: TSESTree.Program) => T) => T;

/** A source text that does not parse; lines and columns start at 1. */
export class SourceSyntaxError extends Error {
  override readonly name = "SourceSyntaxError";
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}
