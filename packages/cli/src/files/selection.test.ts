import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree } from "../../../../test/support/temporary-tree.js";

const CONTRACT = "---\ntitle: IDs\nrules:\n  no-raw-uuid: { replace: [{ with: String($entity) }] }\n---\n";
const CODE = "export const userId = crypto.randomUUID();\n";
const FILES = {
  "package.json": { name: "x", type: "module" },
  "migrations/ids.md": CONTRACT,
  "src/a.ts": "export {};\n",
  "packages/a/migrations/own.md": CONTRACT,
  "packages/a/src/deep/a.ts": CODE,
  "packages/b/b.ts": "export {};\n",
};
const SAID =
  "godwit: packages/a has contracts of its own, so none of its files was looked at. Check it as well: godwit check -C packages/a\n";

function git(root: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", ...args], { cwd: root });
}

test("check says which folders it leaves out since they have contracts of their own, also in an unchanged run", async () => {
  const root = writeTree(FILES);
  for (let run = 0; run < 2; run++) expect(await runGodwit(root, "check")).toMatchObject({ code: 0, err: SAID });
  expect(await runGodwit(root, "check", "--format", "json")).toMatchObject({ code: 0, err: SAID });
  expect(await runGodwit(root, "check", "--quiet")).toMatchObject({ err: "" });
});

test("check says so of paths that may lead there, and of no others", async () => {
  const root = writeTree(FILES);
  for (const asked of ["packages/a/src/deep/a.ts", "packages", ".", "packages/**/*.ts"])
    expect(await runGodwit(root, "check", asked), asked).toMatchObject({ code: 0, err: SAID });
  for (const asked of ["src", "packages/b/b.ts"])
    expect(await runGodwit(root, "check", asked), asked).toMatchObject({ code: 0, err: "" });
});

test("a file that is named and was not looked at is told, and why", async () => {
  const root = writeTree({
    ...FILES,
    ".gitignore": "gen\n",
    "gen/a.ts": CODE,
    "notes.md": "# Notes\n",
    "src/link.ts": { link: "a.ts" },
  });
  git(root, "init", "-qb", "main");
  const said =
    "godwit: gen/a.ts was not looked at: it is ignored by git, or by an ignore file.\n" +
    "godwit: src/link.ts was not looked at: it is a link, and what it leads to is looked at by its own name.\n";
  const asked = ["src/a.ts", "gen/a.ts", "src/link.ts", "notes.md"];
  expect(await runGodwit(root, "check", ...asked)).toMatchObject({ code: 0, err: said });
  expect(await runGodwit(root, "check", "--quiet", ...asked)).toMatchObject({ code: 0, err: "" });
  expect(await runGodwit(root, "check", "src/a.ts", "notes.md")).toMatchObject({ code: 0, err: "" });
});

test("--staged and --changed say so only where such a file is staged or has changed", { tags: "slow" }, async () => {
  const root = writeTree(FILES);
  git(root, "init", "-qb", "main");
  git(root, "add", "-A");
  git(root, "commit", "-qm", "start");
  git(root, "switch", "-qc", "branch");
  fillTree(root, { "src/a.ts": "export const a = 1;\n" });
  git(root, "add", "-A");
  expect(await runGodwit(root, "check", "--staged")).toMatchObject({ code: 0, err: "" });
  expect(await runGodwit(root, "check", "--changed")).toMatchObject({ code: 0, err: "" });
  fillTree(root, { "packages/a/new.ts": CODE });
  git(root, "add", "-A");
  expect(await runGodwit(root, "check", "--staged")).toMatchObject({ code: 0, err: SAID });
  expect(await runGodwit(root, "check", "--changed")).toMatchObject({ code: 0, err: SAID });
  expect(await runGodwit(root, "-C", "packages/a", "check", "--staged")).toMatchObject({ code: 1, err: "" });
});

test("several folders are counted, and the first are named", async () => {
  const more = Object.fromEntries(
    [1, 2, 3, 4, 5].flatMap((n) => [
      [`packages/n${n}/migrations/own.md`, CONTRACT],
      [`packages/n${n}/a.ts`, CODE],
    ]),
  );
  const { err } = await runGodwit(writeTree({ ...FILES, ...more }), "check");
  expect(err).toBe(
    "godwit: packages/a, packages/n1, packages/n2, packages/n3, packages/n4 and 1 more have contracts of their own, so none of their files was looked at. Check each of the 6 folders as well: godwit check -C packages/a\n",
  );
});
