import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import { BASELINE, CONTRACT, environment, makeAdoptingProject, REPOSITORY, root, write } from "./adopting-project.js";

makeAdoptingProject();

const ESLINT = path.join(REPOSITORY, "node_modules/eslint/bin/eslint.js");

describe("baseline write --import", () => {
  test("says how ESLint's suppressions go, after which ESLint is green", async () => {
    expect(runEslint("--suppress-all")).toBe(0);
    const { out } = await godwit("baseline", "write", "--import", "eslint-suppressions.json");
    expect(runEslint()).toBe(2);
    expect(out).toMatch(/fails on suppressions that do not occur anymore[^]*\n {2}npx eslint \. --prune-suppressions\n$/);
    expect(runEslint("--prune-suppressions")).toBe(0);
    expect(runEslint()).toBe(0);
  });

  test("names the place of suppressions that are elsewhere", async () => {
    write("config/known.json", JSON.stringify({ "../src/users.ts": { "one-id/no-raw-uuid": { count: 2 } } }));
    const { out } = await godwit("baseline", "write", "--import", "config/known.json");
    expect(out).toMatch(/--prune-suppressions --suppressions-location config\/known\.json\n$/);
  });

  test("does not take what is of another contract for what is of none", async () => {
    write("migrations/two-id.md", CONTRACT);
    const suppressed = { "one-id/no-raw-uuid": { count: 2 }, "two-id/no-raw-uuid": { count: 2 }, "no-console": { count: 1 } };
    write("eslint-suppressions.json", JSON.stringify({ "src/users.ts": suppressed }));
    const { out } = await godwit("baseline", "write", "--import", "eslint-suppressions.json", "--contract", "two-id");
    expect(out).toContain("2 suppressed of one-id, which --contract does not name: they are not imported.");
    expect(out).toContain("1 suppressed of rules that are no contract's: ESLint keeps them.");
    expect(existsSync(path.join(root, BASELINE))).toBe(false);
  });

  test("says that it wrote nothing where nothing matches", async () => {
    write("eslint-suppressions.json", JSON.stringify({ "src/users.ts": { "no-console": { count: 1 } } }));
    const { status, out } = await godwit("baseline", "write", "--import", "eslint-suppressions.json");
    expect(status).toBe(0);
    expect(out).toContain("Nothing was written: eslint-suppressions.json suppresses none of the 4 violations that were found.");
    expect(out).not.toContain("no violation was found");
    expect(existsSync(path.join(root, BASELINE))).toBe(false);
  });
});

function runEslint(...args: string[]): number | null {
  return spawnSync(process.execPath, [ESLINT, ".", ...args], { cwd: root, env: environment() }).status;
}

async function godwit(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const { code, out, err } = await runGodwit(root, ...args);
  return { status: code, out, err };
}
