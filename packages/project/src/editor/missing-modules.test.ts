import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProject, type TestProject } from "../../test-support/open-project.js";
import { findingsOf } from "./index.js";

const CONTRACT = `---
title: New users
imports: { newUser: ./src/new-user.ts, oldUser: ./src/old-user.ts }
rules: { no-deprecated-call: { replace: [{ match: oldUser(), with: newUser() }] } }
---
`;
const TEXT = 'import { oldUser } from "./old-user.js";\nexport const user = oldUser();\n';
const NEW_USER = "export const newUser = () => 1;\n";

let project: TestProject;
beforeEach(() => {
  project = openProject({
    "package.json": '{ "godwit": {} }',
    "migrations/users.md": CONTRACT,
    "src/old-user.ts": "export const oldUser = () => 1;\n",
  });
});
afterEach(() => project.remove("."));

/** What is found once the disk is asked again, as after a second. */
function count(): number {
  project.workspace.invalidate();
  return findingsOf(project.workspace, project.document("src/a.ts", TEXT))?.open.length ?? 0;
}

function problems(): readonly string[] {
  project.workspace.invalidate();
  return project.workspace.openProject(join(project.root, "src/a.ts"))!.problems.map(({ code }) => code);
}

test("a contract whose module is missing from the start works as soon as the file is there", () => {
  expect(count()).toBe(0);
  expect(problems()).toEqual(["missing-module"]);
  project.write("src/new-user.ts", NEW_USER);
  expect(count()).toBe(1);
  expect(problems()).toEqual([]);
});

test("a contract keeps its last good version while a module is missing, says so once, and heals", () => {
  project.write("src/new-user.ts", NEW_USER);
  expect(count()).toBe(1);
  project.remove("src/new-user.ts");
  expect(count()).toBe(1);
  expect(problems()).toEqual(["missing-module"]);
  project.write("src/new-user.ts", NEW_USER);
  expect(count()).toBe(1);
  expect(problems()).toEqual([]);
});
