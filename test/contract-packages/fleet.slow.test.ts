import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { REPOSITORY } from "../support/copy-repository.js";

const EXAMPLE = path.join(REPOSITORY, "examples/fleet");
const NAMES = ["web", "api", "jobs"];

let folder: string;
let fleet: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-fleet-")));
  fleet = path.join(folder, "fleet");
  cpSync(EXAMPLE, fleet, { recursive: true });
  for (const name of NAMES) {
    const root = path.join(folder, name);
    cpSync(path.join(EXAMPLE, "repositories", name), root, { recursive: true });
    git(root, "init", "--quiet", "--initial-branch=main");
    commit(root);
  }
  writeFileSync(
    path.join(fleet, "repositories.txt"),
    NAMES.map((name) => `${name} file://${path.join(folder, name)}\n`).join(""),
  );
  const programs = path.join(folder, "bin");
  mkdirSync(programs);
  const godwit = `exec ${process.execPath} ${path.join(REPOSITORY, "packages/cli/dist/main.js")}`;
  // What the registry would give.
  program(
    path.join(programs, "npm"),
    `mkdir -p node_modules/@acme && cp -R ${path.join(EXAMPLE, "acme-migrations")} node_modules/@acme/migrations`,
  );
  program(path.join(programs, "npx"), `shift; ${godwit} "$@"`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(file: string, text: string): void {
  writeFileSync(file, `#!/bin/bash\n${text}\n`);
  chmodSync(file, 0o755);
}

function git(cwd: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=Dev", "-c", "user.email=dev@example.com", ...args], { cwd, stdio: "pipe" });
}

function commit(root: string): void {
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message=Work");
}

/** What a command of the workflow says and gives, at a day. */
function run(command: string, day: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", command], {
    cwd: fleet,
    encoding: "utf8",
    env: {
      ...{ PATH: `${path.join(folder, "bin")}:${process.env["PATH"]}`, HOME: folder, ...env },
      SOURCE_DATE_EPOCH: String(Date.parse(`${day}T08:00:00Z`) / 1_000),
    },
  });
  return { status, output: stdout + stderr };
}

const page = (): string => readFileSync(path.join(fleet, "fleet.md"), "utf8");

/** Does what the workflow does in a week. */
function week(day: string) {
  const text = readFileSync(path.join(fleet, ".github/workflows/fleet.yml"), "utf8");
  expect(validateWorkflow(text).errors).toEqual([]);
  const { check, report } = (parse(text) as { jobs: Record<string, any> })["jobs"];
  const commands = (job: any): string[] => job.steps.flatMap(({ run: command }: any) => command ?? []);
  const checks = check.strategy.matrix.job.map((job: number) => run(commands(check).join("\n"), day, { JOB: String(job) }));
  expect(checks.map(({ status }: any) => status)).toEqual([0, 0, 0]);
  const joined = run(
    commands(report).find((command) => command.includes("report.sh"))!,
    day,
  );
  return { ...joined, checked: checks.map(({ output }: any) => output).join("") };
}

test("the example of a fleet, week by week", () => {
  const first = week("2027-01-04");
  expect(first).toMatchObject({ status: 0 });
  expect(page()).toContain("As of 2027-01-04.\n\n3 violations left; 1 of 3 repositories and 0 of 1 contract done.");
  expect(first.output).toContain("fleet.json is not there yet: this report begins the weeks anew.");
  expect(page()).toContain("| @acme/jobs | 1 | 1 | one-id | jobs |");
  expect(page()).toContain("- **jobs** overrides owner, ignores of `one-id`");

  const identity = {
    ...{ GIT_AUTHOR_NAME: "Dev", GIT_AUTHOR_EMAIL: "dev@example.com" },
    ...{ GIT_COMMITTER_NAME: "Dev", GIT_COMMITTER_EMAIL: "dev@example.com" },
  };
  expect(run("./migrate.sh one-id", "2027-01-04", identity)).toMatchObject({ status: 0 });
  const shown = (name: string): string =>
    execFileSync("git", ["show", "godwit-one-id"], { cwd: path.join(folder, name), encoding: "utf8", stdio: "pipe" });
  expect(shown("web")).toContain('+export const userId = newId("user");');
  expect(shown("jobs")).toContain('+export const jobId = newId("job");');
  expect(() => shown("api")).toThrow();
  const again = run("./migrate.sh one-id", "2027-01-04", identity);
  expect(again).toMatchObject({ status: 0 });
  expect(again.output).toContain("clones/web/ has the branch godwit-one-id from a run before");
  expect(again.output).not.toContain("could not");

  writeFileSync(
    path.join(folder, "web/src/user.ts"),
    'import { newId } from "./ids.js";\n\nexport const userId = newId("user");\n',
  );
  commit(path.join(folder, "web"));
  expect(week("2027-01-11").status).toBe(0);
  expect(page()).toContain("| 2027-W02 | 1 | −2 |");
  expect(page()).not.toContain("stands still");

  rmSync(path.join(folder, "api"), { recursive: true });
  const third = week("2027-01-18");
  expect(third.checked).toContain("api could not be checked");
  expect(third.status).toBe(2);
  expect(page()).toContain("- **api**: results/api.json can't be read");
  expect(page()).toContain("No result of **api** with 0 left in 2027-W02.");
  expect(page()).toContain("- **jobs**, `one-id`: stands still since 2027-W01, 1 left");
  expect(page()).toMatch(/\*\*web\*\* \| done/);
});

test.each([
  [
    "web https://git.example/web.git extra\n",
    "repositories.txt:1: write a name that no other line has, and an address. Found: web https",
  ],
  ["# all\nweb a\nweb b\n", "repositories.txt:3: write a name that no other line has"],
  ["../web a\n", "repositories.txt:1: write a name"],
  ["# none\n", "repositories.txt names no repository"],
])("a list of repositories that is not right stops everything: %j", (text, message) => {
  const list = path.join(fleet, "repositories.txt");
  const before = readFileSync(list, "utf8");
  writeFileSync(list, text);
  for (const command of ["./check.sh 1 1", "./report.sh"]) {
    const { status, output } = run(command, "2027-01-25");
    expect(output).toContain(message);
    expect(status).toBe(1);
  }
  writeFileSync(list, before);
});

test("the contract of the example is tested in its package", () => {
  const { status, output } = run("cd acme-migrations && npx godwit contracts test", "2027-01-04");
  expect(output).toContain("✔ 1 example of 1 contract holds");
  expect(status).toBe(0);
});
