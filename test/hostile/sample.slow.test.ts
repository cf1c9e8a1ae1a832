import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLines, formatLines } from "./command-lines.js";
import { makeEvilRepository } from "./evil-repository.js";
import { faultsOf, type HostileRepository, type Thing } from "./hostile-repository.js";

/** A sample of what the slow tests of this folder go through with every command. */

let base: HostileRepository;
beforeAll(async () => {
  base = await makeEvilRepository({ hasRun: false });
});
afterAll(() => base.remove());

test("every command of the program is called, also in each of its formats", () => {
  const commands = new Set(commandLines().map(({ command }) => command));
  expect([...commands]).toEqual(
    expect.arrayContaining(["check", "migrate", "contracts graph", "baseline merge", "mcp", "doctor"]),
  );
  expect(formatLines().map(({ args }) => args.join(" "))).toEqual(
    expect.arrayContaining(["check --format sarif", "report --format html", "contracts graph --format dot"]),
  );
});

test.each<[Thing, string, number, ...string[]]>([
  ["a pipe", "tsconfig.json", 2, "check"],
  ["a device", "package.json", 2, "status"],
  ["a pipe", "tsconfig.json", 2, "baseline", "write"],
  ["a pipe", "package.json", 2, "history"],
  ["a pipe", ".git/HEAD", 2, "check", "--changed"],
  ["a pipe", ".git/config", 2, "plan"],
  ["a device", ".gitattributes", 2, "history"],
  ["a folder", "migrations/one-id.md", 2, "contracts", "validate"],
  ["noise", "migrations/.baseline/one-id.txt", 2, "baseline", "prune"],
  ["600 MB", "CODEOWNERS", 2, "plan"],
  ["a pipe", "result.json", 2, "report", "--from", "result.json"],
])("%s as %s ends with %i and a sentence: %s %s %s", async (thing, place, code, ...args) => {
  const repository = base.copy();
  repository.put(place, thing);
  const ended = await repository.godwit(args);
  expect(faultsOf(ended)).toEqual([]);
  expect(ended.code).toBe(code);
  expect(ended.out + ended.err).toContain(place);
  repository.remove();
});

test.each([["check", "--changed", "HEAD~1"], ["bridges"]])(
  "godwit %s runs nothing that git's configuration names",
  async (...args) => {
    const repository = base.copy();
    const canaries = repository.setTraps(".", false);
    expect(faultsOf(await repository.godwit(args))).toEqual([]);
    expect(readdirSync(canaries)).toEqual([]);
    repository.remove();
  },
);

test("no message commands a CI's runner", async () => {
  const { code, out, err } = await base.godwit(["plan", "x\n::error::y\n  ##[group]z"]);
  expect(code).toBe(2);
  expect(out + err).not.toMatch(/^\s*(?:::error|##\[)/mu);
});
