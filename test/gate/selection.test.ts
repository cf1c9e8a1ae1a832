import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  commit,
  contract,
  git,
  godwit,
  hints,
  json,
  makeGatedProject,
  places,
  raw,
  root,
  shell,
  write,
} from "./gated-project.js";

makeGatedProject();

describe("--changed", () => {
  test("looks at what changed since the branch began: committed, staged, on disk and untracked", async () => {
    write("src/old.ts", raw("old"));
    write("src/gone.ts", hints("gone"));
    commit("Add");
    await godwit("baseline", "write");
    commit("Baseline");
    git("checkout", "-qb", "branch");
    write("src/committed.ts", raw("a"));
    commit("Branch");
    write("src/staged.ts", raw("b"));
    git("add", "src/staged.ts");
    write("src/untracked.ts", raw("c"));
    write("src/ignored.ts", raw("d"));
    write(".gitignore", "src/ignored.ts\n");
    git("rm", "--quiet", "src/gone.ts");
    expect(await places("--changed")).toEqual(["src/committed.ts:3", "src/staged.ts:3", "src/untracked.ts:3"]);
    expect(await places("--changed=main", "src/committed.ts")).toEqual(["src/committed.ts:3"]);
    expect(await places("--changed", "HEAD", "--", "src")).toEqual(["src/staged.ts:3", "src/untracked.ts:3"]);
    expect(await json("--changed")).toMatchObject({ contracts: [{ violations: 3, tolerated: 0, gone: 1 }] });
    expect(await places("--changed", "HEAD", "--", "src/*.tsx")).toEqual([]);
  });

  test("says which ref there is not, and what to write for a path", async () => {
    expect(await godwit("check", "--changed", "no-such-branch")).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no commit no-such-branch here.") as string,
    });
    expect(await godwit("check", "--changed", "src")).toMatchObject({
      code: 2,
      err: expect.stringContaining("For a path write: --changed -- src") as string,
    });
    git("branch", "--quiet", "--move", "main", "trunk");
    expect(await godwit("check", "--changed")).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no main branch here") as string,
    });
  });

  test("a shallow clone without the merge base is told what to fetch", async () => {
    git("checkout", "-qb", "branch");
    write("src/a.ts", raw("user"));
    commit("Branch");
    git("checkout", "-q", "main");
    const clone = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-shallow-")));
    execFileSync("git", ["clone", "--quiet", "--depth=1", "--branch=branch", `file://${root}`, clone], { stdio: "ignore" });
    const { code, err } = await godwit("check", "-C", clone, "--changed", "origin/main");
    expect(code).toBe(2);
    const command = /git fetch --unshallow origin main:refs\/remotes\/origin\/main/.exec(err)?.[0];
    expect(command, err).toBeDefined();
    shell(`cd ${clone} && ${command!}`);
    expect(await places("-C", clone, "--changed", "origin/main")).toEqual(["src/a.ts:3"]);
    rmSync(clone, { recursive: true });
  });
});

describe("--owner", () => {
  test("means the contracts of an owner, and the files that CODEOWNERS gives to it", async () => {
    write("migrations/other.md", contract("Another way", "owner: '@acme/others'\n"));
    write(".github/CODEOWNERS", "* @acme/all\n/src/auth/ @acme/auth @jo\n");
    write("src/auth/a.ts", raw("user"));
    write("src/b.ts", raw("order"));
    const found = async (owner: string): Promise<string[]> =>
      (await json("--owner", owner)).violations.map(({ contract: id, file }) => `${id} ${file}`);
    expect(await found("@acme/auth")).toEqual(["one-id src/auth/a.ts", "other src/auth/a.ts"]);
    expect(await found("acme/IDS")).toEqual(["one-id src/auth/a.ts", "one-id src/b.ts"]);
    expect(await found("@acme/all")).toEqual(["one-id src/b.ts", "other src/b.ts"]);
    expect((await json()).violations[0]).toMatchObject({ file: "src/auth/a.ts", owners: ["@acme/auth", "@jo"] });
    expect(await godwit("check", "--owner", "@acme/idz")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean @acme/ids?") as string,
    });
  });

  test("says nothing is gone of what others own, and fixes only what it owns", async () => {
    write(".github/CODEOWNERS", "src/auth @acme/auth\n");
    write("src/auth/a.ts", hints("user"));
    write("src/b.ts", hints("order"));
    await godwit("baseline", "write");
    write("src/auth/a.ts", raw("cart"));
    write("src/b.ts", raw("cart"));
    expect(await json("--owner", "@acme/auth", "--fix")).toMatchObject({ fixed: 1, contracts: [{ gone: 1, violations: 0 }] });
    expect(await places()).toEqual(["src/b.ts:3"]);
  });
});

describe("a phase, paths and staged files together", () => {
  test("each of them narrows the run", async () => {
    write("migrations/one-id.md", contract("One way", "phases:\n  - name: Auth\n    files: ['src/auth/**']\n  - name: Rest\n"));
    for (const file of ["src/auth/a.ts", "src/auth/b.ts", "src/c.ts"]) write(file, raw("user"));
    git("add", "src/auth/a.ts", "src/c.ts");
    expect(await places("--staged", "--phase", "Auth")).toEqual(["src/auth/a.ts:3"]);
    expect(await places("--staged", "--phase", "Rest", "src/auth")).toEqual([]);
    write("CODEOWNERS", "src/auth/ @acme/auth\n");
    const shards = [
      ...(await places("--staged", "--owner", "@acme/auth", "--shard", "1/2")),
      ...(await places("--staged", "--owner", "@acme/auth", "--shard", "2/2")),
    ];
    expect(shards).toEqual(["src/auth/a.ts:3"]);
  });
});

test("files outside of a sparse checkout are neither looked at nor gone, and no command drops their entries", async () => {
  write("lib/a.ts", hints("user"));
  write("src/b.ts", hints("order"));
  commit("Add");
  await godwit("baseline", "write");
  commit("Baseline");
  git("sparse-checkout", "set", "--no-cone", "/src/", "/migrations/", "/package.json");
  expect(await json()).toMatchObject({ exitCode: 0, contracts: [{ violations: 1, tolerated: 1, gone: 0 }] });
  expect((await godwit("baseline", "prune")).out).toContain("Every entry of the baselines is still needed");
  expect((await godwit("baseline", "write")).code).toBe(0);
  expect(git("status", "--porcelain")).toBe("");
});

test("a file that is deleted between listing and reading ends nothing", async () => {
  write("src/a.ts", raw("user"));
  write("src/b.ts", raw("order"));
  commit("Add");
  // Git lists it, and it is not there any more when it is read.
  rmSync(path.join(root, "src/a.ts"));
  git("update-index", "--assume-unchanged", "src/a.ts");
  expect(await places()).toEqual(["src/b.ts:3"]);
  expect(await places("--changed", "HEAD")).toEqual([]);
});

test("the baseline of a contract that is gone counts as gone where all is looked at, in the first shard, and nowhere else", async () => {
  write("migrations/gone.md", contract("Gone"));
  write("src/a.ts", hints("user"));
  await godwit("baseline", "write");
  rmSync(path.join(root, "migrations/gone.md"));
  git("add", "--all");
  const code = async (...args: string[]): Promise<number> => (await godwit("check", "--frozen", ...args)).code;
  expect(await code()).toBe(1);
  expect((await godwit("check")).out).toContain("1 known, 0 new, 1 gone");
  expect([await code("--shard", "1/2"), await code("--shard", "2/2")]).toEqual([1, 0]);
  expect([
    await code("src"),
    await code("--staged"),
    await code("--changed", "HEAD"),
    await code("--owner", "@acme/ids"),
  ]).toEqual([0, 0, 0, 0]);
});
