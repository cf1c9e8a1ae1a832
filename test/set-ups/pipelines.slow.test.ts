import { readFileSync } from "node:fs";
import path from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { REPOSITORY } from "../support/copy-repository.js";
import { SetUp, type Run } from "./set-up.js";

const WORKFLOW = ".github/workflows/migrations.yml";
const NEW_VIOLATION = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';

/** What godwit needs to know of a job of GitHub Actions; `uses` are steps that only GitHub can run. */
interface Job {
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
}

const opened: SetUp[] = [];
afterEach(() => {
  for (const project of opened.splice(0)) project.remove();
});

function open(name: string): SetUp {
  const project = new SetUp("project", name).install().begin();
  opened.push(project);
  return project;
}

/** What npx does here, without half a second of looking around; the tests of hooks run the real one. */
const NPX = 'npx() { "node_modules/.bin/$1" "${@:2}"; }';

/** Runs the commands of a job until one fails, but for what installs packages. */
function runAll(project: SetUp, commands: readonly string[], env: NodeJS.ProcessEnv): Run {
  let output = "";
  for (const command of commands.filter((each) => each !== "npm ci")) {
    const ran = project.run(`${NPX}; ${command}`, env);
    output += ran.output;
    if (ran.status !== 0) return { status: ran.status, output };
  }
  return { status: 0, output };
}

const commandsOf = ({ steps }: Job): string[] => steps.flatMap(({ run }) => run ?? []);

function jobsOf(project: SetUp): Record<string, Job> {
  expect(validateWorkflow(project.read(WORKFLOW)).errors).toEqual([]);
  return (parse(project.read(WORKFLOW)) as { jobs: Record<string, Job> }).jobs;
}

describe("GitHub Actions", () => {
  test("a workflow with a mistake does not pass the schema that the others pass", () => {
    expect(validateWorkflow("on: [pull_request]\njobs:\n  a:\n    runs_on: x\n").errors).not.toEqual([]);
  });

  test("is green on day one, and red with an annotation on the first new violation", () => {
    const project = open("github-actions");
    const { migrations } = jobsOf(project);
    const env = {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_BASE_REF: "main",
      GITHUB_STEP_SUMMARY: `${project.root}/summary.md`,
    };
    const first = runAll(project, commandsOf(migrations!), env);
    expect(first.status, first.output).toBe(0);
    expect(first.output).not.toContain("::error");
    project.write("src/user.ts", NEW_VIOLATION);
    expect(project.commit("src").status).toBe(0);
    const second = runAll(project, commandsOf(migrations!), env);
    expect(second.status, second.output).toBe(1);
    expect(second.output).toMatch(/^::error file=src\/user\.ts,line=3,.*newId\("user"\)/m);
    expect(project.read("summary.md")).toContain("src/user.ts");
  });

  test("is red when an entry of the baseline was added by hand", () => {
    const project = open("github-actions");
    project.write("src/user.ts", NEW_VIOLATION);
    expect(project.run("npx godwit baseline write --force").status).toBe(0);
    expect(project.commit("src", "migrations").status).toBe(0);
    const env = { GITHUB_BASE_REF: "main", GITHUB_STEP_SUMMARY: `${project.root}/summary.md` };
    const { status, output } = runAll(project, commandsOf(jobsOf(project)["migrations"]!), env);
    expect(status, output).toBe(1);
    expect(output).toContain("src/user.ts");
  });

  test("shards look at everything together: the joined report is that of one run", () => {
    const project = open("github-actions-shards");
    const { check, report } = jobsOf(project);
    const runJobs = (): Run => {
      for (const shard of check!.strategy!.matrix.shard) {
        const ran = runAll(project, commandsOf(check!), { SHARD: String(shard) });
        expect(ran.status, ran.output).toBe(0);
      }
      return runAll(project, commandsOf(report!), { GITHUB_STEP_SUMMARY: `${project.root}/summary.md` });
    };
    const first = runJobs();
    expect(first.status, first.output).toBe(0);
    for (const name of ["user", "plan", "seed"]) project.write(`src/${name}.ts`, NEW_VIOLATION.replaceAll("user", name));
    const second = runJobs();
    expect(second.status, second.output).toBe(1);
    expect(second.output.match(/^::error file=src\//gm)).toHaveLength(3);
    project.run("npx godwit report --from godwit-*.json --format json=joined.json || true");
    project.run("npx godwit check --format json=whole.json || true");
    const read = (file: string): any => {
      const { durationMs: _, time: __, ...rest } = JSON.parse(project.read(file));
      return rest;
    };
    expect(read("joined.json")).toMatchObject({ violations: { length: 4 } });
    expect(read("joined.json")).toEqual(read("whole.json"));
  });

  test("a shard that is missing is no green report", () => {
    const project = open("github-actions-shards");
    const { check, report } = jobsOf(project);
    for (const shard of ["1", "3"]) runAll(project, commandsOf(check!), { SHARD: shard });
    const env = { GITHUB_STEP_SUMMARY: `${project.root}/summary.md` };
    expect(runAll(project, commandsOf(report!), env).status).toBe(2);
  });
});

describe("GitLab CI", () => {
  test("is green on day one, and red on the first new violation, with the reports that GitLab shows", () => {
    const project = open("gitlab-ci");
    const { migrations } = parse(project.read(".gitlab-ci.yml")) as {
      migrations: { script: string[]; artifacts: { reports: { codequality: string; junit: string } } };
    };
    const { codequality, junit } = migrations.artifacts.reports;
    const env = { CI: "true", GITLAB_CI: "true", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" };
    const first = runAll(project, migrations.script, env);
    expect(first.status, first.output).toBe(0);
    expect(JSON.parse(project.read(codequality))).toEqual([]);
    project.write("src/user.ts", NEW_VIOLATION);
    const second = runAll(project, migrations.script, env);
    expect(second.status, second.output).toBe(1);
    expect(JSON.parse(project.read(codequality))).toMatchObject([
      { check_name: "one-id/no-raw-uuid", location: { path: "src/user.ts" }, fingerprint: expect.any(String) },
    ]);
    expect(project.read(junit)).toContain("src/user.ts");
  });
});

test("GitLab's shards are joined to one report, which is red on the first new violation", () => {
  const project = open("gitlab-ci-shards");
  const { check, report } = parse(project.read(".gitlab-ci.yml")) as {
    check: { parallel: number; script: string[] };
    report: { script: string[]; artifacts: { reports: { codequality: string } } };
  };
  const runJobs = (): Run => {
    for (let index = 1; index <= check.parallel; index++) {
      const ran = runAll(project, check.script, { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(check.parallel) });
      expect(ran.status, ran.output).toBe(0);
    }
    return runAll(project, report.script, {});
  };
  expect(runJobs()).toMatchObject({ status: 0 });
  project.write("src/user.ts", NEW_VIOLATION);
  expect(runJobs()).toMatchObject({ status: 1 });
  expect(JSON.parse(project.read(report.artifacts.reports.codequality))).toMatchObject([{ location: { path: "src/user.ts" } }]);
});

test.each([
  ["docs/ci.md", 9],
  ["docs/platform-teams.md", 3],
])("%s shows the files of the examples as they are", (file, count) => {
  const page = readFileSync(path.join(REPOSITORY, file), "utf8");
  const shown = [...page.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)];
  expect(shown.length).toBeGreaterThanOrEqual(count);
  for (const [, file, text] of shown) expect(text, file).toBe(readFileSync(path.join(REPOSITORY, file!), "utf8"));
});
