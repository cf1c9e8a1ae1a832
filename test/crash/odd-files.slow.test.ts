import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const REPOSITORY = path.join(import.meta.dirname, "../..");
const CLI = path.join(REPOSITORY, "packages/cli/bin/godwit.mjs");
const PLUGIN = path.join(REPOSITORY, "packages/eslint-plugin/dist/index.js");
/** A run that takes longer hangs. */
const HANGS_MS = 45_000;

const CONTRACT = `---
title: Identifiers
imports: { newId: ./src/ids.ts }
rules: { no-raw-uuid: { replace: [{ with: newId() }] } }
---
`;
const USER = 'import { v4 } from "uuid";\nexport const a = v4();\n';
const FIXED = 'import { newId } from "./ids";\nexport const a = newId();\n';

let base: string;
let root: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-odd-")));
  root = path.join(base, "root");
  write("package.json", '{ "name": "odd", "type": "module", "godwit": {} }\n');
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }\n');
  write("migrations/ids.md", CONTRACT);
  write("src/ids.ts", 'export const newId = (): string => "";\n');
  write("src/a.ts", USER);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

function put(file: string, what: string): void {
  rmSync(path.join(root, file), { force: true });
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  if (what === "a pipe") execFileSync("env", ["mkfifo", path.join(root, file)]);
  else if (what === "/dev/zero") symlinkSync("/dev/zero", path.join(root, file));
  else {
    write(file, "{}");
    truncateSync(path.join(root, file), 600 * 1024 * 1024);
  }
}

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: root, stdio: "ignore" });
}

interface Ran {
  readonly out: string;
  readonly status: number | null;
}

function run(...args: string[]): Ran {
  const options = { cwd: root, encoding: "utf8", timeout: HANGS_MS, killSignal: "SIGKILL" } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, args, options);
  return { out: stdout + stderr, status };
}

const godwit = (...args: string[]): Ran => run(CLI, ...args);

const ODD = ["a pipe", "/dev/zero", "600 MB"];

test.each(ODD.flatMap((what) => ["tsconfig.json", "package.json", "src/package.json"].map((file) => [what, file] as const)))(
  "%s as %s is one problem, in each run, and nothing hangs",
  (what, file) => {
    put(file, what);
    for (const command of [["check"], ["check"], ["check", "--no-cache"]]) {
      const { out, status } = godwit(...command);
      expect(out).toContain(file);
      expect(out.match(/can't be used/g)).toHaveLength(1);
      expect(status).toBe(2);
    }
  },
);

test.each(ODD)("%s as a base of tsconfig.json, and of a project that it references, is one problem", (what) => {
  write("tsconfig.json", '{ "extends": "./base.json" }');
  put("base.json", what);
  expect(godwit("check").out).toMatch(/base\.json[\s\S]*can't be used/);
  write("tsconfig.json", '{ "references": [{ "path": "./base.json" }] }');
  expect(godwit("check").out).toMatch(/base\.json[\s\S]*can't be used/);
});

test.each(ODD)("%s as a contract, a baseline, CODEOWNERS or a result to report is one problem", (what) => {
  put("migrations/broken.md", what);
  expect(godwit("check")).toMatchObject({ status: 2, out: expect.stringContaining("migrations/broken.md") as string });
  rmSync(path.join(root, "migrations/broken.md"));
  put("migrations/.baseline/ids.txt", what);
  expect(godwit("baseline", "check").out).toContain("migrations/.baseline/ids.txt");
  rmSync(path.join(root, "migrations/.baseline"), { recursive: true });
  put("CODEOWNERS", what);
  expect(godwit("check")).toMatchObject({ status: 2, out: expect.stringContaining("CODEOWNERS can't be used") as string });
  rmSync(path.join(root, "CODEOWNERS"));
  put("result.json", what);
  expect(godwit("report", "result.json")).toMatchObject({ status: 2 });
});

test.each(ODD.slice(0, 2))("%s as the target of a contract's imports is said, and nothing hangs", (what) => {
  put("src/ids.ts", what);
  const { out, status } = godwit("check", "--fix");
  expect(out).toContain("src/ids.ts");
  expect(status).not.toBe(0);
  expect(status).not.toBeNull();
});

test("a pipe as an ignore file is one problem, with git and without", () => {
  put("src/.gitignore", "a pipe");
  expect(godwit("check")).toMatchObject({ status: 2, out: expect.stringContaining("src/.gitignore can't be used") as string });
  git("init", "-q");
  expect(godwit("check")).toMatchObject({ status: 2, out: expect.stringContaining("src/.gitignore can't be used") as string });
});

test.each(["tsconfig.json", "package.json"])("ESLint does not wait for a pipe as %s", (file) => {
  put(file, "a pipe");
  const script = `
    const { default: plugin } = await import(${JSON.stringify(PLUGIN)});
    const { ESLint } = await import(${JSON.stringify(path.join(REPOSITORY, "node_modules/eslint/lib/api.js"))});
    const root = ${JSON.stringify(root)};
    const eslint = new ESLint.ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: plugin.migrations({ root }) });
    const results = await eslint.lintFiles(["src/a.ts"]);
    console.log(results[0].messages.map(({ message }) => message).join("\\n"));`;
  const { out, status } = run("--input-type=module", "--eval", script.replaceAll("ESLint.ESLint", "ESLint"));
  expect(status).toBe(0);
  expect(out).toContain("v4()");
});

test("a tracked folder that has become a link out of the root is not written to", () => {
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "a");
  mkdirSync(path.join(base, "outside"));
  for (const file of ["a.ts", "ids.ts"]) writeFileSync(path.join(base, "outside", file), read(`src/${file}`));
  rmSync(path.join(root, "src"), { recursive: true });
  symlinkSync("../outside", path.join(root, "src"));
  const { out, status } = godwit("check", "--fix");
  expect(out).toContain("leads out of");
  expect(status).toBe(2);
  expect(readFileSync(path.join(base, "outside/a.ts"), "utf8")).toBe(USER);
  expect(readdirSync(path.join(base, "outside")).sort()).toEqual(["a.ts", "ids.ts"]);
});

test("a folder of baselines that leads out of the root is not written to", () => {
  mkdirSync(path.join(base, "outside"));
  symlinkSync("../../outside", path.join(root, "migrations/.baseline"));
  expect(godwit("baseline", "write")).toMatchObject({ status: 2, out: expect.stringContaining("leads out of") as string });
  expect(readdirSync(path.join(base, "outside"))).toEqual([]);
});

test("a file without write permission, and one with a second name, is reported and not replaced", () => {
  chmodSync(path.join(root, "src/a.ts"), 0o444);
  write("src/b.ts", USER);
  linkSync(path.join(root, "src/b.ts"), path.join(base, "second.ts"));
  write("src/c.ts", USER);
  const { out, status } = godwit("check", "--fix");
  expect(out).toContain("write-protected");
  expect(out).toContain("hard links");
  expect(status).toBe(2);
  expect([read("src/a.ts"), read("src/b.ts"), read("src/c.ts")]).toEqual([USER, USER, FIXED]);
  expect(readFileSync(path.join(base, "second.ts"), "utf8")).toBe(USER);
});

test("a file whose name has 255 bytes is fixed", () => {
  const name = `src/${"n".repeat(252)}.ts`;
  write(name, USER);
  expect(godwit("check", "--fix").status).toBe(0);
  expect(read(name)).toBe(FIXED);
});

test.each(["with git", "without git"])("a name that is not UTF-8 is named, and the gate does not pass, %s", (how) => {
  writeFileSync(Buffer.concat([Buffer.from(`${root}/src/b`), Buffer.from([0xff]), Buffer.from(".ts")]), USER);
  const folder = Buffer.concat([Buffer.from(`${root}/src/d`), Buffer.from([0xff])]);
  mkdirSync(folder);
  writeFileSync(Buffer.concat([folder, Buffer.from("/c.ts")]), USER);
  if (how === "with git") git("init", "-q");
  const { out, status } = godwit("check", "--fix");
  expect(out).toContain("src/b\uFFFD.ts");
  expect(out).toContain("src/d\uFFFD/c.ts");
  expect(status).toBe(2);
});
