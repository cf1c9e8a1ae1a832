import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  commit,
  endOf,
  environment,
  eslint,
  git,
  GODWIT,
  makeAdoptingProject,
  raw,
  REPOSITORY,
  root,
  write,
} from "./adopting-project.js";

makeAdoptingProject();

describe("the CI step of the README", () => {
  test("is green on day one, red on the first new violation, and green when it is fixed", () => {
    expect(readme()).toContain("npx godwit check");
    expect(godwit("check").status).toBe(1);
    expect(godwit("baseline", "write")).toMatchObject({
      status: 0,
      out: expect.stringContaining("4 violations known") as string,
    });
    commit("Adopt godwit");
    expect(check()).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
    expect(eslint()).toEqual([]);

    write("src/carts.ts", raw("cart"));
    expect(check()).toEqual({ status: 1, end: "4 known, 1 new, 0 gone" });
    expect(godwit("check").out).not.toContain("src/users.ts");
    expect(eslint()).toEqual(["src/carts.ts one-id/no-raw-uuid"]);

    write("src/carts.ts", "export {};\n");
    expect(check()).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
  });
});

describe("git's merge driver", () => {
  test("merges two branches that add, drop and share entries at the same place", () => {
    adopt();
    write(".gitattributes", "migrations/.baseline/*.txt merge=godwit-baseline\n");
    git("config", "merge.godwit-baseline.driver", `"${process.execPath}" "${GODWIT}" baseline merge %O %A %B`);
    commit("Driver");
    git("checkout", "--quiet", "-b", "theirs");
    write("src/users.ts", raw("user", "guest"));
    godwit("baseline", "write", "--force");
    commit("Theirs");
    git("checkout", "--quiet", "main");
    write("src/orders.ts", raw("order", "refund"));
    godwit("baseline", "write", "--force");
    commit("Ours");
    git("merge", "--quiet", "--no-edit", "theirs");
    expect(check("--frozen")).toEqual({ status: 0, end: "4 known, 0 new, 0 gone" });
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
  const { status, stdout, stderr } = spawnSync(process.execPath, [GODWIT, ...args], {
    cwd: root,
    encoding: "utf8",
    env: environment(),
  });
  return { status, out: stdout, err: stderr };
}

function readme(): string {
  return readFileSync(path.join(REPOSITORY, "README.md"), "utf8");
}
