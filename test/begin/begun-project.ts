import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { writeTree, type TreeContent } from "../support/temporary-tree.js";

export const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const GODWIT = path.join(REPOSITORY, "packages/cli/dist/main.js");

/** A source file with one violation of the contract that init writes for uuid. */
export const UUID_USER =
  'import { v4 as uuidv4 } from "uuid";\n\nexport const createUser = (name) => ({ id: uuidv4(), name });\n';

/** How a program ended, and what it printed. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** A project in git that does not know godwit yet; the packages of this repository are installed in it. */
export function newProject(files: Readonly<Record<string, TreeContent>>): string {
  expect(existsSync(GODWIT), "npm run build comes first").toBe(true);
  const root = writeTree({ ".gitignore": "node_modules\n", ...files });
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: root });
  return root;
}

/** Runs godwit as a process of its own, without a terminal. */
export function godwit(cwd: string, ...args: string[]): Ran {
  return run(cwd, [GODWIT, ...args]);
}

/** Runs ESLint in a project, and lists what it reports as `file rule`. */
export function eslint(cwd: string): string[] {
  const { out } = run(cwd, [path.join(REPOSITORY, "node_modules/eslint/bin/eslint.js"), ".", "--format", "json"]);
  expect(out, out.slice(0, 1_000)).toMatch(/^\[/);
  const results = JSON.parse(out) as { filePath: string; messages: { ruleId: string }[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId }) => `${path.relative(cwd, filePath)} ${ruleId}`));
}

/** Runs oxlint in a project, and returns what it printed. */
export function oxlint(cwd: string): Ran {
  return run(cwd, [path.join(REPOSITORY, "node_modules/oxlint/bin/oxlint")]);
}

function run(cwd: string, args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: status, out: stdout + stderr };
}

/** Writes a file of a project. */
export function write(root: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** The text of a file of a project. */
export function textOf(root: string, file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** All files of a project with their texts, but for git's and what is installed. */
export function snapshot(root: string, folder = ""): Record<string, string> {
  const all: Record<string, string> = {};
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if ([".git", ".godwit", "node_modules"].includes(entry.name)) continue;
    if (entry.isDirectory()) Object.assign(all, snapshot(root, file));
    else all[file] = textOf(root, file);
  }
  return all;
}
