import { applyTextEdits } from "@godwit/core/engine";
import { createTwoFilesPatch } from "diff";
import { expect, test } from "vitest";
import { readDryRun, tellOf, unitsOf } from "../index.js";

const patchOf = (file: string, before: string, after: string): string =>
  createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 });

const typed = (files: readonly string[], more: object = {}): object => ({
  ...{ kind: "typed", type: "UserId", phase: null, outcome: "planned", reason: null, files },
  ...{ annotations: files.map((file) => ({ file, line: 1, column: 1, name: "id", isSite: true })), wraps: [], takenBack: [] },
  ...more,
});

const TEXTS: Record<string, string> = {
  "src/a.ts": "a\r\nb\r\n",
  "src/b.ts": "one\ntwo\n",
  "src/c.ts": "bom\n",
  "src/ü.ts": "x\n",
};

const run = (waves: readonly object[], ...patches: readonly string[]): NonNullable<ReturnType<typeof readDryRun>> =>
  readDryRun(JSON.stringify({ version: 1, contract: "ids", patch: patches.join(""), waves }))!;

test("a wave is one unit, and its files with something to read come first", () => {
  const wraps = [{ file: "src/b.ts", line: 2, column: 1, value: "two", isTest: false, isInside: true }];
  const dry = run(
    [typed(["src/a.ts", "src/b.ts"], { wraps }), typed(["src/c.ts"])],
    patchOf("src/a.ts", TEXTS["src/a.ts"]!, "a\r\nB\r\n"),
    patchOf("src/b.ts", TEXTS["src/b.ts"]!, "one\nUserId(two)\n"),
    patchOf("src/c.ts", "\uFEFFbom\n", "\uFEFFBOM\n"),
  );
  const { units, changed } = unitsOf(dry, "UserId", (file) => TEXTS[file]);
  expect(changed).toEqual([]);
  expect(units.map((unit) => unit.map(({ file, count, places }) => [file, count, places.map(({ text }) => text)]))).toEqual([
    [
      ["src/b.ts", 2, ["two becomes a UserId"]],
      ["src/a.ts", 1, []],
    ],
    [["src/c.ts", 1, []]],
  ]);
  const after = units.flat().map(({ file, text, edits }) => [file, applyTextEdits(text, edits)]);
  expect(Object.fromEntries(after)).toEqual({
    "src/a.ts": "a\r\nB\r\n",
    "src/b.ts": "one\nUserId(two)\n",
    "src/c.ts": "BOM\n",
  });
});

test("waves on top of each other are one unit", () => {
  const dry = run(
    [typed(["src/b.ts"]), typed(["src/c.ts"]), typed(["src/c.ts", "src/b.ts"])],
    patchOf("src/b.ts", "one\ntwo\n", "ONE\ntwo\n"),
    patchOf("src/c.ts", "bom\n", "c\n"),
    patchOf("src/b.ts", "ONE\ntwo\n", "ONE\nTWO\n"),
  );
  const { units } = unitsOf(dry, "UserId", (file) => TEXTS[file]);
  expect(units.map((unit) => unit.map(({ text, edits }) => applyTextEdits(text, edits)))).toEqual([["ONE\nTWO\n", "c\n"]]);
});

test("a unit of which a file has changed is left out, and the file named", () => {
  const dry = run(
    [typed(["src/a.ts"]), typed(["src/b.ts", "src/c.ts"])],
    patchOf("src/a.ts", TEXTS["src/a.ts"]!, "A\r\nb\r\n"),
    patchOf("src/b.ts", "one\nold\n", "one\nnew\n"),
    patchOf("src/c.ts", "bom\n", "c\n"),
  );
  const { units, changed } = unitsOf(dry, "UserId", (file) => TEXTS[file]);
  expect(units.flat().map(({ file }) => file)).toEqual(["src/a.ts"]);
  expect(changed).toEqual(["src/b.ts"]);
});

test("finds files with other names than most", () => {
  const dry = run([typed(["src/ü.ts"])], patchOf("src/ü.ts", "x\n", "y\n"));
  expect(unitsOf(dry, "UserId", (file) => TEXTS[file]).units.flat()).toMatchObject([{ file: "src/ü.ts" }]);
});

test("a kind of wave that nobody knows yet is shown by its files", () => {
  const wave = { kind: "async", phase: null, outcome: "planned", reason: null, files: ["src/b.ts"] };
  const dry = run([wave], patchOf("src/b.ts", "one\ntwo\n", "ONE\ntwo\n"));
  expect(unitsOf(dry, "x", (file) => TEXTS[file]).units.flat()).toMatchObject([{ file: "src/b.ts", count: 1, places: [] }]);
});

test.each(["", "no json", "[]", '{ "version": 1 }', '{ "patch": "", "waves": [{ "kind": "typed" }] }'])(
  "takes nothing else for a dry run: %s",
  (text) => {
    expect(readDryRun(text)).toBeUndefined();
  },
);

test("says what is done, what stays and why, and the root that frees most", () => {
  const root = { file: "src/run.ts", line: 1, column: 1, value: "logger", reason: "nobody calls it", chain: [], isTest: false };
  const context = {
    ...{ kind: "context", phase: null, outcome: "planned", reason: null, files: [], values: ["logger"], asked: 5 },
    sites: [{ file: "src/a.ts", line: 1, column: 1 }],
    takenBack: [{ file: "src/a.ts", line: 1, column: 1, name: "load", reason: "it is a getter" }],
    roots: [
      { ...root, name: "startRun", frees: 3, sites: 3, write: "const logger = …;" },
      { ...root, name: "other", frees: 1, sites: 1, write: null },
    ],
  };
  expect(tellOf({ kind: "value", name: "logger" }, run([context]).waves)).toBe(
    "1 of 5 sites can get logger. 1 place stays as it is: load, because it is a getter. " +
      "Give startRun a logger (frees 3 sites), and 1 more root.",
  );
  const putBack = typed(["src/a.ts"], { outcome: "put-back", reason: "tsc says no" });
  expect(tellOf({ kind: "type", name: "UserId" }, run([putBack]).waves)).toBe(
    "1 place can take UserId. All of it would be put back: tsc says no.",
  );
});
