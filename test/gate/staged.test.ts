import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  commit,
  fixed,
  git,
  godwit,
  hints,
  hook,
  json,
  makeGatedProject,
  places,
  raw,
  readText,
  root,
  shell,
  write,
} from "./gated-project.js";

makeGatedProject();

describe("--staged", () => {
  test("checks the content of the index, also where the file on disk has another one or is gone", async () => {
    write("src/a.ts", raw("user", "account"));
    write("src/b.ts", raw("order"));
    write("src/c.ts", raw("cart"));
    git("add", "src/a.ts", "src/b.ts");
    write("src/a.ts", "export {};\n");
    rmSync(path.join(root, "src/b.ts"));
    expect(await places("--staged")).toEqual(["src/a.ts:3", "src/a.ts:4", "src/b.ts:3"]);
    expect((await godwit("check", "--staged")).out).toContain("3 violations can be fixed with godwit check --staged --fix");
    write("src/a.ts", raw("user"));
    git("add", "src/a.ts");
    git("rm", "--quiet", "--cached", "src/b.ts");
    expect(await places("--staged")).toEqual(["src/a.ts:3"]);
  });

  test("leaves out what is not staged: the intent to add, other files, and what other folders of the repository have", async () => {
    write("src/later.ts", raw("later"));
    git("add", "--intent-to-add", "src/later.ts");
    write("src/other.ts", raw("other"));
    expect(await json("--staged")).toMatchObject({ violations: [], exitCode: 0, files: { considered: 0 } });
  });

  test("a renamed file's violations are looked at, and what left the old one is gone", async () => {
    write("src/old.ts", hints("user"));
    commit("Add");
    await godwit("baseline", "write");
    commit("Baseline");
    expect((await json("--staged")).contracts).toMatchObject([{ tolerated: 0, gone: 0 }]);
    git("mv", "src/old.ts", "src/new.ts");
    expect((await json("--staged")).contracts).toMatchObject([{ violations: 1, tolerated: 0, gone: 1 }]);
    expect((await godwit("check", "--staged")).out).toContain("1 new one is known from a file that moved");
  });

  test("what is not looked at is not gone, and contracts are not said to match nothing", async () => {
    write("src/a.ts", hints("user"));
    write("src/b.ts", hints("order"));
    commit("Add");
    await godwit("baseline", "write");
    commit("Baseline");
    write("src/a.ts", "export {};\n");
    write("src/b.ts", `${hints("order")}\n`);
    git("add", "src/b.ts");
    expect(await json("--staged")).toMatchObject({ exitCode: 0, contracts: [{ violations: 1, tolerated: 1, gone: 0 }] });
    expect(await json("--staged")).not.toHaveProperty("warnings");
    expect((await godwit("check", "--staged", "--frozen")).code).toBe(0);
    git("add", "src/a.ts");
    expect((await godwit("check", "--staged", "--frozen")).code).toBe(1);
  });

  // Elsewhere the disk takes no such name.
  test.runIf(process.platform === "linux")("a file whose name is not UTF-8 is a problem, as without --staged", async () => {
    writeFileSync(Buffer.concat([Buffer.from(path.join(root, "src/b")), Buffer.from([0xff]), Buffer.from(".ts")]), raw("user"));
    write("src/\ufffd.ts", raw("user"));
    git("add", "--all");
    const whole = await json();
    expect(whole).toMatchObject({ exitCode: 2, problems: [{ file: "src/b\ufffd.ts", code: "name" }] });
    const staged = await json("--staged");
    expect(staged).toMatchObject({ exitCode: 2, problems: whole.problems });
    expect(staged.violations.map(({ file }) => file)).toEqual(["src/\ufffd.ts"]);
  });

  test("works before the first commit, and from a folder", async () => {
    git("update-ref", "-d", "HEAD");
    write("src/a.ts", raw("user"));
    git("add", "--all");
    expect(await places("--staged")).toEqual(["src/a.ts:3"]);
    expect(await places("-C", "src", "--staged")).toEqual(["src/a.ts:3"]);
    expect(await places("--staged", "migrations")).toEqual([]);
  });

  test("says what keeps it from looking", async () => {
    write("src/a.ts", "1;\n");
    commit("One");
    git("checkout", "-qb", "other");
    write("src/a.ts", "2;\n");
    commit("Two");
    git("checkout", "-q", "main");
    write("src/a.ts", "3;\n");
    commit("Three");
    expect(() => git("merge", "other")).toThrow();
    expect(await godwit("check", "--staged")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Merge conflicts: src/a.ts.") as string,
    });
    rmSync(path.join(root, ".git"), { recursive: true });
    expect(await godwit("check", "--staged")).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not in a git repository, so nothing is staged") as string,
    });
    expect(await godwit("check", "--changed")).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not in a git repository") as string,
    });
    expect((await godwit("check", "--staged", "--changed")).code).toBe(2);
  });
});

describe("--staged --fix", () => {
  test("fixes, writes and stages the staged files, and drops their baseline entries in the same change", async () => {
    write("src/a.ts", raw("user"));
    write("src/b.ts", raw("order"));
    commit("Add");
    await godwit("baseline", "write");
    commit("Baseline");
    write("src/a.ts", raw("user", "account"));
    git("add", "src/a.ts");
    expect(await godwit("check", "--staged", "--fix")).toMatchObject({ code: 0, err: "" });
    expect(git("show", ":src/a.ts")).toBe(fixed("user", "account"));
    expect(git("show", ":migrations/.baseline/one-id.txt")).not.toContain("src/a.ts");
    expect(git("diff", "--name-only")).toBe("");
    expect(readText("src/b.ts")).toBe(raw("order"));
  });

  test("refuses files that are staged in part, names them, and changes nothing", async () => {
    write("src/a.ts", raw("user"));
    git("add", "src/a.ts");
    write("src/a.ts", raw("user", "account"));
    write("notes.md", "1");
    git("add", "notes.md");
    write("notes.md", "2");
    const { code, err } = await godwit("check", "--staged", "--fix");
    expect(code).toBe(2);
    expect(err).toContain("Staged in part: src/a.ts. --fix would stage the rest");
    expect(git("show", ":src/a.ts")).toBe(raw("user"));
    expect(readText("src/a.ts")).toBe(raw("user", "account"));
  });

  test("does not stage changes of a baseline that were not staged before", async () => {
    write("src/a.ts", raw("user"));
    write("src/b.ts", raw("order"));
    commit("Add");
    await godwit("baseline", "write");
    commit("Baseline");
    write("src/a.ts", `${raw("user")}\n`);
    git("add", "src/a.ts");
    const baseline = readText("migrations/.baseline/one-id.txt");
    write("migrations/.baseline/one-id.txt", `${baseline}src/z.ts\tno-raw-uuid\t1\tzId=v4()\n`);
    const { code, out } = await godwit("check", "--staged", "--fix");
    expect(code).toBe(2);
    expect(out).toContain("are not staged. Stage them by hand.");
    expect(git("show", ":migrations/.baseline/one-id.txt")).toBe(baseline);
  });
});

describe("in a pre-commit hook", () => {
  test("a commit holds the fixed files, also with --all; a violation without a fix keeps it back", { tags: "slow" }, async () => {
    hook("check --staged --fix");
    write("src/a.ts", raw("user"));
    git("add", "src/a.ts");
    git("commit", "--quiet", "--message=Fix");
    expect(git("show", "HEAD:src/a.ts")).toBe(fixed("user"));
    write("src/a.ts", raw("user", "account"));
    git("commit", "--quiet", "--all", "--message=All");
    expect(git("show", "HEAD:src/a.ts")).toBe(fixed("user", "account"));
    expect(git("status", "--porcelain")).toBe("");
    write("src/b.ts", hints("order"));
    git("add", "src/b.ts");
    const head = git("rev-parse", "HEAD");
    const { code, out, err } = shell("git commit --quiet --message=No");
    expect(code).not.toBe(0);
    expect(out + err).toContain("one-id/no-raw-uuid");
    expect(git("rev-parse", "HEAD")).toBe(head);
  });

  test("looks at the index that the commit makes: git commit PATH", { tags: "slow" }, async () => {
    hook("check --staged");
    write("src/a.ts", "export {};\n");
    write("src/b.ts", "export {};\n");
    commit("Add");
    write("src/a.ts", hints("user"));
    write("src/b.ts", "export const b = 1;\n");
    git("add", "src/a.ts");
    expect(shell("git commit --quiet --message=B src/b.ts").code).toBe(0);
    expect(shell("git commit --quiet --message=A src/a.ts").code).not.toBe(0);
    hook("check --staged --fix");
    write("src/b.ts", raw("order"));
    const { code, err } = shell("git commit --quiet --message=B src/b.ts");
    expect(code).not.toBe(0);
    expect(err).toContain("git commit was given paths");
    expect(readText("src/b.ts")).toBe(raw("order"));
  });

  test("in a work tree of its own", { tags: "slow" }, async () => {
    git("worktree", "add", "--quiet", "tree");
    hook("check --staged");
    write("tree/src/a.ts", hints("user"));
    const { code, out, err } = shell("cd tree && git add --all && git commit --quiet --message=No");
    expect(code).not.toBe(0);
    expect(out + err).toContain("src/a.ts");
  });
});
