import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { checkResultSchema } from "../../packages/cli/src/check/check-result.js";
import { parseCase } from "./case.js";
import { buildProject, removeProjects } from "./project.js";

const MAIN = path.resolve(import.meta.dirname, "../../packages/cli/dist/main.js");
const CASE = `---
contract: unified-ids
rule: no-raw-uuid
---

is the same as a process.

\`\`\`ts before=src/a.ts
import { v4 } from "uuid";
export const userId = v4();
\`\`\`
`;

afterAll(removeProjects);

function godwit(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { status: number | null; stdout: string; stderr: string } {
  const { FORCE_COLOR: _, NO_COLOR: __, ...rest } = process.env;
  return spawnSync(process.execPath, [MAIN, ...args], { cwd: root, encoding: "utf8", env: { ...rest, ...env } });
}

test("godwit as a process gives the result, the exit code and the colours that it should", { tags: "slow" }, () => {
  expect(existsSync(MAIN), "npm run build comes first").toBe(true);
  const root = buildProject(parseCase("no-raw-uuid/process", CASE));
  const json = godwit(root, ["check", "--format", "json"]);
  expect(json).toMatchObject({ status: 1, stderr: "" });
  const { violations } = check({ cwd: root, keepsSources: true }).result;
  expect(violations).toHaveLength(1);
  expect(checkResultSchema.parse(JSON.parse(json.stdout)).violations).toEqual(violations);
  expect(godwit(root, ["check"]).stdout).not.toContain("\u001B[");
  expect(godwit(root, ["check"], { CI: "true" }).stdout).not.toContain("\u001B[");
  expect(godwit(root, ["check"], { FORCE_COLOR: "1" }).stdout).toContain("\u001B[");
  expect(godwit(root, ["check"], { FORCE_COLOR: "1", NO_COLOR: "1" }).stdout).not.toContain("\u001B[");
  expect(godwit(root, ["check", "--fix", "--quiet"])).toMatchObject({ status: 0, stdout: "" });
  expect(godwit(root, ["check", "--nope"])).toMatchObject({ status: 2, stdout: "" });
});
