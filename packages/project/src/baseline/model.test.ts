import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { compareWithBaseline, grownEntries, mergeBaselines, subtractEntries } from "./known-violations.js";
import { countKeys, countsOf, keyText, totalOf, type EntryKey } from "./read-text.js";
import { followMoves } from "./growth.js";

const key = (file: string, source = "v4()"): EntryKey => ({ file, rule: "no-raw-uuid", source });
const key3 = fc.record({
  file: fc.constantFrom("a.ts", "b.ts"),
  rule: fc.constantFrom("r", "s"),
  source: fc.constantFrom("x", "y"),
});
const entries = fc.array(key3, { maxLength: 12 }).map(countKeys);

describe("compare", () => {
  test("the first ones are known, a swap at the same count is new", () => {
    const baseline = countKeys([key("a.ts"), key("a.ts"), key("a.ts", "old()")]);
    const found = [key("a.ts"), key("a.ts", "new()"), key("a.ts"), key("a.ts")];
    expect(compareWithBaseline(baseline, found)).toEqual({
      known: [found[0], found[2]],
      fresh: [found[1], found[3]],
      gone: [{ ...key("a.ts", "old()"), count: 1 }],
    });
  });

  test("nothing is lost: known and new are what was found, known and gone are the baseline", () => {
    assertProperty(
      fc.property(entries, fc.array(key3), (baseline, found) => {
        const { known, fresh, gone } = compareWithBaseline(baseline, found);
        expect(known.length + fresh.length).toBe(found.length);
        expect(known.length + totalOf(gone)).toBe(totalOf(baseline));
        expect(subtractEntries(baseline, gone)).toEqual(countKeys(known));
        expect(compareWithBaseline(countKeys(found), found)).toEqual({ known: found, fresh: [], gone: [] });
      }),
    );
  });
});

describe("merge", () => {
  const RUNS = 10_000;
  const sides = { base: entries, ours: entries, theirs: entries };

  test("never tolerates more than both sides and the base allow", () => {
    assertProperty(
      fc.property(fc.record(sides), (input) => {
        const [base, ours, theirs] = [countsOf(input.base), countsOf(input.ours), countsOf(input.theirs)];
        for (const entry of mergeBaselines(input)) {
          const at = keyText(entry);
          const [o, a, b] = [base.get(at) ?? 0, ours.get(at) ?? 0, theirs.get(at) ?? 0];
          expect(entry.count).toBeLessThanOrEqual(Math.max(a, b));
          if (a <= o && b <= o) expect(entry.count).toBeLessThanOrEqual(Math.min(a, b));
          // What grew, grew on a side that the other one did not touch.
          if (entry.count > Math.min(a, b)) expect(Math.min(a, b)).toBe(o);
          expect(entry.count).toBeLessThanOrEqual(o + Math.max(0, a - o) + Math.max(0, b - o));
        }
      }),
      RUNS,
    );
  });

  test("does not care which side is ours, takes the only change, and agrees with itself", () => {
    assertProperty(
      fc.property(fc.record(sides), ({ base, ours, theirs }) => {
        expect(mergeBaselines({ base, ours, theirs })).toEqual(mergeBaselines({ base, ours: theirs, theirs: ours }));
        expect(mergeBaselines({ base, ours: base, theirs })).toEqual(theirs);
        expect(mergeBaselines({ base, ours, theirs: ours })).toEqual(ours);
      }),
      RUNS,
    );
  });

  test("what both sides dropped stays dropped", () => {
    const base = countKeys([key("a.ts"), key("b.ts"), key("c.ts"), key("c.ts"), key("c.ts")]);
    const ours = countKeys([key("b.ts"), key("c.ts"), key("c.ts")]);
    const theirs = countKeys([key("a.ts"), key("c.ts")]);
    expect(mergeBaselines({ base, ours, theirs })).toEqual(countKeys([key("c.ts")]));
  });
});

describe("growth", () => {
  test("is what is tolerated now and was not before", () => {
    const before = countKeys([key("a.ts"), key("b.ts")]);
    expect(grownEntries(before, countKeys([key("a.ts"), key("a.ts"), key("c.ts")]))).toEqual(
      countKeys([key("a.ts"), key("c.ts")]),
    );
    expect(grownEntries(before, countKeys([key("b.ts")]))).toEqual([]);
  });
});

describe("moves", () => {
  const files = (existing: string[], renames: Record<string, string> = {}) => ({
    exists: (file: string) => existing.includes(file),
    renames: new Map(Object.entries(renames)),
  });

  test("entries of a file that is gone follow the same source, never more than there were", () => {
    const gone = countKeys([key("old.ts"), key("old.ts"), key("kept.ts", "x()")]);
    const fresh = [key("new.ts"), key("new.ts"), key("new.ts"), key("new.ts", "x()")];
    expect(followMoves(gone, fresh, files(["kept.ts", "new.ts"]))).toEqual({
      left: countKeys([key("old.ts"), key("old.ts")]),
      arrived: countKeys([key("new.ts"), key("new.ts")]),
    });
  });

  test("what git says comes before what only looks the same", () => {
    const { arrived } = followMoves(
      countKeys([key("old.ts")]),
      [key("copy.ts"), key("new.ts")],
      files([], { "old.ts": "new.ts" }),
    );
    expect(arrived).toEqual(countKeys([key("new.ts")]));
  });

  test("as much arrives as leaves, by rule and source", () => {
    assertProperty(
      fc.property(entries, fc.array(key3), (gone, fresh) => {
        const { left, arrived } = followMoves(gone, fresh, files(["a.ts"]));
        expect(totalOf(arrived)).toBe(totalOf(left));
        expect(grownEntries(gone, left)).toEqual([]);
        expect(grownEntries(countKeys(fresh), arrived)).toEqual([]);
        expect(left.every(({ file }) => file !== "a.ts")).toBe(true);
      }),
    );
  });
});
