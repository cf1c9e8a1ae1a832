import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeViolation } from "@godwit/core/engine";
import { contractsFor } from "@godwit/project";
import { openSource } from "../../packages/cli/src/host/source-file.js";
import { openProject } from "../../packages/cli/src/project.js";
import { readCases, type Case } from "./case.js";
import { buildProject, removeProjects } from "./project.js";

afterAll(removeProjects);

const CASES = path.join(import.meta.dirname, "cases");

/** What the contracts say of a case's files. */
function messagesOf(each: Case): string[] {
  const project = openProject(buildProject(each));
  return each.files.flatMap(({ path: file, text }) => {
    const rules = contractsFor(project.contracts, file).flatMap((contract) => contract.rules);
    try {
      return project.engine.analyse(openSource(path.join(project.root, file), text), rules).violations.map(describeViolation);
    } catch {
      return []; // A file that does not parse is a problem, and is said.
    }
  });
}

test("half of all messages are below 80 characters, 19 of 20 below 140, none over 240, and each is one line", () => {
  const messages = readdirSync(CASES)
    .flatMap((rule) => readCases(path.join(CASES, rule)))
    .flatMap(messagesOf);
  expect(messages.length).toBeGreaterThan(500);
  const lengths = messages.map(({ length }) => length);
  expect(lengths.filter((length) => length < 80).length).toBeGreaterThanOrEqual(lengths.length / 2);
  const long = messages.filter(({ length }) => length > 140);
  expect(long.length).toBeLessThan(messages.length / 20);
  expect(long.filter(({ length }) => length > 240)).toEqual([]);
  expect(messages.filter((message) => /[\r\n]/.test(message))).toEqual([]);
});
