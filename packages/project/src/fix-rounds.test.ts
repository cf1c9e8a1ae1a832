import type { TextEdit } from "@godwit/core/engine";
import { expect, test } from "vitest";
import { fixInRounds, type FixTask } from "./findings.js";

/** The findings are the text itself; each round replaces the first `a` with `next`. */
function task(text: string, next: string, more: Partial<FixTask<string>> = {}): FixTask<string> {
  const edits = (left: string): readonly TextEdit[] => {
    const at = left.indexOf("a");
    return at === -1 ? [] : [{ range: [at, at + 1], text: next }];
  };
  return { text, findings: text, edits, find: (found) => found, ...more };
}

test("goes on while a round brings something to fix, and gives the edits where one was enough", () => {
  expect(fixInRounds(task("a", "b"))).toEqual({ text: "b", left: "b", edits: [{ range: [0, 1], text: "b" }] });
  expect(fixInRounds(task("aa", "b"))).toMatchObject({ text: "bb", left: "bb", edits: undefined });
  expect(fixInRounds(task("b", "c"))).toMatchObject({ text: "b", left: "b", edits: [] });
});

test("ends after three rounds, or where nothing is found any more", () => {
  expect(fixInRounds(task("aaaaa", "b")).text).toBe("bbbaa");
  expect(fixInRounds(task("aa", "b", { find: () => undefined }))).toMatchObject({ text: "ba", left: undefined });
});
