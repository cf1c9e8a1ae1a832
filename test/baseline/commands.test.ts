import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import { BASELINE, commit, CONTRACT, endOf, eslint, git, raw, readText, root, write } from "./adopting-project.js";

describe("check", () => {
  test("stays green when code is formatted, and only gone entries fail a frozen run", () => {
    adopt();
    write(
      "src/users.ts",
      readText("src/users.ts").replaceAll(";", "").replaceAll('"', "'").replaceAll("({ random", "(\n  {\n    random"),
    );
    expect(check()).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    expect(eslint()).toEqual([]);
    write("src/users.ts", raw("user"));
    expect(check()).toEqual({ status: 0, end: "3 known, 0 new, 1 gone" });
    expect(godwit("check").out).toMatch(
      /baseline of one-id\n {2}src\/users\.ts {2}no-raw-uuid {2}accountId=v4.*\n[^]*godwit baseline prune/,
    );
    expect(check("--frozen").status).toBe(1);
    expect(godwit("baseline", "prune").out).toContain("1 dropped, 3 left");
    expect(check("--frozen")).toEqual({ status: 0, end: "3 known, 0 new, 0 gone" });
  });

  test("sees a swap at the same count", () => {
    adopt();
    write("src/users.ts", raw("user", "guest"));
    expect(check()).toEqual({ status: 1, end: "3 known, 1 new, 1 gone" });
    expect(eslint()).toEqual(["src/users.ts one-id/no-raw-uuid"]);
  });

  test("JSON says what is tolerated", () => {
    adopt();
    write("src/users.ts", raw("user", "guest"));
    const { contracts, violations } = JSON.parse(godwit("check", "--format", "json").out) as {
      contracts: { violations: number; tolerated: number; gone: number }[];
      violations: { file: string; line: number; tolerated: boolean }[];
    };
    expect(contracts).toMatchObject([{ violations: 4, tolerated: 3, gone: 1 }]);
    expect(violations.filter(({ tolerated }) => !tolerated)).toMatchObject([{ file: "src/users.ts", line: 4 }]);
  });
});

describe("write", () => {
  test("refuses to grow the second time, names what is new, and shrinks without asking", () => {
    adopt();
    write("src/users.ts", raw("user", "guest"));
    const refused = godwit("baseline", "write");
    expect(refused).toMatchObject({
      status: 1,
      out: expect.stringMatching(/src\/users\.ts {2}no-raw-uuid {2}guestId=v4.*\n[^]*--force/) as string,
    });
    expect(git("status", "--porcelain", "migrations")).toBe("");
    expect(godwit("baseline", "write", "--force").status).toBe(0);
    expect(check().end).toBe("4 known, 0 new, 0 gone");
    write("src/users.ts", "export {};\n");
    expect(godwit("baseline", "write")).toMatchObject({ status: 0, out: expect.stringContaining("(4 before)") as string });
    write("src/orders.ts", "export {};\n");
    expect(godwit("baseline", "write").out).toContain(`${BASELINE} is gone`);
    expect(existsSync(path.join(root, BASELINE))).toBe(false);
  });

  test("says how git merges baselines, and installs nothing", () => {
    const { out } = godwit("baseline", "write");
    expect(out).toContain("migrations/.baseline/*.txt merge=godwit-baseline");
    expect(out).toContain('git config merge.godwit-baseline.driver "npx godwit baseline merge %O %A %B"');
    expect(existsSync(path.join(root, ".gitattributes"))).toBe(false);
    expect(git("config", "--list", "--local")).not.toContain("godwit");
  });

  test("takes nothing for a complete or planned contract, nor where a file can't be checked", () => {
    write("migrations/one-id.md", CONTRACT.replace("imports:", "status: complete\nimports:"));
    expect(godwit("baseline", "write", "--contract", "one-id")).toMatchObject({
      status: 2,
      err: expect.stringContaining("is complete") as string,
    });
    expect(godwit("baseline", "write").out).toContain("No baseline entry is accepted where a contract is complete: one-id.");
    write("migrations/one-id.md", CONTRACT.replace("imports:", "status: planned\nimports:"));
    expect(godwit("baseline", "write", "--contract", "one-id")).toMatchObject({
      status: 2,
      err: expect.stringContaining("is planned") as string,
    });
    write("migrations/one-id.md", CONTRACT);
    write("src/broken.ts", 'import { v4 } from "uuid";\nconst a = v4(;\n');
    expect(godwit("baseline", "write")).toMatchObject({ status: 2, err: expect.stringContaining("src/broken.ts:2:") as string });
    expect(existsSync(path.join(root, BASELINE))).toBe(false);
  });

  test("imports what ESLint suppressed, and says what it can't match", () => {
    const suppressed = { "one-id/no-raw-uuid": { count: 1 }, "no-console": { count: 2 } };
    const suppressions = { "src/users.ts": suppressed, "src/orders.ts": { "one-id/no-raw-uuid": { count: 3 } } };
    write("eslint-suppressions.json", JSON.stringify(suppressions));
    const { status, out } = godwit("baseline", "write", "--import", "eslint-suppressions.json");
    expect(status).toBe(0);
    expect(out).toContain("src/orders.ts: one-id/no-raw-uuid has 3 suppressed, and 2 are found now.");
    expect(out).toContain("src/users.ts: one-id/no-raw-uuid has 1 suppressed of 2 that are found: the first ones are taken.");
    expect(out).toContain("2 suppressed of rules that are no contract's");
    expect(check()).toEqual({ status: 1, end: "3 known, 1 new, 0 gone" });
    write("eslint-suppressions.json", "{");
    expect(godwit("baseline", "write", "--import", "eslint-suppressions.json")).toMatchObject({ status: 2 });
    expect(godwit("baseline", "write", "--import", "gone.json")).toMatchObject({
      status: 2,
      err: expect.stringContaining("can't be read") as string,
    });
  });
});

describe("prune", () => {
  test("follows a file that git knows to be moved, and one that it does not", () => {
    adopt();
    git("mv", "src/users.ts", "src/people.ts");
    renameSync(path.join(root, "src/orders.ts"), path.join(root, "src/sales.ts"));
    expect(check()).toEqual({ status: 1, end: "0 known, 4 new, 4 gone" });
    expect(godwit("check").out).toContain("4 new ones are known from a file that moved");
    expect(godwit("baseline", "prune").out).toContain("4 followed to moved files, 4 left");
    expect(check("--frozen")).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    commit("Move");
    expect(godwit("baseline", "check", "HEAD~1").status).toBe(0);
  });

  test("does not take a copy for a move", () => {
    adopt();
    write("src/copy.ts", readText("src/users.ts"));
    godwit("baseline", "prune");
    expect(check()).toEqual({ status: 1, end: "4 known, 2 new, 0 gone" });
  });

  test("keeps the entries of a file that can't be checked", () => {
    adopt();
    write("src/users.ts", 'import { v4 } from "uuid";\nconst a = v4(;\n');
    expect(godwit("baseline", "prune").out).toContain("The entries of 1 file that can't be checked stay: src/users.ts");
    write("src/users.ts", raw("user", "account"));
    expect(check().end).toBe("4 known, 0 new, 0 gone");
  });

  test("in a hook looks at staged files and stages the baseline; not where a file is staged in part", () => {
    adopt();
    write("src/users.ts", raw("user"));
    write("src/orders.ts", raw("order"));
    git("add", "src/users.ts");
    expect(godwit("baseline", "prune", "--staged").out).toContain("1 dropped, 3 left");
    expect(git("diff", "--cached", "--name-only").split("\n")).toEqual([BASELINE, "src/users.ts", ""]);
    write("src/users.ts", raw("user", "more"));
    expect(godwit("baseline", "prune", "--staged")).toMatchObject({
      status: 2,
      err: expect.stringContaining("Staged in part: src/users.ts") as string,
    });
  });

  test("drops the baselines of contracts that are gone or complete", () => {
    adopt();
    write("migrations/.baseline/old-id.txt", readText(BASELINE));
    expect(check()).toEqual({ status: 0, end: "4 known, 0 new, 4 gone" });
    expect(check("--frozen").status).toBe(1);
    expect(godwit("baseline", "prune").out).toContain("there is no contract old-id");
    expect(check("--frozen").status).toBe(0);
    write("migrations/one-id.md", CONTRACT.replace("imports:", "status: complete\nimports:"));
    expect(godwit("check")).toMatchObject({
      status: 2,
      out: expect.stringContaining("is complete, so no baseline entry is accepted") as string,
    });
    expect(godwit("baseline", "prune").out).toContain("one-id is complete");
    expect(check().status).toBe(1);
  });
});

describe("check --fix", () => {
  test("drops what it resolves in the same change, and nothing else", () => {
    write(
      "src/users.ts",
      'import { v4 } from "uuid";\n\nexport const userId = v4();\nexport const seedId = v4({ random: seed });\n',
    );
    adopt();
    write("src/orders.ts", raw("order"));
    expect(godwit("check", "--fix").status).toBe(0);
    expect(check().end).toBe("2 known, 0 new, 1 gone");
    expect(git("diff", "--stat", "--", BASELINE)).toContain("1 deletion(-)");
  });

  test("keeps known what a fix writes other code around", () => {
    write("src/users.ts", 'import { v4 } from "uuid";\n\nexport const userId = seed ? v4() : v4({ random: seed });\n');
    adopt();
    expect(godwit("check", "--fix").out).toContain("1 violation fixed");
    expect(readText("src/users.ts")).toContain("seed ? newId(");
    expect(check("--frozen")).toEqual({ status: 0, end: "3 known, 0 new, 0 gone" });
  });
});

describe("baseline check", () => {
  test("fails on entries that grew by hand or by force, and passes on fewer", () => {
    adopt();
    git("checkout", "--quiet", "-b", "work");
    write(BASELINE, readText(BASELINE).replace("\t1\tuserId", "\t2\tuserId"));
    expect(godwit("baseline", "check")).toMatchObject({ status: 1, out: expect.stringContaining("userId=v4") as string });
    git("checkout", "--quiet", BASELINE);
    write("src/carts.ts", raw("cart"));
    godwit("baseline", "write", "--force");
    commit("Force");
    expect(godwit("baseline", "check", "main").status).toBe(1);
    write("src/carts.ts", "export {};\n");
    write("src/users.ts", "export {};\n");
    godwit("baseline", "prune");
    expect(godwit("baseline", "check")).toMatchObject({ status: 0, out: expect.stringContaining("2 known, 4 before") as string });
  });

  test("takes the first baseline as it is, and not a second first one", () => {
    git("checkout", "--quiet", "-b", "work");
    godwit("baseline", "write");
    commit("Adopt");
    expect(godwit("baseline", "check")).toMatchObject({
      status: 0,
      out: expect.stringContaining("first baseline, 4 known") as string,
    });
    git("checkout", "--quiet", "main");
    git("merge", "--quiet", "work");
    git("rm", "--quiet", BASELINE);
    commit("Done");
    git("checkout", "--quiet", "-B", "work");
    godwit("baseline", "write");
    expect(godwit("baseline", "check").status).toBe(1);
  });

  test("says what is missing: repository, ref, history", () => {
    adopt();
    expect(godwit("baseline", "check", "nowhere")).toMatchObject({
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
    const shallow = godwit("-C", clone, "baseline", "check");
    expect(shallow).toMatchObject({ status: 2, err: expect.stringContaining("shallow") as string });
    rmSync(path.join(root, ".git"), { recursive: true });
    expect(godwit("baseline", "check")).toMatchObject({
      status: 2,
      err: expect.stringContaining("not in a git repository") as string,
    });
    expect(godwit("baseline", "prune", "--staged")).toMatchObject({
      status: 2,
      err: expect.stringContaining("not in a git repository") as string,
    });
    rmSync(clone, { recursive: true });
    expect(check()).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    expect(godwit("baseline", "prune").status).toBe(0);
  });
});

describe("merge", () => {
  test("leaves what it can't read to a person", () => {
    write("base", "");
    write("ours", "a.ts\tno-raw-uuid\t1\tx\n");
    write("theirs", "<<<<<<< HEAD\n");
    expect(godwit("baseline", "merge", "base", "ours", "theirs")).toMatchObject({
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
  ])("%s: check says so and exits 2, prune and write refuse, --force mends it", (_, damage, message) => {
    adopt();
    write(BASELINE, damage(readText(BASELINE)));
    const { status, out } = godwit("check");
    expect({ status, out }).toMatchObject({ status: 2, out: expect.stringContaining(message) as string });
    const damaged = readText(BASELINE);
    expect(godwit("baseline", "prune")).toMatchObject({ status: 2, err: expect.stringContaining(message) as string });
    expect(godwit("baseline", "write")).toMatchObject({ status: 2, err: expect.stringContaining(message) as string });
    expect(godwit("baseline", "check")).toMatchObject({ status: 2, err: expect.stringContaining(message) as string });
    expect(readText(BASELINE)).toBe(damaged);
    expect(eslint()).toContain("src/ids.ts godwit/contracts");
    expect(godwit("baseline", "write", "--force").status).toBe(0);
    expect(check("--frozen").status).toBe(0);
  });

  test("a line that is there twice counts once, with the smaller number, until prune drops it", () => {
    adopt();
    const line = readText(BASELINE).split("\n")[2]!;
    write(BASELINE, `${readText(BASELINE)}${line.replace("\t1\t", "\t5\t")}\n`);
    expect(godwit("check")).toMatchObject({ status: 2, out: expect.stringContaining("repeats line 3") as string });
    expect(godwit("baseline", "prune").status).toBe(0);
    expect(check("--frozen")).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
  });

  test("CRLF is read, and stays", () => {
    adopt();
    write(BASELINE, readText(BASELINE).replaceAll("\n", "\r\n"));
    write("src/users.ts", raw("user"));
    expect(check().end).toBe("3 known, 0 new, 1 gone");
    godwit("baseline", "prune");
    expect(readText(BASELINE)).not.toMatch(/[^\r]\n/);
    expect(check("--frozen").status).toBe(0);
  });
});

function adopt(): void {
  expect(godwit("baseline", "write").status).toBe(0);
  commit("Adopt godwit");
}

function check(...args: string[]): { status: number | null; end: string } {
  return endOf(godwit("check", ...args));
}

function godwit(...args: string[]): { status: number | null; out: string; err: string } {
  const result = { status: 0, out: "", err: "" };
  result.status = runCommandLine(args, {
    ...{ cwd: root, hasColour: false, hasProgress: false },
    out: (text) => (result.out += text),
    err: (text) => (result.err += text),
  });
  return result;
}
