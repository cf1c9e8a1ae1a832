import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { createRepository, findCached, findIn, type CachedRepository } from "./edits.js";

const MAIN = path.join(REPOSITORY, "packages/cli/dist/main.js");

let repository: CachedRepository;
beforeEach(() => (repository = createRepository()));
afterEach(() => repository.remove());

const cacheFiles = (): string[] =>
  readdirSync(repository.cache)
    .filter((name) => name.endsWith(".cache"))
    .map((name) => path.join(repository.cache, name));

describe("a cache that can't be used is like none, and is made anew", () => {
  const damages: readonly (readonly [string, (text: string) => string])[] = [
    ["truncated", (text) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["garbage", () => "\u0000\u0001 no cache at all \n\n{"],
    ["of two runs", (text) => text.slice(0, text.length / 3) + text],
    ["changed at one place", (text) => text.replace(/"directories":/, '"directions":')],
    ["of another form", (text) => text.replace(/godwit cache \d+/, "godwit cache 0")],
  ];

  test.each(damages)("%s", (_, damage) => {
    const first = findCached(repository);
    // What is known of contracts, and the run.
    expect(cacheFiles()).toHaveLength(2);
    for (const file of cacheFiles()) {
      const whole = readFileSync(file, "utf8");
      expect(damage(whole)).not.toBe(whole);
      writeFileSync(file, damage(whole));
    }
    const second = findCached(repository);
    expect(second.cached).toBe(0);
    expect(second.found).toEqual(first.found);
    expect(findCached(repository).cached).toBe(second.considered);
  });
});

test("another version of godwit, or another contract, does not take the answers", () => {
  findCached(repository);
  expect(findIn(repository.root, { cache: { build: "other", folder: repository.cache } }).cached).toBe(0);
  const contract = path.join(repository.root, "migrations/unified-ids.md");
  writeFileSync(contract, readFileSync(contract, "utf8").replace(/^title: .*/m, "title: Other"));
  expect(findCached(repository).cached).toBe(0);
});

test("moves with the repository, and is no good for files with other stamps", () => {
  const { root, cache } = repository;
  const before = findCached(repository);
  const copy = `${root}-copy`;
  cpSync(root, copy, { recursive: true });
  const there = findCached({ root: copy, cache });
  expect(there.cached).toBe(0);
  expect(there.found).toEqual(before.found);
  findCached(repository);
  renameSync(root, `${root}-moved`);
  expect(findCached({ root: `${root}-moved`, cache }).cached).toBe(before.considered);
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be written does not fail a run", () => {
  mkdirSync(repository.cache);
  chmodSync(repository.cache, 0o500);
  expect(findCached(repository).found).toEqual(findIn(repository.root).found);
  chmodSync(repository.cache, 0o700);
});

test("a file in the place of the folder does not fail a run, and is named", () => {
  writeFileSync(repository.cache, "");
  const { note } = check({
    cwd: repository.root,
    cache: { build: "test", folder: repository.cache, startedAt: Date.now() + 10_000 },
  });
  expect(note).toMatch(/^The cache in .* can't be written \((?:EEXIST|ENOTDIR)\), so the next run starts anew/);
  expect(findCached(repository).found).toEqual(findIn(repository.root).found);
  rmSync(repository.cache);
});

test("keeps the newest files of many sets of contracts", () => {
  for (let build = 0; build < 27; build += 1)
    findIn(repository.root, { paths: ["src/ids"], cache: { build: String(build), folder: repository.cache } });
  expect(cacheFiles().length).toBeLessThanOrEqual(24);
});

test("--fix fixes what an earlier run found, and the next run knows", () => {
  findCached(repository);
  const fixed = findCached(repository, { fix: true });
  expect(fixed.found.fixed).toBeGreaterThan(0);
  expect(findCached(repository).found).toEqual(findIn(repository.root).found);
});

test("a baseline applies to answers that were kept before it was written", () => {
  const { found } = findCached(repository);
  const [first] = found.violations.filter(({ contract }) => contract === "unified-ids");
  const folder = path.join(repository.root, "migrations/.baseline");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "unified-ids.txt"), `1 ${first!.file} ${first!.rule} x\n`);
  expect(findCached(repository).found).toEqual(findIn(repository.root).found);
});

test("as a process: default on, beside other caches, unseen by git, and off with --no-cache; two at once leave a whole one", async () => {
  const { root } = repository;
  mkdirSync(path.join(root, "node_modules"));
  const run = (...args: string[]) =>
    new Promise<{ cached: number; violations: unknown[] }>((resolve, reject) => {
      const child = spawn(process.execPath, [MAIN, "check", "--format", "json", ...args], { cwd: root });
      let out = "";
      child.stdout.on("data", (part: Buffer) => (out += part.toString()));
      child.on("error", reject);
      child.on("close", () => {
        const { files, violations } = JSON.parse(out) as { files: { cached: number }; violations: unknown[] };
        resolve({ cached: files.cached, violations });
      });
    });
  // Of what was written a moment ago nothing is kept.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const [one, two] = await Promise.all([run(), run()]);
  expect(one.violations).toEqual(two.violations);
  const warm = await run();
  expect(warm.cached).toBeGreaterThan(100);
  expect(warm.violations).toEqual(one.violations);
  expect((await run("--no-cache")).cached).toBe(0);
  const folder = path.join(root, "node_modules/.cache/godwit");
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect(readFileSync(path.join(folder, ".gitignore"), "utf8")).toBe("*\n");
});
