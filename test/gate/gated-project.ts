import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { checkResultSchema, type CheckResult } from "../../packages/cli/src/check/check-result.js";
import { runGodwit, type GodwitRun } from "../support/run-godwit.js";

/** A small repository with one contract, made anew for each test; for tests of what `godwit check` looks at and prints. */

const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const GODWIT = path.join(REPOSITORY, "packages/cli/bin/godwit.mjs");

export const contract = (title: string, more = ""): string =>
  `---\ntitle: ${JSON.stringify(title)}\n${more}imports:\n  newId: ./src/ids.ts\nrules:\n  no-raw-uuid:\n    replace:\n      - with: newId($entity)\n---\n`;

/** A file with one violation that has a safe fix for each name. */
export const raw = (...names: string[]): string =>
  `import { v4 } from "uuid";\n\n${names.map((name) => `export const ${name}Id = v4();\n`).join("")}`;
/** The same after its fixes. */
export const fixed = (...names: string[]): string =>
  `import { newId } from "./ids.js";\n\n${names.map((name) => `export const ${name}Id = newId("${name}");\n`).join("")}`;
/** Violations that are hints, so that nothing fixes them. */
export const hints = (...names: string[]): string =>
  `import { v4 } from "uuid";\n\n${names.map((name) => `export const ${name}Id = v4({ random: seed });\n`).join("")}`;

export let root: string;

/** Makes the repository before each test of the file, and removes it after. */
export function makeGatedProject(): void {
  beforeEach(() => {
    expect(existsSync(path.join(REPOSITORY, "packages/cli/dist/main.js")), "npm run build comes first").toBe(true);
    root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-gate-")));
    write("package.json", '{ "name": "gated", "private": true, "type": "module", "godwit": {} }');
    write("migrations/one-id.md", contract("One way to make IDs", "owner: '@acme/ids'\nwhy: IDs of one format.\n"));
    write("src/ids.ts", "export const newId = (entity: string): string => entity;\n");
    git("init", "--quiet", "--initial-branch=main");
    commit("Start");
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));
}

/** Runs a command in this process. */
export const godwit = (...args: string[]): Promise<GodwitRun> => runGodwit(root, ...args);

/** The JSON of `godwit check`. */
export async function json(...args: string[]): Promise<CheckResult> {
  const { out, err } = await godwit("check", "--format", "json", ...args);
  expect(err).toBe("");
  return checkResultSchema.parse(JSON.parse(out));
}

/** Each violation as `file:line`. */
export async function places(...args: string[]): Promise<string[]> {
  return (await json(...args)).violations.map(({ file, line }) => `${file}:${line}`);
}

/** Runs a line in a shell, where `godwit` is the built command. */
export function shell(line: string, env: Readonly<Record<string, string>> = {}): GodwitRun {
  const script = `godwit() { "${process.execPath}" "${GODWIT}" "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: root,
    encoding: "utf8",
    env: { ...environment(), ...env },
    maxBuffer: 1 << 28,
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

export function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", env: environment(), stdio: ["ignore", "pipe", "pipe"] });
}

export function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", `--message=${message}`);
}

/** Makes a pre-commit hook of a line of shell. */
export function hook(line: string): void {
  const file = path.join(root, ".git/hooks/pre-commit");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${GODWIT}" ${line}\n`);
  chmodSync(file, 0o755);
}

function environment(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|GITHUB_|CI_|FORCE_COLOR$)/.test(name));
  const person = ["AUTHOR", "COMMITTER"].flatMap((role) => [
    [`GIT_${role}_NAME`, "Dev"],
    [`GIT_${role}_EMAIL`, "dev@example.com"],
  ]);
  return { ...Object.fromEntries([...env, ...person]), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", NO_COLOR: "1" };
}

export function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
