import path from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { carriersFor } from "./carriers.js";
import { readAllCases, type Case } from "./case.js";
import type { FrontResult } from "./fronts/front.js";
import { runLanguageServer } from "./fronts/language-server.js";
import { buildProject, removeProjects } from "./project.js";
import { expectResult, judgeOf } from "./run-case.js";

const CASES = path.join(import.meta.dirname, "cases");
const NAME = { name: "language server" };

/** Registers a test for each of the chosen cases, which run in one process of the language server. */
export function testInLanguageServer(choose: (each: Case) => boolean): void {
  const cases = readAllCases(CASES)
    .filter((each) => carriersFor(each).includes("language-server"))
    .filter(choose);
  let results: FrontResult[] = [];
  const firsts: (FrontResult | undefined)[] = [];

  describe("the language server", () => {
    beforeAll(async () => {
      await bundle();
      const projects = cases.map((each) => ({
        root: buildProject(each),
        files: Object.fromEntries(each.files.map(({ path: file, text }) => [file, text])),
      }));
      firsts.push(...projects.map(({ root, files }, index) => judgeOf(cases[index]!)?.run(root, files, { types: false })));
      results = await runLanguageServer(projects);
    }, 900_000);
    afterAll(removeProjects);

    test.each(cases.map((each, index) => [each.name, each, index] as const))("%s", (_, each, index) => {
      expectResult(each, NAME, results[index]!, firsts[index]);
    });
  });
}
