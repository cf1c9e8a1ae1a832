import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

const CONTRACT = `---
title: One ID generator
why: IDs of one format keep sessions apart.
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---
`;

let root: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-hook-")));
  write(
    "package.json",
    JSON.stringify({ name: "hooked", private: true, type: "module", "lint-staged": { "*.{ts,js}": "eslint --fix" } }),
  );
  write("eslint.config.js", 'import godwit from "eslint-plugin-godwit";\nexport default [...godwit.migrations()];\n');
  write(".gitignore", "node_modules\n");
  write("migrations/unified-ids.md", CONTRACT);
  write("src/ids.ts", "export const newId = (entity: string): string => entity;\n");
  write("src/seeds.ts", 'import { newId } from "./ids.js";\nexport const seed = newId("seed");\n');
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"));
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.email", "dev@example.com");
  git("config", "user.name", "Dev");
  git("config", "core.hooksPath", ".hooks");
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--message=Start");
  write(".hooks/pre-commit", "#!/bin/sh\nexec node_modules/.bin/lint-staged --quiet\n");
  chmodSync(path.join(root, ".hooks/pre-commit"), 0o755);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a commit holds the fixed file", { tags: "slow" }, () => {
  expect(existsSync(path.join(REPOSITORY, "packages/eslint-plugin/dist/index.js")), "npm run build comes first").toBe(true);
  write("src/user.ts", 'import { v4 } from "uuid";\n\nexport const userId = v4();\n');
  const { status, output } = commit("src/user.ts");
  expect(status, output).toBe(0);
  const fixed = 'import { newId } from "./ids.js";\n\nexport const userId = newId("user");\n';
  expect(git("show", "HEAD:src/user.ts")).toBe(fixed);
  expect(readFileSync(path.join(root, "src/user.ts"), "utf8")).toBe(fixed);
  expect(git("status", "--porcelain", "src")).toBe("");
});

test("a violation without a fix blocks the commit and says what to write", { tags: "slow" }, () => {
  const head = git("rev-parse", "HEAD");
  write("src/seed.ts", 'import { v4 } from "uuid";\n\nexport const seedId = v4({ random: new Uint8Array(16) });\n');
  const { status, output } = commit("src/seed.ts");
  expect(status).not.toBe(0);
  expect(output).toContain("unified-ids/no-raw-uuid");
  expect(output).toContain('newId("seed")');
  expect(git("rev-parse", "HEAD")).toBe(head);
});

function commit(file: string): { status: number | null; output: string } {
  git("add", file);
  const result = spawnSync("git", ["commit", "--quiet", `--message=Add ${file}`], {
    cwd: root,
    encoding: "utf8",
    env: environment(),
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", env: environment() });
}

/** The environment without variables of an outer hook or of a person's own settings. */
function environment(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(env), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", NO_COLOR: "1" };
}

function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}
