import { expect, test } from "vitest";
import { nextSteps } from "./what-is-left.js";

const REPORT = {
  ...{ version: 1 as const, run: "r1", contract: "ids", title: "IDs", outcome: "complete" as const, before: 9, after: 3 },
  ...{ units: [], waves: [], stopped: null, rewordedErrors: [], notes: [], commits: [], durationMs: 1 },
  left: [{ reason: "only its name says that it is one", level: "suggestion" as const, count: 3, first: "src/a.test.ts:1:1" }],
};

test("what is to look at is left to types and commands, unless they have judged it: the rest is for a person", () => {
  expect(nextSteps(REPORT, {}, [])).toEqual([
    "let types and commands judge the 3 to look at: godwit migrate ids --suggestions   (one by one: --interactive)",
  ]);
  const byHand = "see what is left by hand: godwit check --all --contract ids";
  expect(nextSteps(REPORT, { suggestions: true }, ["npx vitest run"])).toEqual([byHand]);
  expect(nextSteps(REPORT, { suggestions: true }, [])).toEqual([
    'let tests judge what types can\'t: godwit migrate ids --suggestions --verify "<the command that runs them>"',
    byHand,
  ]);
});
