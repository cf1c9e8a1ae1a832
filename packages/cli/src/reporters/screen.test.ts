import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { runCommandLine } from "../program.js";
import { fitScreen } from "./screen.js";

const paragraphs = (count: number): string =>
  `${Array.from({ length: count }, (_, index) => `file-${index}.ts\n  1:1  error\n  2:1  error\n`).join("\n")}\n✖ ${count} in all\nNext: godwit check --fix\n`;

test("a short result stays as it is", () => {
  expect(fitScreen(paragraphs(9), 80)).toBe(paragraphs(9));
});

test("a long result has its beginning, in whole paragraphs, what is left out, and its end, in 40 rows", () => {
  const lines = fitScreen(paragraphs(100), 80).trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines.length).toBeGreaterThan(30);
  expect(lines[0]).toBe("file-0.ts");
  expect(lines.at(-4)).toMatch(/^… 3\d\d more lines: --all prints them\.$/);
  expect(lines.slice(-2)).toEqual(["✖ 100 in all", "Next: godwit check --fix"]);
  expect(lines.at(-6)).toBe("  2:1  error");
});

test("rows count, not lines, and colours take no room", () => {
  expect(fitScreen(`${"x".repeat(160)}\n`.repeat(21), 80)).toContain("more lines");
  expect(fitScreen(`\u001B[31m${"x".repeat(80)}\u001B[39m\n`.repeat(40), 80)).not.toContain("more lines");
});

test("a row ends between words, a command in a backslash; a word that is too long stays whole", () => {
  const command = "    \u001B[1mgodwit migrate ids --batch ids/shared-and-database/chat --suggestions\u001B[22m\n";
  expect(fitScreen(command, 60)).toBe(
    "    \u001B[1mgodwit migrate ids --batch \\\n      ids/shared-and-database/chat --suggestions\u001B[22m\n",
  );
  expect(fitScreen('  git config merge.ids.driver "npx ids merge %O"\n', 40)).toBe(
    '  git config merge.ids.driver "npx ids \\\n    merge %O"\n',
  );
  expect(fitScreen("  one two three four\n", 10)).toBe("  one two\n    three\n    four\n");
  expect(fitScreen(`  a ${"x".repeat(30)} b\n`, 20)).toBe(`  a\n    ${"x".repeat(30)} b\n`);
});

test("of a long end the first row and the last ones stay", () => {
  expect(fitScreen("row\n".repeat(500), 80).trimEnd().split("\n")).toHaveLength(39);
  const table = Array.from({ length: 30 }, (_, index) => `  contract-${index}  2\n`).join("");
  const text = paragraphs(30).replace("Next:", `${table}! 1 problem above\nNext:`);
  const lines = fitScreen(text, 80).trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines.slice(-16, -13)).toEqual(["✖ 30 in all", "  …", "  contract-18  2"]);
  expect(lines.slice(-2)).toEqual(["! 1 problem above", "Next: godwit check --fix"]);
  // Besides them there are two lines that say what is left out, and two empty ones.
  const more = Number(/… (\d+) more/.exec(lines.join("\n"))![1]);
  expect(lines.length - 4 + more).toBe(text.trimEnd().split("\n").length);
});

test("check in a terminal prints a screen, and all of it with --all, in a format, and in a pipe", async () => {
  const uses = Array.from({ length: 60 }, (_, index) => `export const value${index} = v4();\n`).join("");
  const cwd = writeTree({
    "package.json": '{ "name": "a", "type": "module", "godwit": {} }',
    "migrations/ids.md": "---\ntitle: IDs\nrules: { no-raw-uuid: { sources: [uuid#v4] } }\n---\n",
    ...Object.fromEntries(
      ["a", "b", "c"].map((name) => [`src/${name}.ts`, `import { v4 } from "uuid";\nexport const one${name} = v4();\n${uses}`]),
    ),
    ...Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`src/d${index}.ts`, 'import { v4 } from "uuid";\nexport const id = v4();\n']),
    ),
  });
  const rows = async (columns: number | undefined, ...args: string[]): Promise<number> => {
    let out = "";
    await runCommandLine(["check", ...args], {
      ...{ cwd, hasColour: false, hasProgress: false, columns },
      out: (text) => (out += text),
      err: () => undefined,
    });
    return out.trimEnd().split("\n").length;
  };
  // A terminal without a size says 0.
  expect(await rows(0)).toBe(await rows(80));
  for (const columns of [80, 120]) expect(await rows(columns)).toBeLessThanOrEqual(40);
  expect(await rows(80, "--all")).toBeGreaterThan(60);
  expect(await rows(80, "--format", "stylish")).toBeGreaterThan(60);
  expect(await rows(undefined)).toBeGreaterThan(60);
});

test("a mistake is told in rows that end between words, and a graph as it is", async () => {
  const title = "A title that is longer than the terminal has columns, as some are";
  const cwd = writeTree({
    "package.json": '{ "name": "a", "type": "module", "godwit": {} }',
    "migrations/ids.md": `---\ntitle: ${title}\nrules: { no-raw-uuid: { sources: [uuid#v4] } }\n---\n`,
  });
  let [out, err] = ["", ""];
  const run = (...args: string[]): Promise<number> =>
    runCommandLine(args, {
      ...{ cwd, hasColour: false, hasProgress: false, columns: 40 },
      out: (text) => (out += text),
      err: (text) => (err += text),
    });
  expect([await run("contracts", "graph"), await run("explain", "idz")]).toEqual([0, 2]);
  expect(out).toContain(title);
  expect(Math.max(...err.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(40);
  expect(err.replaceAll(/\n {2}/g, " ")).toContain("Did you mean ids?");
});

test("what is the same in every row is said once, or not at all", async () => {
  const users = ["a", "b", "c"].map((name) => [
    `src/${name}.ts`,
    'import { old } from "./old.js";\nexport const it = () => old;\n',
  ]);
  const cwd = writeTree({
    "package.json": '{ "name": "a", "type": "module", "godwit": {} }',
    "migrations/old.md":
      "---\ntitle: Old\nbridges: [./src/old.ts]\nrules: { no-deprecated-import: [{ from: ./src/old.ts, to: ./src/new.ts }] }\n---\n",
    "src/old.ts": 'export { old } from "./new.js";\n',
    "src/new.ts": "export const old = 1;\n",
    ...Object.fromEntries(users),
  });
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    ["-c", "user.name=D", "-c", "user.email=d@e.f", "commit", "-qm", "x"],
  ])
    execFileSync("git", args, { cwd });
  const shown = async (...args: string[]): Promise<string> => (await runGodwit(cwd, ...args)).out;
  expect(await shown("history")).toMatch(/\ncontract {2}left\nold {10}3\n/);
  const consumers = await shown("consumers", "src/new.ts");
  expect(consumers.split("src/new.ts")).toHaveLength(2);
  const lines: string[] = [];
  const out = (text: string): void => void lines.push(...text.split("\n"));
  const narrow = { cwd, hasColour: false, hasProgress: false, columns: 60, out, err: () => undefined };
  await runCommandLine(["consumers", "src/new.ts"], narrow);
  expect(lines.filter((line) => line.includes("to change: 0"))).toHaveLength(1);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}Each: .*to change: 0/));
  const bridges = await shown("bridges");
  expect(bridges).toMatch(/in use by 3 files: 3 in code; each .*old.*\n {8}src\/a\.ts:1\n {8}src\/b\.ts:1\n {8}src\/c\.ts:1\n/);
});
