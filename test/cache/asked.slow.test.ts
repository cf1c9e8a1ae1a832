import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check, type CheckOptions } from "../../packages/cli/src/check/check.js";
import { findWholeRun } from "../../packages/cli/src/check/cache/whole-run.js";
import { createRepository, findCached, findIn, type CachedRepository } from "./edits.js";

type Asked = Omit<CheckOptions, "cwd">;

let repository: CachedRepository;
beforeEach(() => {
  repository = createRepository();
  repository.write("CODEOWNERS", "src/ @acme/all\nsrc/auth/ @acme/auth\n");
});
afterEach(() => repository.remove());

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: repository.root });
}

/** What is kept of runs; what is known of contracts is kept apart, and also by runs that look at something else. */
function keptRuns(): string[] {
  const texts = readdirSync(repository.cache).map((name) => readFileSync(path.join(repository.cache, name), "utf8"));
  return texts.filter((text) => !text.includes('"examined":'));
}

/** Both a run with the cache, and the same again, find what a cold one finds. */
function expectAsCold(asked: Asked): ReturnType<typeof findCached> {
  const cold = findIn(repository.root, asked);
  const [warm, again] = [findCached(repository, asked), findCached(repository, asked)];
  expect(warm.found).toEqual(cold.found);
  expect(again.found).toEqual(cold.found);
  return warm;
}

const phases = (): string[] =>
  findIn(repository.root).found.contracts.flatMap((contract) => contract.phases.map(({ name }) => name));

describe("answers of a run that was asked something else", () => {
  test("by owner", () => {
    const all = findCached(repository);
    const owned = expectAsCold({ owner: "@acme/auth" });
    expect(owned.found.violations.length).toBeLessThan(all.found.violations.length);
    expectAsCold({ owner: "@acme/all" });
  });

  test("by phase, and by owner and phase", () => {
    const [first, second] = phases();
    expectAsCold({ phase: first! });
    expectAsCold({ phase: second! });
    expectAsCold({ phase: first!, owner: "@acme/auth" });
    expectAsCold({});
  });

  test("near duplicates, after runs that were not asked for them", () => {
    findCached(repository, { nearDuplicates: false });
    const { found } = expectAsCold({ nearDuplicates: true });
    expect(found.nearDuplicates.length).toBeGreaterThan(0);
    expectAsCold({ nearDuplicates: false });
    expectAsCold({ nearDuplicates: true, owner: "@acme/auth" });
  });

  test("sources for fingerprints, after runs that did not keep them", () => {
    findCached(repository, { keepsSources: false });
    const { found } = expectAsCold({ keepsSources: true });
    expect(found.violations.length).toBeGreaterThan(0);
    expect(found.violations.every(({ fingerprint }) => fingerprint !== undefined)).toBe(true);
    expectAsCold({ keepsSources: false });
  });

  test("what disable comments hide, one contract, a part of the files", () => {
    expectAsCold({ suppressed: false });
    expectAsCold({ suppressed: true });
    expectAsCold({ contracts: ["unified-ids"] });
    expectAsCold({ paths: ["src/ids"] });
    expectAsCold({ shard: { index: 1, count: 2 } });
    expectAsCold({ shard: { index: 2, count: 2 } });
    expectAsCold({});
  });

  test("what is staged is never taken from the cache, nor kept in it", () => {
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "first");
    const { found } = findCached(repository);
    const kept = keptRuns();
    expect(kept.length).toBeGreaterThan(1);
    const { file } = found.violations[0]!;
    const text = repository.read(file);
    repository.write(file, `${text}\nimport { v4 } from "uuid";\nexport const stagedId = v4();\n`);
    git("add", file);
    repository.write(file, text);
    const staged = expectAsCold({ staged: true });
    expect(staged.cached).toBe(0);
    expect(staged.considered).toBe(1);
    expect(keptRuns()).toEqual(kept);
    expectAsCold({});
    expectAsCold({ changed: "HEAD" });
  });
});

describe("an unchanged run is taken as a whole, without loading contracts", () => {
  const whole = (asked: Asked = {}) =>
    findWholeRun({ cwd: repository.root, nearDuplicates: true, suppressed: true, ...asked, ...cacheOptions() });
  const cacheOptions = () => ({ cache: { build: "test", folder: repository.cache, startedAt: Date.now() + 10_000 } });

  test("with the same outcome in every part", () => {
    const asked = { cwd: repository.root, nearDuplicates: true, suppressed: true, keepsSources: true, ...cacheOptions() };
    const cold = check(asked);
    const kept = findWholeRun(asked);
    const { durationMs: _, files, ...result } = cold.result;
    const { durationMs: __, files: keptFiles, ...keptResult } = kept!.result;
    expect(keptResult).toEqual(result);
    expect(keptFiles).toEqual({ considered: files.considered, parsed: 0, cached: files.considered });
    expect({ ...kept, result: 0 }).toEqual({ ...cold, result: 0 });
  });

  const changes: readonly (readonly [string, () => void])[] = [
    ["a file", () => repository.write("src/ids/added.ts", 'import { v4 } from "uuid";\nexport const addedId = v4();\n')],
    ["a file that no contract names", () => repository.write("scripts/none.ts", "export {};\n")],
    ["a removed file", () => rmSync(path.join(repository.root, findIn(repository.root).found.violations[0]!.file))],
    ["a package", () => repository.write("node_modules/uuid/package.json", '{ "name": "uuid" }')],
    ["the owners", () => repository.write("CODEOWNERS", "* @acme/other\n")],
    [
      "a contract",
      () =>
        repository.write(
          "migrations/unified-ids.md",
          repository.read("migrations/unified-ids.md").replace(/title: .*/, "title: X"),
        ),
    ],
    ["a baseline", () => repository.write("migrations/.baseline/unified-ids.txt", "1 src/none.ts no-raw-uuid x\n")],
    [
      "a setting",
      () =>
        repository.write(
          "package.json",
          JSON.stringify({ ...(JSON.parse(repository.read("package.json")) as object), godwit: { x: 1 } }),
        ),
    ],
    ["tsconfig", () => repository.write("tsconfig.json", repository.read("tsconfig.json").replace("{", '{ "exclude": [],'))],
  ];

  test.each(changes)("but not after a change of %s", (_, change) => {
    findCached(repository);
    expect(whole()).toBeDefined();
    change();
    expect(whole()).toBeUndefined();
    expectAsCold({});
  });

  test("not where another question was asked, and not for what is fixed or what git or an owner names", () => {
    findCached(repository);
    expect(whole({ phase: phases()[0]! })).toBeUndefined();
    expect(whole({ frozen: true })).toBeUndefined();
    for (const part of [{ fix: true }, { staged: true }, { owner: "@acme/auth" }, { changed: "HEAD" }])
      expect(whole(part)).toBeUndefined();
  });

  test("not while a file is so young that its stamp can't tell", () => {
    const young = { cache: { build: "test", folder: repository.cache, startedAt: Date.now() } };
    findIn(repository.root, young);
    expect(findWholeRun({ cwd: repository.root, nearDuplicates: true, suppressed: true, ...young })).toBeUndefined();
  });

  test("again after folders have other stamps and the same content", () => {
    findCached(repository);
    utimesSync(path.join(repository.root, "src"), new Date(), new Date(Date.now() - 5_000));
    expect(whole()).toBeDefined();
    expectAsCold({});
  });
});

/** Every file is taken for settled, so that the outcome is kept. */
const SETTLED = (folder: string) => ({ cache: { build: "test", folder, startedAt: Date.now() + 10_000 } });

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), "godwit-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(!canMount())("a full disk is named, changes no result, and leaves no part of a file", () => {
  mkdirSync(repository.cache);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", repository.cache]);
  try {
    const { note } = check({ cwd: repository.root, ...SETTLED(repository.cache) });
    expect(note).toMatch(/can't be written \(ENOSPC\), so the next run starts anew/);
    expect(readdirSync(repository.cache).filter((name) => name !== ".gitignore")).toEqual([]);
    expect(findCached(repository).found).toEqual(findIn(repository.root).found);
  } finally {
    execFileSync("umount", [repository.cache]);
  }
});
