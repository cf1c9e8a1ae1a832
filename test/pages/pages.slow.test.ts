import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../support/temporary-tree.js";
import { walkPage } from "./walk-page.js";

const page = (name: string): URL => new URL(`../../docs/${name}.md`, import.meta.url);

test("each output on the page about new contracts is what the command prints", async () => {
  const root = writeTree({ "package.json": { name: "shop", private: true, type: "module", godwit: {} } });
  expect(await walkPage(page("new-contracts"), root, { today: "2027-01-15" })).toBeGreaterThan(0);
});

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** The example as a repository of its own, without contracts. */
function exampleWithoutContracts(): string {
  const root = writeTree({});
  const example = path.join(REPOSITORY, "examples/chat-platform");
  const list = execFileSync("git", ["ls-files", "-z"], { cwd: example, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "");
  for (const file of list) {
    if (!existsSync(path.join(example, file))) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    cpSync(path.join(example, file), path.join(root, file));
  }
  rmSync(path.join(root, "migrations"), { recursive: true, force: true });
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"));
  appendFileSync(path.join(root, ".gitignore"), "node_modules\n.godwit\n");
  execFileSync("git", ["init", "-q", "-b", "main"], { cwd: root });
  return root;
}

/** Times that were measured, and hashes of commits, are others on each machine. */
const steady = (text: string): string =>
  text.replaceAll(/\b\d[\d,.]* m?s\b(?! of CPU)/g, "40 ms").replaceAll(/\b[0-9a-f]{10}\b/g, "1f0c2a9b77");

test("each output of the guide is what the command prints, from the first contract to the deleted bridge", async () => {
  const root = exampleWithoutContracts();
  expect(await walkPage(page("guide"), root, { today: "2027-01-15", steady })).toBeGreaterThan(10);
  expect(existsSync(path.join(root, "src/agents/legacy/retry-policy.ts"))).toBe(false);
});
