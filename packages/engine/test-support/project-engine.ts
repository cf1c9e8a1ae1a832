import { join } from "node:path";
import type { RuleContext, RuleName } from "@godwit/contracts";
import { analyze } from "@typescript-eslint/scope-manager";
import { createEngine } from "../src/create-engine.js";
import { applyTextEdits } from "../src/edits/compose.js";
import type { Analysis, CompiledRule, Engine } from "../src/engine.js";
import type { SourceFile } from "../src/source-file.js";
import { parseWithOxc } from "./parse-with-oxc.js";

/** Opens a text as the command line does; throws `SourceSyntaxError`. */
export function openText(path: string, text: string): SourceFile {
  const parsed = parseWithOxc(path, text);
  const comments = parsed.comments.map((comment) => {
    const { start, end } = comment as unknown as { start: number; end: number };
    return { ...comment, range: [start, end] as [number, number] };
  });
  return {
    path,
    text,
    program: parsed.program,
    comments: () => comments,
    scopes: () => analyze(parsed.program, { sourceType: "module", lib: [] }),
  };
}

/** Names that a text uses and nothing declares. */
export function unresolvedNames(path: string, text: string): Set<string> {
  const source = openText(path, text);
  return new Set((source.scopes().globalScope?.through ?? []).map(({ identifier }) => String(identifier.name)));
}

/** One rule over texts of a folder. */
export interface RuleRun {
  readonly rule: CompiledRule;
  analyse(file: string, text: string): Analysis;
  /** The same without the check of the text that spares most files a parse. */
  analyseUnchecked(file: string, text: string): Analysis;
  fixed(file: string, text: string): string;
}

/** Compiles one rule for the files of a folder. */
export function runRule(root: string, rule: RuleName, option: unknown, context: RuleContext): RuleRun {
  const engine: Engine = createEngine({ root, host: { parse: parseWithOxc } });
  const compiled = engine.compile(rule, option, { id: "laws", ...context });
  const unchecked: CompiledRule = { ...compiled, mayConcern: () => true };
  const analyse = (file: string, text: string, rules: CompiledRule) => engine.analyse(openText(join(root, file), text), [rules]);
  return {
    rule: compiled,
    analyse: (file, text) => analyse(file, text, compiled),
    analyseUnchecked: (file, text) => analyse(file, text, unchecked),
    fixed: (file, text) => applyTextEdits(text, analyse(file, text, compiled).fixAll()),
  };
}
