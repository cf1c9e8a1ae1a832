import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { countKeys, sortEntries, keyText, type BaselineEntry, editBaseline, parseBaseline, renderBaseline } from "./read-text.js";

const entry = (file: string, source = "v4()", count = 1): BaselineEntry => ({ file, rule: "no-raw-uuid", source, count });

/** File names and sources with all characters that may break a line. */
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\t", "\n", "\r", "\\", "#", "\u2028", "\ud800", "\ufeff", "…", " "),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
});
const anyEntries = fc
  .array(
    fc.record({
      file: nasty.map((name) => `src/${name}.ts`.replace(/\/(?=\/|\.{1,2}\/)/g, "-").replaceAll(/\/+/g, "/")),
      rule: fc.constantFrom("no-raw-uuid", "no-string-id"),
      source: nasty,
      count: fc.integer({ min: 1, max: 9 }),
    }),
  )
  .map((entries) => sortEntries(new Map(entries.map((each) => [keyText(each), each])).values()));

describe("text", () => {
  test("is one line a file, rule and source, sorted, with gaps that stay", () => {
    const text = renderBaseline([entry("src/b.ts", "a\tb", 2), entry("src/a.ts"), entry("#x.ts")]);
    expect(text).toBe(
      "# godwit baseline 1: violations that are known and tolerated for now. They may only become fewer.\n\n" +
        "\\u0023x.ts\tno-raw-uuid\t1\tv4()\n\nsrc/a.ts\tno-raw-uuid\t1\tv4()\n\nsrc/b.ts\tno-raw-uuid\t2\ta\\tb\n",
    );
  });

  test("whatever is written is read back", () => {
    assertProperty(
      fc.property(anyEntries, (entries) => {
        const text = renderBaseline(entries);
        expect(parseBaseline(text)).toEqual({ entries, faults: [] });
        expect(parseBaseline(text.replaceAll("\n", "\r\n"))).toEqual({ entries, faults: [] });
        expect(text.split("\n").every((line) => !/[\p{Cc}\u2028]/u.test(line.replaceAll("\t", "")))).toBe(true);
      }),
    );
  });

  test("an edit is read back, keeps what is the same line by line, and an edit back is none", () => {
    assertProperty(
      fc.property(anyEntries, anyEntries, (before, after) => {
        const text = renderBaseline(before);
        expect(parseBaseline(editBaseline(text, after))).toEqual({ entries: after, faults: [] });
        expect(editBaseline(text, before)).toBe(text);
      }),
    );
  });

  test("line ends and a person's comments stay", () => {
    const text = renderBaseline([entry("a.ts"), entry("b.ts")])
      .replaceAll("\n", "\r\n")
      .replace("\r\n\r\n", "\r\n# ours\r\n\r\n");
    expect(editBaseline(text, [entry("b.ts")])).toBe(text.replace("a.ts\tno-raw-uuid\t1\tv4()\r\n", ""));
  });

  test("entries that come are put in order", () => {
    const text = renderBaseline([entry("b.ts")]);
    expect(editBaseline(text, [entry("a.ts"), entry("b.ts"), entry("c.ts")])).toBe(
      renderBaseline([entry("a.ts"), entry("b.ts"), entry("c.ts")]),
    );
  });
});

describe("git without our driver", () => {
  const merge = (base: string, ours: string, theirs: string): string => {
    const folder = mkdtempSync(path.join(tmpdir(), "godwit-merge-"));
    try {
      const [a, o, b] = [["a", ours] as const, ["o", base] as const, ["b", theirs] as const].map(([name, text]) => {
        writeFileSync(path.join(folder, name), text);
        return path.join(folder, name);
      });
      execFileSync("git", ["merge-file", "-q", a!, o!, b!]);
      return readFileSync(a!, "utf8");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const letters = [..."abcdef"];
  const base = letters.map((letter) => entry(`${letter}.ts`));

  test("merges two branches that drop neighbours, all of them or one after the other", () => {
    const text = renderBaseline(base);
    for (let first = 0; first < 5; first++) {
      const merged = merge(
        text,
        editBaseline(
          text,
          base.filter((_, at) => at !== first),
        ),
        editBaseline(
          text,
          base.filter((_, at) => at !== first + 1),
        ),
      );
      expect(parseBaseline(merged)).toEqual({ entries: base.filter((_, at) => at !== first && at !== first + 1), faults: [] });
    }
    const [even, odd] = [0, 1].map((rest) =>
      editBaseline(
        text,
        base.filter((_, at) => at % 2 === rest),
      ),
    );
    expect(parseBaseline(merge(text, even!, odd!))).toEqual({ entries: [], faults: [] });
  });

  test("merges two branches that add entries, but at the same place", () => {
    const text = renderBaseline(base);
    const ours = editBaseline(text, [...base, entry("a2.ts")]);
    const theirs = editBaseline(text, [...base, entry("c2.ts")]);
    expect(parseBaseline(merge(text, ours, theirs)).entries).toEqual(sortEntries([...base, entry("a2.ts"), entry("c2.ts")]));
  });
});

describe("what can't be read is said", () => {
  const faultsIn = (...lines: string[]): string[] =>
    parseBaseline(lines.join("\n")).faults.map(({ line, code }) => `${line} ${code}`);

  test("conflict markers, once, with the entries around them in force", () => {
    const text = ["a.ts\tr\t1\tx", "<<<<<<< HEAD", "b.ts\tr\t1\tx", "=======", ">>>>>>> other"].join("\n");
    const { entries, faults } = parseBaseline(text);
    expect(entries.map(({ file }) => file)).toEqual(["a.ts", "b.ts"]);
    expect(faults).toMatchObject([{ line: 2, code: "baseline-conflict" }]);
  });

  test.each([
    "a.ts\tr\t1",
    "a.ts\tr\t0\tx",
    "a.ts\tr\t-1\tx",
    "a.ts\tr\t01\tx",
    "a.ts r 1 x",
    "../a.ts\tr\t1\tx",
    "/a.ts\tr\t1\tx",
    "a.ts\tr\t1\t\\q",
    "a.ts\tr\t1\t",
  ])("%j", (line) => {
    expect(faultsIn("b.ts\tr\t1\tx", line)).toEqual(["2 baseline-line"]);
  });

  test("a line that is there twice counts with the smaller number", () => {
    const { entries, faults } = parseBaseline("a.ts\tr\t3\tx\na.ts\tr\t2\tx\n");
    expect(entries).toMatchObject([{ count: 2 }]);
    expect(faults).toMatchObject([{ line: 2, code: "baseline-duplicate", message: expect.stringContaining("line 1") as string }]);
    expect(parseBaseline(editBaseline("a.ts\tr\t3\tx\na.ts\tr\t2\tx\n", entries))).toEqual({ entries, faults: [] });
  });

  test("another version", () => {
    expect(faultsIn("# godwit baseline 2: something", "a.ts\tr\t1\tx")).toEqual(["1 baseline-version"]);
  });

  test("no text makes it throw", () => {
    assertProperty(fc.property(fc.string(), (text) => void parseBaseline(text)));
    assertProperty(fc.property(fc.string(), anyEntries, (text, entries) => void editBaseline(text, entries)));
  });
});

test("keys are counted", () => {
  const key = { file: "a.ts", rule: "r", source: "x" };
  expect(countKeys([key, key, { ...key, file: "0.ts" }])).toEqual([
    { ...key, file: "0.ts", count: 1 },
    { ...key, count: 2 },
  ]);
});
