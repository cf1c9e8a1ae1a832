import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../test/support/run-godwit.js";
import { COMMANDS } from "./commands.js";

const HERE = import.meta.dirname;

async function linesOf(...args: string[]): Promise<string[]> {
  const { code, out } = await runGodwit(HERE, ...args);
  expect(code).toBe(0);
  return out.trimEnd().split("\n");
}

test("godwit --help has three groups, everyday commands first, on one screen", async () => {
  const lines = await linesOf("--help");
  expect(lines.length).toBeLessThanOrEqual(40);
  const listed = lines.slice(lines.indexOf("Every day:")).filter((line) => line !== "");
  expect(listed.map((line) => /^(?: {2})?(\S+:?)/.exec(line)![1])).toEqual([
    ...["Every", "init", "check", "explain", "status", "migrate", "rollback"],
    ...["A", "plan", "consumers", "bridges", "gates", "report", "history"],
    ...["Contracts", "contracts", "baseline", "doctor", "mcp"],
  ]);
});

describe.each(COMMANDS.map(({ table }) => table))("godwit $name --help", ({ name, options }) => {
  const flagsOf = (wanted: boolean): string[] =>
    Object.values(options).flatMap(({ flags, isRare = false }) => (isRare === wanted ? [flags] : []));

  test("fits a screen of 40 lines and 80 columns, and names what is not on it", async () => {
    const lines = await linesOf(...name.split(" "), "--help");
    expect(lines.length).toBeLessThanOrEqual(40);
    // An example is one line, since people copy it.
    const prose = lines.filter((line) => !line.startsWith("  godwit") && !/^ {2}(?:claude|\{)/.test(line));
    expect(prose.filter((line) => line.length > 80)).toEqual([]);
    const text = lines.join("\n");
    for (const flags of flagsOf(false)) expect(text).toContain(`  ${flags}`);
    for (const flags of flagsOf(true)) {
      expect(text).not.toContain(`  ${flags}`);
      expect(text.replaceAll(/\s+/g, " ")).toMatch(
        new RegExp(`More with godwit ${name} --help all: .*${/--[\w-]+/.exec(flags)![0]}`),
      );
    }
  });

  test("has every option on --help all", async () => {
    const text = (await linesOf(...name.split(" "), "--help", "all")).join("\n");
    for (const flags of [...flagsOf(false), ...flagsOf(true)]) expect(text).toContain(`  ${flags}`);
    expect(text).not.toContain("--help all");
  });
});

test.each([
  [["check", "--fixx"], "(godwit check --help shows what there is)"],
  [["gates", "record"], "(godwit gates record --help shows what there is)"],
  [["contracts", "show", "ids"], "(godwit contracts --help shows what there is)"],
  [["--nope"], "(godwit --help shows what there is)"],
])("a usage error of %j points at the help that has the right word", async (args, pointer) => {
  expect(await runGodwit(HERE, ...args)).toMatchObject({ code: 2, err: expect.stringContaining(pointer) as string });
});
