import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findRoot, ownsFile } from "./index.js";

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const CONTRACT = "---\ntitle: T\nrules: { no-raw-uuid: {} }\n---\n";

/** A folder with these files; a path that ends with / is an empty folder. */
function tree(files: Record<string, string>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-root-")));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(path.endsWith("/") ? join(root, path) : dirname(join(root, path)), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(join(root, path), text);
  }
  return root;
}

describe("findRoot", () => {
  it("takes the nearest godwit key, with its settings, before nearer contracts", () => {
    const root = tree({
      "package.json": '{ "godwit": { "directory": "./plans/", "format": "npx prettier --write {files}" } }',
      "web/migrations/a.md": CONTRACT,
      "web/src/": "",
    });
    expect(findRoot(join(root, "web/src"))).toEqual({
      root,
      directory: "plans",
      format: [{ run: "npx prettier --write {files}" }],
      problems: [],
    });
  });

  it("takes format commands of folders, and says what a wrong one should be", () => {
    const formatOf = (format: unknown) => findRoot(tree({ "package.json": JSON.stringify({ godwit: { format } }) }))!;
    expect(formatOf(["a {files}", { run: "b {files}", in: "./packages/web/" }]).format).toEqual([
      { run: "a {files}" },
      { run: "b {files}", in: "packages/web" },
    ]);
    for (const wrong of [[], "", 1, [{ run: "" }], { run: "a", in: "../x" }, { run: "a", at: "x" }]) {
      const { format, problems } = formatOf(wrong);
      expect(format).toBeUndefined();
      expect(problems.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^Expected a command such as "npx prettier/),
      ]);
    }
  });

  it("takes the nearest of two keys", () => {
    const root = tree({
      "package.json": '{ "godwit": {} }',
      "web/package.json": '{ "name": "web", "godwit": {} }',
      "web/src/": "",
    });
    expect(findRoot(join(root, "web/src"))!.root).toBe(join(root, "web"));
  });

  it("takes the nearest migrations folder that holds a contract", () => {
    const root = tree({
      "package.json": '{ "name": "godwit" }',
      "migrations/a.md": CONTRACT,
      "web/migrations/README.md": "# SQL migrations\n",
      "web/migrations/001.sql": "",
      "api/migrations/broken.md": "---\ntitle: `x`\n---\n",
    });
    expect(findRoot(join(root, "web"))).toEqual({ root, directory: "migrations", problems: [] });
    expect(findRoot(join(root, "api"))!.root).toBe(join(root, "api"));
  });

  it("takes git's root where nothing else is there, also of a worktree", () => {
    const root = tree({ ".git/": "", "a/b/": "", "tree/.git": "gitdir: ../.git/worktrees/tree", "tree/c/": "" });
    expect(findRoot(join(root, "a/b"))!.root).toBe(root);
    expect(findRoot(join(root, "tree/c"))!.root).toBe(join(root, "tree"));
  });

  it("starts at a file's folder as well, and at folders that are not there", () => {
    const root = tree({ "migrations/a.md": CONTRACT, "src/a.ts": "" });
    expect(findRoot(join(root, "src/a.ts"))!.root).toBe(root);
    expect(findRoot(join(root, "gone/b/c.ts"))!.root).toBe(root);
  });

  it.each([
    ['{ "godwit": true }', "wrong-type", 1, 3],
    ['{\n  "godwit": { "directry": "x" } }', "unknown-key", 2, 15],
    ['{ "godwit": { "directory": 3 } }', "wrong-type", 1, 15],
    ['{ "godwit": { "directory": "../x" } }', "outside-root", 1, 15],
    ['{ "godwit": { "directory": "/x" } }', "outside-root", 1, 15],
  ])("reports what is wrong in %s", (text, code, line, column) => {
    const root = tree({ "package.json": text });
    const found = findRoot(root)!;
    expect(found).toMatchObject({ root, directory: "migrations" });
    expect(found.problems).toMatchObject([{ file: "package.json", code, line, column, severity: "error" }]);
  });

  it("is not stopped by a package.json that can't be read", () => {
    const root = tree({ "package.json": '{ "godwit": ', "migrations/a.md": CONTRACT });
    expect(findRoot(root)!.root).toBe(root);
  });
});

describe("ownsFile", () => {
  const root = tree({
    "migrations/a.md": CONTRACT,
    "packages/a/src/": "",
    "packages/b/migrations/b.md": CONTRACT,
    "packages/c/package.json": '{ "godwit": { "directory": "plans" } }',
  });

  it.each([
    ["src/a.ts", true],
    ["packages/a/src/a.ts", true],
    ["packages/b/src/a.ts", false],
    ["packages/c/a.ts", false],
    ["../other/a.ts", false],
  ])("%s: %s", (file, isOwn) => {
    expect(ownsFile(root, file)).toBe(isOwn);
    expect(ownsFile(root, join(root, file))).toBe(isOwn);
  });

  it("gives a nested migrations folder to the root that has a key, as findRoot does", () => {
    const keyed = tree({ "package.json": '{ "godwit": {} }', "web/migrations/a.md": CONTRACT, "web/src/a.ts": "" });
    expect(ownsFile(keyed, "web/src/a.ts")).toBe(true);
    expect(findRoot(join(keyed, "web/src"))!.root).toBe(keyed);
  });
});
