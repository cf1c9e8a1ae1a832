import { renameSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import { BASELINE, commit, CONTRACT, git, makeAdoptingProject, raw, readText, root, write } from "./adopting-project.js";

makeAdoptingProject();

describe("a contract without violations when it is adopted", () => {
  test("has a baseline that lets none in: write refuses, and check fails on growth by force", async () => {
    clean();
    expect(await godwit("baseline", "write")).toMatchObject({
      status: 0,
      out: expect.stringContaining(`one-id: no violation, and ${BASELINE} lets none in`) as string,
    });
    commit("Adopt");
    expect((await godwit("check", "--frozen")).status).toBe(0);
    expect((await godwit("baseline", "prune")).status).toBe(0);
    expect(git("status", "--porcelain")).toBe("");
    work();
    write("src/users.ts", raw("user"));
    expect((await godwit("baseline", "write")).status).toBe(1);
    expect((await godwit("baseline", "write", "--force")).status).toBe(0);
    expect(await godwit("baseline", "check", "main")).toMatchObject({
      status: 1,
      out: expect.stringContaining("userId=v4") as string,
    });
  });

  test("keeps its baseline without entries, however often it is pruned", { tags: "slow" }, async () => {
    await adopt();
    clean();
    await godwit("baseline", "prune");
    await godwit("baseline", "prune");
    expect(readText(BASELINE)).toMatch(/^# godwit baseline 1/);
    write("src/users.ts", raw("user"));
    expect((await godwit("baseline", "write")).status).toBe(1);
  });
});

describe("a first baseline", () => {
  test(
    "of a contract that was active on main holds what the code had there, and nothing that the branch added",
    { tags: "slow" },
    async () => {
      write("migrations/two-id.md", CONTRACT.replace("rules:", "files: [src/users.ts, src/carts.ts]\nrules:"));
      expect((await godwit("baseline", "write", "--contract", "one-id")).status).toBe(0);
      commit("Adopt the first");
      work();
      expect((await godwit("baseline", "write", "--contract", "two-id")).status).toBe(0);
      git("mv", "src/users.ts", "src/carts.ts");
      await godwit("baseline", "prune");
      expect(await godwit("baseline", "check", "main")).toMatchObject({
        status: 0,
        out: expect.stringContaining("two-id: first baseline, 2 known") as string,
      });
      write("src/carts.ts", raw("user", "account", "cart"));
      await godwit("baseline", "write", "--contract", "two-id", "--force");
      const grown = await godwit("baseline", "check", "main");
      expect(grown).toMatchObject({
        status: 1,
        out: expect.stringContaining("two-id was active where the branch began") as string,
      });
      expect(grown.out.match(/no-raw-uuid/g)).toHaveLength(1);
      expect(grown.out).toContain("cartId=v4");
    },
  );

  test("of a contract that had no violation where others were adopted holds none", async () => {
    clean();
    write("migrations/two-id.md", CONTRACT.replace("rules:", "files: [src/ids.ts]\nrules:"));
    expect((await godwit("baseline", "write", "--contract", "two-id")).status).toBe(0);
    commit("Adopt the second");
    work();
    write("src/users.ts", raw("user"));
    await godwit("baseline", "write");
    expect((await godwit("baseline", "check", "main")).status).toBe(1);
  });

  test("of a contract that is new, or was planned, is taken as it is", async () => {
    write("migrations/two-id.md", CONTRACT.replace("imports:", "status: planned\nimports:"));
    await adopt();
    work();
    write("migrations/two-id.md", CONTRACT);
    write("migrations/three-id.md", CONTRACT);
    write("src/carts.ts", raw("cart"));
    await godwit("baseline", "write", "--contract", "two-id");
    await godwit("baseline", "write", "--contract", "three-id");
    expect(await godwit("baseline", "check", "main")).toMatchObject({
      status: 0,
      out: expect.stringContaining("three-id: first baseline, 5 known") as string,
    });
  });
});

describe("a contract that was renamed", () => {
  test("continues its baseline, be it renamed by git or only alike", async () => {
    await adopt();
    work();
    git("mv", "migrations/one-id.md", "migrations/ids.md");
    git("mv", BASELINE, "migrations/.baseline/ids.txt");
    expect((await godwit("baseline", "check", "main")).status).toBe(0);
    write("src/carts.ts", raw("cart"));
    await godwit("baseline", "write", "--force");
    const grown = await godwit("baseline", "check", "main");
    expect(grown).toMatchObject({ status: 1, out: expect.stringContaining("It continues the baseline of one-id.") as string });
    expect(grown.out.match(/no-raw-uuid/g)).toHaveLength(1);
    const many = Array.from({ length: 30 }, (_, index) => `src/x${index}.ts\tno-raw-uuid\t1\tx\n`).join("");
    write("migrations/.baseline/ids.txt", `${readText("migrations/.baseline/ids.txt")}${many}`);
    expect((await godwit("baseline", "check", "main")).status).toBe(1);
  });

  test("continues it also where the old one was left in its place", { tags: "slow" }, async () => {
    await adopt();
    work();
    renameSync(path.join(root, "migrations/one-id.md"), path.join(root, "migrations/ids.md"));
    write("src/carts.ts", raw("cart"));
    expect((await godwit("baseline", "write")).status).toBe(0);
    expect((await godwit("baseline", "check", "main")).status).toBe(1);
  });
});

function clean(): void {
  write("src/users.ts", "export {};\n");
  write("src/orders.ts", "export {};\n");
  commit("Clean");
}

async function adopt(): Promise<void> {
  expect((await godwit("baseline", "write")).status).toBe(0);
  commit("Adopt godwit");
}

function work(): void {
  git("checkout", "--quiet", "-b", "work");
}

async function godwit(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const { code, out, err } = await runGodwit(root, ...args);
  return { status: code, out, err };
}
