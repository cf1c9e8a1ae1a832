import type { SourceFile } from "@godwit/core/engine";
import type { ParsedSource } from "@godwit/core/modules";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { parseSource } from "./parse.js";
import { Pruning } from "./pruned-tree.js";

/**
 * Parses a text into what the engine reads; scopes are computed when a rule asks. With `places` large parts of the tree that have none of
 * them are left out, and whoever asks for these gets a `NeedsWholeTree`. Throws `SourceSyntaxError`.
 */
export function openSource(file: string, text: string, places?: readonly number[]): SourceFile {
  const pruning = places && new Pruning(places);
  const parsed = parseSource(file, text, pruning);
  const analyse = (): ScopeManager => analyzeScopes(file, parsed);
  let scopes: ScopeManager | undefined;
  return {
    path: file,
    text,
    program: parsed.program,
    comments: () => parsed.comments,
    scopes: () => (scopes ??= pruning ? pruning.analyse(text, analyse) : analyse()),
  };
}

/** The same; undefined if the text does not parse. */
export function tryOpen(file: string, text: string): SourceFile | undefined {
  try {
    return openSource(file, text);
  } catch {
    return undefined;
  }
}

/** No library's globals are declared, so that globals stay unresolved. */
function analyzeScopes(file: string, { program }: ParsedSource): ScopeManager {
  const isCommonJs = file.endsWith(".cjs") || program.sourceType !== "module";
  return analyze(program, { sourceType: isCommonJs ? "script" : "module", globalReturn: isCommonJs, lib: [] });
}
