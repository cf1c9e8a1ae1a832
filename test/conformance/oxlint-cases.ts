import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carriersFor } from "./carriers.js";
import { readAllCases, type Case } from "./case.js";
import type { BatchedCase, FrontResult } from "./fronts/front.js";
import { runOxlint } from "./fronts/oxlint.js";
import { buildProject, removeProjects } from "./project.js";
import { expectResult, judgeOf } from "./run-case.js";

const CASES = path.join(import.meta.dirname, "cases");
const NAME = { name: "oxlint" };

/** The cases that oxlint gives another result for, each with the reason; the page docs/oxlint.md lists them. */
const DIFFERENT: Readonly<Record<string, string>> = {
  "no-singleton-access/holes": "oxlint's parser refuses a file that declares a name twice, and says nothing else of it",
};

/** Registers a test for each of the chosen cases, which run in one process of oxlint. */
export function testInOxlint(choose: (each: Case) => boolean): void {
  const cases = readAllCases(CASES)
    .filter((each) => carriersFor(each).includes("oxlint"))
    .filter(choose);
  const projects: BatchedCase[] = [];
  let results: FrontResult[] = [];

  describe("oxlint", () => {
    beforeAll(async () => {
      for (const each of cases)
        projects.push({
          root: buildProject(each),
          files: Object.fromEntries(each.files.map(({ path: file, text }) => [file, text])),
        });
      const expected = projects.map(({ root, files }, index) => judgeOf(cases[index]!)?.run(root, files, { types: false }));
      results = await runOxlint(path.dirname(projects[0]!.root), projects);
      firsts.push(...expected);
    }, 900_000);
    afterAll(removeProjects);
    const firsts: (FrontResult | undefined)[] = [];

    test.each(cases.map((each, index) => [each.name, each, index] as const))("%s", (name, each, index) => {
      const compare = (): void => expectResult(each, NAME, results[index]!, firsts[index]);
      if (DIFFERENT[name] === undefined) compare();
      else expect(compare, `${name} is listed as different, and is not: ${DIFFERENT[name]}`).toThrow();
    });
  });
}
