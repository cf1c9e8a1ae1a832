import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import type { PlannedWave } from "../../packages/cli/src/migrate/waves/run-waves.js";
import { sampleOf } from "../support/properties.js";
import { fillTree } from "../support/temporary-tree.js";
import { CONTEXT_FILES } from "./context-project.js";
import { programOf, testedUnit } from "./context-programs.js";
import { WaveProject } from "./wave-project.js";

const SINGLETONS = ["eager", "lazy", "throwing"] as const;
const UNITS = 20;
const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly meta: { readonly outcome?: string } }[];
  }[];
}

/** What the tests of some trees record when vitest runs them, by their paths. */
function runTests(trees: Readonly<Record<string, Readonly<Record<string, string>>>>): ReadonlyMap<string, string> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-tested-")));
  roots.push(root);
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"));
  for (const [name, files] of Object.entries(trees)) fillTree(path.join(root, name), files);
  fillTree(root, { "vitest.config.mjs": 'export default { test: { restoreMocks: true, include: ["**/*.test.ts"] } };\n' });
  const vitest = path.join(REPOSITORY, "node_modules/vitest/vitest.mjs");
  const report = path.join(root, "report.json");
  // Which tests fail is what is asked.
  const { stderr } = spawnSync(process.execPath, [vitest, "run", "--root", root, "--reporter", "json", "--outputFile", report], {
    cwd: root,
    encoding: "utf8",
  });
  if (!existsSync(report)) throw new Error(`vitest made no report: ${stderr}`);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as TestReport;
  return new Map(
    testResults.map(({ name, message, assertionResults: [only] }) => [
      path.relative(root, name),
      only?.status === "passed" ? (only.meta.outcome ?? "nothing") : `failed: ${message.replaceAll(/before|after/gu, "")}`,
    ]),
  );
}

test("tests do after the wave what they did before, types stay right, and a second run changes nothing", async () => {
  const trees: Record<string, Readonly<Record<string, string>>> = {};
  let repeated = 0;
  const units = sampleOf(testedUnit, UNITS * SINGLETONS.length);
  for (const [index, singleton] of SINGLETONS.entries()) {
    const files = programOf(singleton, units.slice(index * UNITS, (index + 1) * UNITS));
    const project = new WaveProject({ ...CONTEXT_FILES, ...files });
    const before = project.sources();
    repeated += countRepeated(await project.migrate());
    expect(project.newErrors(before)).toEqual([]);
    const once = project.sources();
    await project.migrate();
    expect(project.sources()).toEqual(once);
    trees[`before/${singleton}`] = before;
    trees[`after/${singleton}`] = once;
  }
  const outcomes = runTests(trees);
  const differing = Object.entries(trees).flatMap(([name, files]) => {
    const [side, singleton] = name.split("/");
    const tests = side === "before" ? Object.keys(files).filter((file) => file.endsWith(".test.ts")) : [];
    return tests.flatMap((file) => {
      const [old, now] = [outcomes.get(`${name}/${file}`), outcomes.get(`after/${singleton}/${file}`)];
      const folder = path.dirname(file);
      const unit = Object.entries(trees[`after/${singleton}`]!).filter(([each]) => path.dirname(each) === folder);
      return old !== undefined && old === now ? [] : [{ file, old, now, test: files[file], unit: Object.fromEntries(unit) }];
    });
  });
  expect(differing).toEqual([]);
  // Without tests that pass something, the rest would say nothing.
  expect(repeated).toBeGreaterThan(units.length / 6);
});

function countRepeated(waves: readonly PlannedWave[]): number {
  return waves.flatMap((wave) => (wave.kind === "context" ? wave.calls : [])).filter(({ isRepeated }) => isRepeated).length;
}
