import { Buffer } from "node:buffer";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { CompiledRule, Engine, SourceFile } from "@godwit/core/engine";
import { contractsFor } from "@godwit/project";
import { openSource, withSource } from "../../packages/cli/src/host/source-file.js";
import { openProject } from "../../packages/cli/src/project.js";
import { readAllCases, type Case } from "./case.js";
import { buildProject, removeProjects } from "./project.js";
import { respell, SPELLINGS } from "./respell.js";

const CASES = path.join(import.meta.dirname, "cases");
/** Registers a test for each of the chosen cases, in all spellings. */
export function testPrefilter(isChosen: (each: Case) => boolean): void {
  afterAll(removeProjects);
  const cases = readAllCases(CASES).filter(isChosen);
  test.each(cases.map((each) => [each.name, each] as const))(
    "no rule misses what it would find without a look at the bytes in %s",
    (_, each) => expectFoundByBytes(each),
  );
}

function expectFoundByBytes(each: Case): void {
  const project = openProject(buildProject(each));
  for (const { path: file, text } of each.files) {
    const rules = contractsFor(project.contracts, file).flatMap((contract) => contract.rules);
    const spellings = Object.entries(SPELLINGS).flatMap(([name, spell]) => {
      const respelt = respell(file, text.replace(/^\uFEFF/, ""), spell);
      return respelt === undefined ? [] : [{ name, text: respelt }];
    });
    for (const spelling of [{ name: "as it is", text: text.replace(/^\uFEFF/, "") }, ...spellings]) {
      const absolute = path.join(project.root, file);
      for (const rule of rules) {
        const found = violationsOf(() => project.engine.analyse(openSource(absolute, spelling.text), [rule]).violations.length);
        const say = `${rule.rule} in ${file}, ${spelling.name}:\n${spelling.text}`;
        const mayConcern = rule.mayConcern(absolute, spelling.text);
        if (found > 0) expect(mayConcern, say).toBe(true);
        expect(rule.mayConcern(absolute, Buffer.from(spelling.text)), `bytes of ${say}`).toBe(mayConcern);
        if (mayConcern) expectSameInPart(project.engine, rule, { absolute, text: spelling.text, say });
      }
    }
  }
}

/** Whether a rule finds and writes the same in a file whose nodes are read on demand as in one whose tree is whole. */
function expectSameInPart(
  engine: Engine,
  rule: CompiledRule,
  { absolute, text, say }: { readonly absolute: string; readonly text: string; readonly say: string },
): void {
  const surrounded = `${text}\n;(() => { const { a, b = [1] } = { a: { c: 2 } }; class D { e() { return [a, b]; } } return D; })();\n`;
  for (const each of [text, surrounded]) {
    const found = (source: SourceFile) =>
      engine.analyse(source, [rule]).violations.map(({ fix, suggestions, exportsChanged, purpose: _, ...said }) => ({
        ...said,
        fix: fix(),
        suggestions: suggestions.map(({ action, edits }) => ({ action, edits: edits() })),
        exports: exportsChanged(),
      }));
    const whole = orError(() => found(openSource(absolute, each)));
    expect(
      orError(() => withSource(absolute, each, found)),
      `in part: ${say}`,
    ).toEqual(whole);
    // What only bans is not asked whether its fixes wait for tests.
    const edits = typeof whole === "string" ? [] : whole.filter(({ level, needsAsync }) => level === "fix" || needsAsync);
    if (!rule.mayWrite) expect(edits, `edits of a ban: ${say}`).toEqual([]);
  }
}

function orError<T>(find: () => T): T | string {
  try {
    return find();
  } catch (error) {
    return String(error);
  }
}

function violationsOf(count: () => number): number {
  try {
    return count();
  } catch {
    return 0; // A file that does not parse is a problem, and is said.
  }
}
