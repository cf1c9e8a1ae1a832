import { writeFileSync } from "node:fs";
import path from "node:path";
import { listBaselines, readBaselines, renderBaseline } from "@godwit/project";
import { afterAll, expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { writeBaselines } from "../../packages/cli/src/baseline/write.js";
import { readAllCases, type Case } from "./case.js";
import { eslint10 } from "./fronts/eslint.js";
import { tsserver } from "./fronts/tsserver.js";
import type { FrontReport } from "./fronts/front.js";
import { buildProject, removeProjects } from "./project.js";

const CASES = path.join(import.meta.dirname, "cases");
/** Registers a test for each of the chosen cases. */
export function testBaselines(isChosen: (each: Case) => boolean): void {
  afterAll(removeProjects);
  const cases = readAllCases(CASES).filter((each) => !each.types && !each.only && isChosen(each));
  test.each(cases.map((each) => [each.name, each] as const))("every front knows the same violations of %s", (_, each) =>
    expectKnown(each),
  );
}

function expectKnown(each: Case): void {
  const root = buildProject(each);
  const files = Object.fromEntries(each.files.map(({ path: file, text }) => [file, text]));
  writeBaselines({ cwd: root });
  expect(check({ cwd: root }).baselines).toMatchObject({ fresh: 0, gone: 0 });
  expect(newReports(eslint10.run(root, files, { types: false }).reports), "all are known").toEqual([]);
  keepEverySecondEntry(root);
  const { findings } = check({ cwd: root });
  const expected = findings
    .filter(({ tolerated, file }) => !tolerated && file in files)
    .map(({ file, line, column, contract, rule }) => `${file}:${line}:${column} ${contract}/${rule}`)
    .sort();
  for (const front of [eslint10, tsserver])
    expect(newReports(front.run(root, files, { types: false }).reports), front.name).toEqual(expected);
}

function newReports(reports: readonly FrontReport[]): string[] {
  return reports
    .filter(({ isKnown }) => !isKnown)
    .map(({ file, start, contract, rule }) => `${file}:${start} ${contract}/${rule}`)
    .sort();
}

function keepEverySecondEntry(root: string): void {
  expect(listBaselines(root, "migrations").length).toBe(readBaselines(root, "migrations").size);
  for (const { file, entries } of readBaselines(root, "migrations").values())
    writeFileSync(path.join(root, file), renderBaseline(entries.filter((_, index) => index % 2 === 1)));
}
