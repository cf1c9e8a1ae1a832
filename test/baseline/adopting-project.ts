import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect } from "vitest";

/** A project with four violations that adopts godwit, made anew for each test; for tests of baselines. */

export const REPOSITORY = path.resolve(import.meta.dirname, "../..");
export const GODWIT = path.join(REPOSITORY, "packages/cli/dist/main.js");
export const BASELINE = "migrations/.baseline/one-id.txt";

export const CONTRACT = `---
title: One way to make IDs
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---
`;
/** Violations that are hints, so that nothing fixes them by the way. */
export const raw = (...names: string[]): string =>
  `import { v4 } from "uuid";\n\n${names.map((name) => `export const ${name}Id = v4({ random: seed });\n`).join("")}`;

export let root: string;

/** Makes the project before each test of the file, and removes it after. */
export function makeAdoptingProject(): void {
  beforeEach(() => {
    expect(existsSync(GODWIT), "npm run build comes first").toBe(true);
    root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-baseline-")));
    write("package.json", '{ "name": "adopter", "private": true, "type": "module", "godwit": {} }');
    write(".gitignore", "node_modules\n");
    write("migrations/one-id.md", CONTRACT);
    write("src/ids.ts", "export const newId = (entity: string): string => entity;\n");
    write("src/users.ts", raw("user", "account"));
    write("src/orders.ts", raw("order", "invoice"));
    write("eslint.config.js", 'import godwit from "eslint-plugin-godwit";\nexport default [...godwit.migrations()];\n');
    symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"));
    git("init", "--quiet", "--initial-branch=main");
    commit("Start");
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));
}

/** The reports, each as `file rule`. */
export function eslint(): string[] {
  const bin = path.join(REPOSITORY, "node_modules/eslint/bin/eslint.js");
  const { stdout, stderr } = spawnSync(process.execPath, [bin, "src", "--format", "json"], {
    cwd: root,
    encoding: "utf8",
    env: environment(),
  });
  expect(stderr).toBe("");
  const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string }[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId }) => `${path.relative(root, filePath)} ${ruleId}`));
}

export function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", env: environment() });
}

export function commit(message: string): void {
  git("add", "--all");
  git("-c", "user.name=Dev", "-c", "user.email=dev@example.com", "commit", "--quiet", "--allow-empty", `--message=${message}`);
}

/** The environment without variables of an outer hook or of a person's own settings. */
export function environment(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") && name !== "FORCE_COLOR");
  const person = {
    GIT_AUTHOR_NAME: "Dev",
    GIT_AUTHOR_EMAIL: "dev@example.com",
    GIT_COMMITTER_NAME: "Dev",
    GIT_COMMITTER_EMAIL: "dev@example.com",
  };
  return { ...Object.fromEntries(env), ...person, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", NO_COLOR: "1" };
}

export function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** The counts in the output of `godwit check`, and its exit code. */
export function endOf({ status, out }: { status: number | null; out: string }): { status: number | null; end: string } {
  return { status, end: /\d+ known, \d+ new, \d+ gone/.exec(out)?.[0] ?? out };
}
