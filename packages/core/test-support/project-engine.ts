import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuleContext } from "../src/contracts/index.js";
import { createEngine } from "../src/run/create-engine.js";
import { applyTextEdits } from "../src/edits/compose.js";
import type { Analysis, CompiledRule, Engine } from "../src/run/engine.js";
import { afterAll, beforeAll } from "vitest";
import { fillTree } from "../../../test/support/temporary-tree.js";
import { openSource } from "./open-source.js";
import { parseWithOxc } from "../../../test/support/parse-with-oxc.js";

/** Names that a text uses and nothing declares. */
export function unresolvedNames(path: string, text: string): Set<string> {
  const source = openSource(path, text);
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
export function runRule(root: string, rule: string, option: unknown, context: RuleContext): RuleRun {
  const engine: Engine = createEngine({ root, host: { parse: parseWithOxc } });
  const compiled = engine.compile(rule, option, { id: "laws", ...context });
  const unchecked: CompiledRule = { ...compiled, mayConcern: () => true };
  const analyse = (file: string, text: string, rules: CompiledRule) =>
    engine.analyse(openSource(join(root, file), text), [rules]);
  return {
    rule: compiled,
    analyse: (file, text) => analyse(file, text, compiled),
    analyseUnchecked: (file, text) => analyse(file, text, unchecked),
    fixed: (file, text) => applyTextEdits(text, analyse(file, text, compiled).fixAll()),
  };
}

/** A rule with its option, over a folder of files. */
export interface RuleProject {
  readonly rule: string;
  readonly option: unknown;
  readonly context: RuleContext;
  readonly files: Readonly<Record<string, string>>;
}

/** What `useRule` has ready while tests run. */
export interface RuleInProject {
  readonly run: RuleRun;
  readonly root: string;
}

/** Writes a project before the tests and removes it after them; what is returned can be read in tests only. */
export function useRule({ rule, option, context, files }: RuleProject): RuleInProject {
  const ready = {} as { run: RuleRun; root: string };
  beforeAll(() => {
    ready.root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-laws-")));
    fillTree(ready.root, { "package.json": { name: "laws", type: "module" }, ...files });
    ready.run = runRule(ready.root, rule, option, context);
  });
  afterAll(() => rmSync(ready.root, { recursive: true, force: true }));
  return ready;
}
