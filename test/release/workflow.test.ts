import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { REPOSITORY } from "../support/copy-repository.js";
import { writeTree } from "../support/temporary-tree.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly environment?: string | { readonly name: string };
  readonly permissions: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly Step[];
}

const TEXT = readFileSync(path.join(REPOSITORY, ".github/workflows/release.yml"), "utf8");
const workflow = parse(TEXT) as { on: unknown; permissions: unknown; concurrency: object; jobs: Record<string, Job> };
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);

test("only a tag of a version releases, and nothing stops it half way", () => {
  expect(workflow.on).toEqual({ push: { tags: ["v*"] } });
  expect(workflow.concurrency).toEqual({ group: "release", "cancel-in-progress": false });
});

test("each job may do what it does, and no more", () => {
  expect(workflow.permissions).toEqual({});
  expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]))).toEqual({
    build: { contents: "read" },
    npm: { contents: "read", "id-token": "write" },
    extension: { contents: "read" },
    site: { pages: "write", "id-token": "write" },
  });
});

test("nothing is published before the check has passed, and the marketplaces and the site follow npm", () => {
  expect(Object.fromEntries(jobs.map(([name, job]) => [name, job.needs]))).toEqual({
    build: undefined,
    npm: "build",
    extension: "npm",
    site: "npm",
  });
  const lines = workflow.jobs["build"]!.steps.flatMap((step) => step.run ?? []);
  const check = lines.findIndex((line) => line === 'npm run release:check -- "$GITHUB_REF_NAME"');
  expect(check).toBeGreaterThan(-1);
  expect(lines.findIndex((line) => line.startsWith("npm run pack:all"))).toBeGreaterThan(check);
});

test("a job with a secret runs in an environment, which an owner can guard, and runs no code of a dependency's install", () => {
  for (const [name, { steps, environment }] of jobs) {
    if (!steps.some((step) => Object.values(step.env ?? {}).some((value) => value.includes("secrets.")))) continue;
    expect(environment, name).toEqual(expect.any(String));
    for (const line of steps.flatMap((step) => step.run ?? []).filter((line) => /^npm (?:ci|install)\b/.test(line)))
      expect(line, name).toContain("--ignore-scripts");
  }
});

test("actions are pinned to a commit, with their version beside it", () => {
  const used = [...TEXT.matchAll(/uses: (\S+)(.*)$/gm)];
  expect(used).toHaveLength(steps.filter((step) => step.uses).length);
  for (const [line, action, comment] of used) {
    expect(action, line).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    expect(comment, line).toMatch(/^ # v\d+\.\d+\.\d+$/);
  }
  for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
    expect(step.with).toEqual({ "persist-credentials": false });
});

test("every script and program that it calls is there", { tags: "slow" }, () => {
  const { scripts } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8")) as { scripts: object };
  const lines = steps.flatMap((step) => step.run ?? []);
  const called = lines.flatMap((line) => /\bnpm run (\S+)/.exec(line)?.[1] ?? []);
  expect(called.sort()).toEqual(["pack:all", "release:check", "release:publish", "site"]);
  for (const script of called) expect(Object.keys(scripts)).toContain(script);
  const programs = lines.flatMap((line) => /\bnpx --no-install (\S+)/.exec(line)?.[1] ?? []);
  expect(programs).toEqual(["vsce", "ovsx"]);
  for (const program of programs) {
    const file = path.join(REPOSITORY, "node_modules/.bin", program);
    expect(existsSync(file), program).toBe(true);
    const help = execFileSync(file, ["publish", "--help"], { encoding: "utf8" });
    for (const flag of lines.find((line) => line.includes(program))!.match(/--(?!no-install)\S+/g)!) expect(help).toContain(flag);
  }
});

test("what one job hands to the next is what the next one takes", () => {
  const packed = steps.filter((step) => /(?:upload|download)-artifact@/.test(step.uses ?? ""));
  expect(packed.map((step) => [step.with?.["name"], step.with?.["path"]])).toEqual(Array(3).fill(["packed", "packed"]));
  for (const line of steps.flatMap((step) => step.run ?? []).filter((line) => /pack:all|release:publish|vsce|ovsx/.test(line)))
    expect(line).toMatch(/ packed(?:\/\*\.vsix)?$/);
});

test.runIf(process.platform !== "win32")(
  "the first release's token goes to the registry that npm publishes to, and none is no fault",
  { tags: "slow" },
  () => {
    const { run } = steps.find((step) => step.env?.["NPM_TOKEN"])!;
    const root = writeTree({ npmrc: "" });
    const settings = path.join(root, "npmrc");
    const setToken = (NPM_TOKEN: string): string => {
      const env = {
        ...process.env,
        NPM_TOKEN,
        npm_config_userconfig: settings,
        npm_config_registry: "https://example.test/npm/",
      };
      execFileSync("bash", ["-e", "-o", "pipefail", "-c", run!], { env });
      return readFileSync(settings, "utf8").trim();
    };
    expect(setToken("")).toBe("");
    expect(setToken("of-the-first-day")).toBe("//example.test/npm/:_authToken=of-the-first-day");
  },
);
