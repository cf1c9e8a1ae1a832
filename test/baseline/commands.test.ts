import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import {
  BASELINE,
  commit,
  CONTRACT,
  endOf,
  eslint,
  git,
  makeAdoptingProject,
  raw,
  readText,
  root,
  write,
} from "./adopting-project.js";

makeAdoptingProject();

describe("check", () => {
  test("stays green when code is formatted, and only gone entries fail a frozen run", async () => {
    await adopt();
    write(
      "src/users.ts",
      readText("src/users.ts").replaceAll(";", "").replaceAll('"', "'").replaceAll("({ random", "(\n  {\n    random"),
    );
    expect(await check()).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    expect(eslint()).toEqual([]);
    write("src/users.ts", raw("user"));
    expect(await check()).toEqual({ status: 0, end: "3 known, 0 new, 1 gone" });
    expect((await godwit("check")).out).toMatch(
      /baseline of one-id\n {2}src\/users\.ts {2}no-raw-uuid {2}accountId=v4.*\n[^]*godwit baseline prune/,
    );
    expect((await check("--frozen")).status).toBe(1);
    expect((await godwit("baseline", "prune")).out).toContain("1 dropped, 3 left");
    expect(await check("--frozen")).toEqual({ status: 0, end: "3 known, 0 new, 0 gone" });
  });

  test("lists what is known with --all, and every hint to see it names that", { tags: "slow" }, async () => {
    await adopt();
    const quiet = await godwit("check");
    expect(quiet.out).toContain("4 known, 0 new, 0 gone (--all lists the known)\n");
    expect(quiet.out).not.toContain("src/users.ts");
    const all = await godwit("check", "--all", "--contract", "one-id");
    expect(all.status).toBe(0);
    expect(all.out).toMatch(/^Known to the baseline\n\n[^]*src\/users\.ts/);
    expect(all.out).toContain("4 known, 0 new, 0 gone\n");
    write("src/new.ts", raw("late"));
    const { out } = await godwit("check", "--all");
    expect(out.indexOf("src/new.ts")).toBeLessThan(out.indexOf("Known to the baseline"));
    expect((await godwit("check")).out).not.toContain("src/users.ts");
    expect((await godwit("status")).out).toContain("See each place: godwit check --all");
  });

  test("and no other command makes a problem of a baseline that is not committed yet", { tags: "slow" }, async () => {
    await godwit("baseline", "write");
    expect(git("status", "--porcelain", "--untracked-files=all")).toContain("?? migrations/.baseline/one-id.txt");
    for (const command of ["check", "status", "report", "plan", "baseline check"]) {
      const { out, err } = await godwit(...command.split(" "));
      expect(out + err, command).not.toMatch(/problem|not tracked|untracked/i);
    }
  });

  test("counts nothing once nothing is known any more", async () => {
    await adopt();
    for (const file of ["src/users.ts", "src/orders.ts"]) write(file, "export {};\n");
    await godwit("baseline", "prune");
    expect(await check()).toEqual({ status: 0, end: expect.stringMatching(/^✔ No violations/) as string });
  });

  test("sees a swap at the same count", { tags: "slow" }, async () => {
    await adopt();
    write("src/users.ts", raw("user", "guest"));
    expect(await check()).toEqual({ status: 1, end: "3 known, 1 new, 1 gone" });
    expect(eslint()).toEqual(["src/users.ts one-id/no-raw-uuid"]);
  });

  test("JSON says what is tolerated", async () => {
    await adopt();
    write("src/users.ts", raw("user", "guest"));
    const { contracts, violations } = JSON.parse((await godwit("check", "--format", "json")).out) as {
      contracts: { violations: number; tolerated: number; gone: number }[];
      violations: { file: string; line: number; tolerated: boolean }[];
    };
    expect(contracts).toMatchObject([{ violations: 4, tolerated: 3, gone: 1 }]);
    expect(violations.filter(({ tolerated }) => !tolerated)).toMatchObject([{ file: "src/users.ts", line: 4 }]);
  });
});

describe("write", () => {
  test("refuses to grow the second time, names what is new, and shrinks without asking", async () => {
    await adopt();
    write("src/users.ts", raw("user", "guest"));
    const refused = await godwit("baseline", "write");
    expect(refused).toMatchObject({
      status: 1,
      out: expect.stringMatching(/src\/users\.ts {2}no-raw-uuid {2}guestId=v4.*\n[^]*--force/) as string,
    });
    expect(git("status", "--porcelain", "migrations")).toBe("");
    expect((await godwit("baseline", "write", "--force")).status).toBe(0);
    expect((await check()).end).toBe("4 known, 0 new, 0 gone");
    write("src/users.ts", "export {};\n");
    expect(await godwit("baseline", "write")).toMatchObject({ status: 0, out: expect.stringContaining("(4 before)") as string });
    write("src/orders.ts", "export {};\n");
    expect((await godwit("baseline", "write")).out).toContain(`nothing is left of 2, and ${BASELINE} lets none in`);
    write("src/orders.ts", raw("order"));
    expect((await godwit("baseline", "write")).status).toBe(1);
  });

  test("says how git merges baselines, and installs nothing", { tags: "slow" }, async () => {
    const { out } = await godwit("baseline", "write");
    expect(out).toContain("migrations/.baseline/*.txt merge=godwit-baseline");
    expect(out).toContain('git config merge.godwit-baseline.driver "npx godwit baseline merge %O %A %B"');
    expect(existsSync(path.join(root, ".gitattributes"))).toBe(false);
    expect(git("config", "--list", "--local")).not.toContain("godwit");
  });

  test("takes nothing for a complete or planned contract, nor where a file can't be checked", async () => {
    write("migrations/one-id.md", CONTRACT.replace("imports:", "status: complete\nimports:"));
    expect(await godwit("baseline", "write", "--contract", "one-id")).toMatchObject({
      status: 2,
      err: expect.stringContaining("is complete") as string,
    });
    const complete = (await godwit("baseline", "write")).out;
    expect(complete).toContain("No baseline entry is accepted where a contract is complete: one-id. It has 4 violations.");
    expect(complete).toContain("Nothing was written: no baseline takes the 4 violations that were found.");
    write("migrations/one-id.md", CONTRACT.replace("imports:", "status: planned\nimports:"));
    expect(await godwit("baseline", "write", "--contract", "one-id")).toMatchObject({
      status: 2,
      err: expect.stringContaining("is planned") as string,
    });
    expect((await godwit("baseline", "write")).out).toMatch(
      /planned reports nothing and gets no baseline: one-id\. It has 4 violations\.\n! Nothing was written/,
    );
    write("migrations/one-id.md", CONTRACT);
    write("src/broken.ts", 'import { v4 } from "uuid";\nconst a = v4(;\n');
    expect(await godwit("baseline", "write")).toMatchObject({
      status: 2,
      err: expect.stringMatching(/src\/broken\.ts:2:[^]* in the ignores of the contracts\./) as string,
    });
    expect(existsSync(path.join(root, BASELINE))).toBe(false);
    write("migrations/one-id.md", CONTRACT.replace("imports:", "ignores: [src/broken.ts]\nimports:"));
    expect((await godwit("baseline", "write")).status).toBe(0);
    expect((await godwit("check")).status).toBe(0);
  });

  test("imports what ESLint suppressed, and says what it can't match", { tags: "slow" }, async () => {
    const suppressed = { "one-id/no-raw-uuid": { count: 1 }, "no-console": { count: 2 } };
    const suppressions = { "src/users.ts": suppressed, "src/orders.ts": { "one-id/no-raw-uuid": { count: 3 } } };
    write("eslint-suppressions.json", JSON.stringify(suppressions));
    const { status, out } = await godwit("baseline", "write", "--import", "eslint-suppressions.json");
    expect(status).toBe(0);
    expect(out).toContain("src/orders.ts: one-id/no-raw-uuid has 3 suppressed, and 2 are found now.");
    expect(out).toContain("src/users.ts: one-id/no-raw-uuid has 1 suppressed of 2 that are found: the first ones are taken.");
    expect(out).toContain("2 suppressed of rules that are no contract's");
    expect(await check()).toEqual({ status: 1, end: "3 known, 1 new, 0 gone" });
    write("eslint-suppressions.json", "{");
    expect(await godwit("baseline", "write", "--import", "eslint-suppressions.json")).toMatchObject({ status: 2 });
    expect(await godwit("baseline", "write", "--import", "gone.json")).toMatchObject({
      status: 2,
      err: expect.stringContaining("can't be read") as string,
    });
  });
});

describe("prune", () => {
  test("follows a file that git knows to be moved, and one that it does not", async () => {
    await adopt();
    git("mv", "src/users.ts", "src/people.ts");
    renameSync(path.join(root, "src/orders.ts"), path.join(root, "src/sales.ts"));
    expect(await check()).toEqual({ status: 1, end: "0 known, 4 new, 4 gone" });
    expect((await godwit("check")).out).toContain("4 new ones are known from a file that moved");
    expect((await godwit("baseline", "prune")).out).toContain("4 followed to moved files, 4 left");
    expect(await check("--frozen")).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    commit("Move");
    expect((await godwit("baseline", "check", "HEAD~1")).status).toBe(0);
  });

  test("does not take a copy for a move", { tags: "slow" }, async () => {
    await adopt();
    write("src/copy.ts", readText("src/users.ts"));
    await godwit("baseline", "prune");
    expect(await check()).toEqual({ status: 1, end: "4 known, 2 new, 0 gone" });
  });

  test("keeps the entries of a file that can't be checked", { tags: "slow" }, async () => {
    await adopt();
    write("src/users.ts", 'import { v4 } from "uuid";\nconst a = v4(;\n');
    expect((await godwit("baseline", "prune")).out).toContain("The entries of 1 file that can't be checked stay: src/users.ts");
    write("src/users.ts", raw("user", "account"));
    expect((await check()).end).toBe("4 known, 0 new, 0 gone");
  });

  test("in a hook looks at staged files and stages the baseline; not where a file is staged in part", async () => {
    await adopt();
    write("src/users.ts", raw("user"));
    write("src/orders.ts", raw("order"));
    git("add", "src/users.ts");
    expect((await godwit("baseline", "prune", "--staged")).out).toContain("1 dropped, 3 left");
    expect(git("diff", "--cached", "--name-only").split("\n")).toEqual([BASELINE, "src/users.ts", ""]);
    write("src/users.ts", raw("user", "more"));
    expect(await godwit("baseline", "prune", "--staged")).toMatchObject({
      status: 2,
      err: expect.stringContaining("Staged in part: src/users.ts") as string,
    });
  });

  test("in a hook stages no change of the baseline that was not staged before", { tags: "slow" }, async () => {
    await adopt();
    write("src/users.ts", raw("user"));
    git("add", "src/users.ts");
    write(BASELINE, `${readText(BASELINE).replace(/.*invoiceId.*\n/, "")}src/x.ts\tno-raw-uuid\t1\tx\n`);
    expect(await godwit("baseline", "prune", "--staged")).toMatchObject({
      status: 2,
      out: expect.stringContaining("1 dropped") as string,
      err: expect.stringContaining(`${BASELINE}: It has changes that were not staged before`) as string,
    });
    expect(git("diff", "--cached", "--name-only")).toBe("src/users.ts\n");
    expect(readText(BASELINE)).not.toContain("accountId");
  });

  test("drops the baselines of contracts that are gone or complete", { tags: "slow" }, async () => {
    await adopt();
    write("migrations/.baseline/old-id.txt", readText(BASELINE));
    expect(await check()).toEqual({ status: 0, end: "4 known, 0 new, 4 gone" });
    expect((await check("--frozen")).status).toBe(1);
    expect((await godwit("baseline", "prune")).out).toContain("there is no contract old-id");
    expect((await check("--frozen")).status).toBe(0);
    write("migrations/one-id.md", CONTRACT.replace("imports:", "status: complete\nimports:"));
    expect(await godwit("check")).toMatchObject({
      status: 2,
      out: expect.stringContaining("is complete, so no baseline entry is accepted") as string,
    });
    expect((await godwit("baseline", "prune")).out).toContain("one-id is complete");
    expect((await check()).status).toBe(1);
  });
});

describe("check --fix", () => {
  test("drops what it resolves in the same change, and nothing else", async () => {
    write(
      "src/users.ts",
      'import { v4 } from "uuid";\n\nexport const userId = v4();\nexport const seedId = v4({ random: seed });\n',
    );
    await adopt();
    write("src/orders.ts", raw("order"));
    expect((await godwit("check", "--fix")).status).toBe(0);
    expect((await check()).end).toBe("2 known, 0 new, 1 gone");
    expect(git("diff", "--stat", "--", BASELINE)).toContain("1 deletion(-)");
  });

  test("keeps known what a fix writes other code around", { tags: "slow" }, async () => {
    write("src/users.ts", 'import { v4 } from "uuid";\n\nexport const userId = seed ? v4() : v4({ random: seed });\n');
    await adopt();
    expect((await godwit("check", "--fix")).out).toContain("1 violation fixed");
    expect(readText("src/users.ts")).toContain("seed ? newId(");
    expect(await check("--frozen")).toEqual({ status: 0, end: "3 known, 0 new, 0 gone" });
  });
});

describe("baseline check", () => {
  test("fails on entries that grew by hand or by force, and passes on fewer", async () => {
    await adopt();
    git("checkout", "--quiet", "-b", "work");
    write(BASELINE, readText(BASELINE).replace("\t1\tuserId", "\t2\tuserId"));
    expect(await godwit("baseline", "check")).toMatchObject({ status: 1, out: expect.stringContaining("userId=v4") as string });
    git("checkout", "--quiet", BASELINE);
    write("src/carts.ts", raw("cart"));
    await godwit("baseline", "write", "--force");
    commit("Force");
    expect((await godwit("baseline", "check", "main")).status).toBe(1);
    write("src/carts.ts", "export {};\n");
    write("src/users.ts", "export {};\n");
    await godwit("baseline", "prune");
    expect(await godwit("baseline", "check")).toMatchObject({
      status: 0,
      out: expect.stringContaining("2 known, 4 before") as string,
    });
  });

  test("takes the first baseline as it is, and not a second first one", { tags: "slow" }, async () => {
    git("checkout", "--quiet", "-b", "work");
    await godwit("baseline", "write");
    commit("Adopt");
    expect(await godwit("baseline", "check")).toMatchObject({
      status: 0,
      out: expect.stringContaining("first baseline, 4 known") as string,
    });
    git("checkout", "--quiet", "main");
    git("merge", "--quiet", "work");
    git("rm", "--quiet", BASELINE);
    commit("Done");
    git("checkout", "--quiet", "-B", "work");
    await godwit("baseline", "write");
    expect((await godwit("baseline", "check")).status).toBe(1);
  });

  test("says what is missing: repository, ref, history", { tags: "slow" }, async () => {
    await adopt();
    expect(await godwit("baseline", "check", "nowhere")).toMatchObject({
      status: 2,
      err: expect.stringContaining("There is no commit nowhere here") as string,
    });
    git("checkout", "--quiet", "-b", "work");
    commit("More");
    git("checkout", "--quiet", "main");
    commit("Meanwhile");
    const clone = path.join(root, "node_modules_clone");
    git("clone", "--quiet", "--depth=1", "--branch=work", `file://${root}`, clone);
    git("-C", clone, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main");
    const shallow = await godwit("-C", clone, "baseline", "check");
    expect(shallow).toMatchObject({ status: 2, err: expect.stringContaining("shallow") as string });
    rmSync(path.join(root, ".git"), { recursive: true });
    expect(await godwit("baseline", "check")).toMatchObject({
      status: 2,
      err: expect.stringContaining("not in a git repository") as string,
    });
    expect(await godwit("baseline", "prune", "--staged")).toMatchObject({
      status: 2,
      err: expect.stringContaining("not in a git repository") as string,
    });
    rmSync(clone, { recursive: true });
    expect(await check()).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    expect((await godwit("baseline", "prune")).status).toBe(0);
  });
});

describe("merge", () => {
  test("leaves what it can't read to a person", async () => {
    write("base", "");
    write("ours", "a.ts\tno-raw-uuid\t1\tx\n");
    write("theirs", "<<<<<<< HEAD\n");
    expect(await godwit("baseline", "merge", "base", "ours", "theirs")).toMatchObject({
      status: 2,
      err: expect.stringContaining("Nothing was merged") as string,
    });
    expect(readText("ours")).toBe("a.ts\tno-raw-uuid\t1\tx\n");
  });
});

describe("a baseline that is not as it was written", () => {
  test.each([
    ["conflict markers", (text: string) => text.replace("\n\n", "\n<<<<<<< HEAD\n=======\n>>>>>>> work\n"), "conflict markers"],
    ["a line that is cut off", (text: string) => text.slice(0, text.lastIndexOf("\t") - 2), "can't be read"],
    ["another version", (text: string) => text.replace("baseline 1", "baseline 7"), "version 7"],
  ])("%s: check says so and exits 2, prune and write refuse, --force mends it", { tags: "slow" }, async (_, damage, message) => {
    await adopt();
    write(BASELINE, damage(readText(BASELINE)));
    const { status, out } = await godwit("check");
    expect({ status, out }).toMatchObject({ status: 2, out: expect.stringContaining(message) as string });
    const damaged = readText(BASELINE);
    expect(await godwit("baseline", "prune")).toMatchObject({ status: 2, err: expect.stringContaining(message) as string });
    expect(await godwit("baseline", "write")).toMatchObject({ status: 2, err: expect.stringContaining(message) as string });
    expect(await godwit("baseline", "check")).toMatchObject({ status: 2, err: expect.stringContaining(message) as string });
    expect(readText(BASELINE)).toBe(damaged);
    expect(eslint()).toContain("src/ids.ts godwit/contracts");
    expect((await godwit("baseline", "write", "--force")).status).toBe(0);
    expect((await check("--frozen")).status).toBe(0);
  });

  test("a line that is there twice counts once, with the smaller number, until prune drops it", { tags: "slow" }, async () => {
    await adopt();
    const line = readText(BASELINE).split("\n")[2]!;
    write(BASELINE, `${readText(BASELINE)}${line.replace("\t1\t", "\t5\t")}\n`);
    expect(await godwit("check")).toMatchObject({ status: 2, out: expect.stringContaining("repeats line 3") as string });
    expect((await godwit("baseline", "prune")).status).toBe(0);
    expect(await check("--frozen")).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
  });

  test("CRLF is read, and stays", async () => {
    await adopt();
    write(BASELINE, readText(BASELINE).replaceAll("\n", "\r\n"));
    write("src/users.ts", raw("user"));
    expect((await check()).end).toBe("3 known, 0 new, 1 gone");
    await godwit("baseline", "prune");
    expect(readText(BASELINE)).not.toMatch(/[^\r]\n/);
    expect((await check("--frozen")).status).toBe(0);
  });
});

async function adopt(): Promise<void> {
  expect((await godwit("baseline", "write")).status).toBe(0);
  commit("Adopt godwit");
}

async function check(...args: string[]): Promise<{ status: number | null; end: string }> {
  return endOf(await godwit("check", ...args));
}

async function godwit(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const { code, out, err } = await runGodwit(root, ...args);
  return { status: code, out, err };
}
