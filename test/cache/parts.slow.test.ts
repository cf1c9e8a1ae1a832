import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findWholeRun } from "../../packages/cli/src/check/cache/whole-run.js";
import { createRepository, findCached, findIn, type CachedRepository } from "./edits.js";

let repository: CachedRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

const append = (file: string): void => repository.write(file, `${repository.read(file)}// more\n`);

const kept = (...paths: readonly string[]) =>
  findWholeRun({
    cwd: repository.root,
    paths,
    nearDuplicates: true,
    suppressed: true,
    cache: { build: "test", folder: repository.cache, startedAt: Date.now() + 10_000 },
  });

test("an unchanged run over some paths is taken as a whole, beside one over all files", () => {
  const all = findCached(repository);
  const part = findCached(repository, { paths: ["src/routes", "src/main.ts"] });
  expect(part.considered).toBeLessThan(all.considered);
  const { files, violations } = kept("src/routes", "src/main.ts")!.result;
  expect(files).toEqual({ considered: part.considered, parsed: 0, cached: part.considered });
  expect(violations).toEqual(part.found.violations);
  expect(kept()!.result.violations).toEqual(all.found.violations);
  expect(kept("src/routes")).toBeUndefined();
});

test.each([
  ["one of its files", () => append("src/routes/chat.ts"), false],
  ["a file among them", () => repository.write("src/routes/added.ts", "export {};\n"), false],
  ["a file that they import", () => append("src/context/user-context.ts"), false],
  ["a contract", () => append("migrations/unified-ids.md"), false],
  ["a file that has nothing to do with them", () => append("src/tools/calculator.ts"), true],
])("it is looked at again, or not, after a change of %s", (_, change, isKept) => {
  const paths = ["src/routes"];
  findCached(repository);
  findCached(repository, { paths });
  expect(kept(...paths)).toBeDefined();
  change();
  expect(kept(...paths) !== undefined).toBe(isKept);
  expect(findCached(repository, { paths }).found).toEqual(findIn(repository.root, { paths }).found);
  expect(kept(...paths)).toBeDefined();
});

test("it is looked at again where a path that was a file is a folder", () => {
  repository.write("src/routes/odd.ts", "export {};\n");
  findCached(repository, { paths: ["src/routes/odd.ts"] });
  expect(kept("src/routes/odd.ts")).toBeDefined();
  rmSync(path.join(repository.root, "src/routes/odd.ts"));
  repository.write("src/routes/odd.ts/index.ts", "export {};\n");
  expect(kept("src/routes/odd.ts")).toBeUndefined();
});

test("few of them are kept, and they drive out nothing else", () => {
  findCached(repository);
  const files = readdirSync(path.join(repository.root, "src/services")).map((name) => `src/services/${name}`);
  for (const file of files.slice(0, 10)) findCached(repository, { paths: [file] });
  expect(readdirSync(repository.cache).filter((name) => name.startsWith("part-"))).toHaveLength(8);
  expect(kept(files[9]!)).toBeDefined();
  expect(kept()).toBeDefined();
});
