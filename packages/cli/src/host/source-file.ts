import type { SourceFile } from "@godwit/core/engine";
import type { ParsedSource } from "@godwit/core/modules";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { codeOf, type FileCode } from "./embedded-script.js";
import { openParsed, parseSource, type OpenSource } from "./parse.js";

/** Parses a text, of a component its script, into what the engine reads; scopes are computed when a rule asks. Throws `SourceSyntaxError`. */
export function openSource(file: string, text: string): SourceFile {
  const code = codeOf(file, text);
  return toSource(code, parseSource(code.home, code.code));
}

/** The same for as long as `use` takes: its tree reads what is in a node when that is asked for. */
export function withSource<T>(file: string, text: string, use: (source: SourceFile) => T): T {
  const code = codeOf(file, text);
  const opened = openParsed(code.home, code.code);
  try {
    return use({ ...toSource(code, opened.parsed), ...scopesAround(code.home, opened) });
  } finally {
    opened.close();
  }
}

function toSource({ home: path, code: text, ...more }: FileCode, parsed: ParsedSource): SourceFile {
  let scopes: ScopeManager | undefined;
  return {
    path,
    text,
    ...more,
    program: parsed.program,
    comments: () => parsed.comments,
    scopes: () => (scopes ??= analyzeScopes(path, parsed)),
  };
}

function scopesAround(file: string, { parsed, focusedOn }: OpenSource): Pick<SourceFile, "scopesAround"> {
  return focusedOn ? { scopesAround: (places) => focusedOn(places, () => analyzeScopes(file, parsed)) } : {};
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
