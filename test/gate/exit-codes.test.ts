import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { toFileError } from "@godwit/core/disk";
import { describeFailure } from "../../packages/cli/src/failure.js";
import { contract, godwit, makeGatedProject, raw, readText, root, shell, write } from "./gated-project.js";

makeGatedProject();

const many = (): void => {
  for (let index = 0; index < 10; index++)
    write(`src/f${index}.ts`, raw(...Array.from({ length: 40 }, (_, position) => `a${position}`)));
};

test("a pipe that is closed early is quiet, and the code is that of what was found", { tags: "slow" }, async () => {
  many();
  const { out, err } = shell('godwit check --format json | head -n 1; echo "code ${PIPESTATUS[0]}"');
  expect(out).toBe("{\ncode 1\n");
  expect(err).toBe("");
  expect(shell('godwit check | true; echo "code ${PIPESTATUS[0]}"')).toMatchObject({ out: "code 1\n", err: "" });
  expect(shell('godwit check migrations | true; echo "code ${PIPESTATUS[0]}"')).toMatchObject({ out: "code 0\n", err: "" });
  expect(shell('godwit check --help | head -n 1; echo "code ${PIPESTATUS[0]}"').out).toContain("code 0\n");
});

test.runIf(existsSync("/dev/full"))("a full disk is 2 with one sentence, and no stack", { tags: "slow" }, async () => {
  many();
  const { code, err } = shell("godwit check --format json > /dev/full");
  expect(code).toBe(2);
  expect(err).toMatch(/^godwit: the machine is at its limit: .*ENOSPC.*\n$/);
  expect(shell("godwit check --format json=/dev/full")).toMatchObject({
    code: 2,
    err: expect.stringContaining("the disk is full") as string,
  });
  expect(shell("godwit check 2>/dev/full >/dev/full").code).toBe(2);
});

test("a mistake in godwit is 2 with one sentence, and --debug adds where", { tags: "slow" }, async () => {
  const error = new TypeError("x is undefined");
  expect(describeFailure(error, false)).toBe(
    "it failed, which is a mistake in godwit: x is undefined. Please report it with what --debug adds.",
  );
  expect(describeFailure(error, true)).toContain("exit-codes.test.ts");
  expect(describeFailure("text", false)).toContain("text");
  const denied = toFileError("/a/b.md", Object.assign(new Error("EACCES: open"), { code: "EACCES" }));
  expect(describeFailure(denied, false)).toBe("/a/b.md can't be used: permission denied.");
  const limited = toFileError("/a/b.md", Object.assign(new Error("EFBIG: write"), { code: "EFBIG" }));
  expect(describeFailure(limited, false)).toBe("the machine is at its limit: it would be larger than the system allows.");
  // A process in which a part of Node fails.
  write("broken.mjs", 'Array.prototype.toSorted = () => { throw new Error("broken on purpose"); };\n');
  const broken = `--import=${path.join(root, "broken.mjs")}`;
  const { code, out, err } = shell("godwit check --format json", { NODE_OPTIONS: broken });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe(
    "godwit: it failed, which is a mistake in godwit: broken on purpose. Please report it with what --debug adds.\n",
  );
  expect(shell("godwit --debug check --format json", { NODE_OPTIONS: broken }).err).toMatch(/broken on purpose[^]*\n\s+at /);
  expect(shell("godwit check --debug --format json", { NODE_OPTIONS: broken }).err).toMatch(/broken on purpose[^]*\n\s+at /);
});

test("what contracts, sources and file names say never reaches the terminal as it is, in any command", async () => {
  write("migrations/evil.md", contract("\u001B[2Jevil\u202E\u0007", 'why: "a\\u009bb"\nowner: "\\e]0;x\\a"\n'));
  write("src/\u001B[31mred.ts", raw("user"));
  write("migrations/typo.md", contract("T").replace("rules", "\u001B[31mrulez"));
  for (const args of [
    ["check"],
    ["check", "--summary"],
    ["contracts", "list"],
    ["contracts", "validate"],
    [],
    ["baseline", "write"],
    ["baseline", "check"],
    ["check", "--owner", "\u001B[31m"],
    ["check", "\u001B[31mx"],
  ]) {
    const { out, err } = await godwit(...args);
    expect(out + err, args.join(" ")).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
  }
  expect((await godwit("check", "--format", "json=a.json")).code).toBe(2);
  const { violations } = JSON.parse(readText("a.json")) as { violations: { file: string }[] };
  expect(violations.map(({ file }) => file)).toContain("src/\u001B[31mred.ts");
});
