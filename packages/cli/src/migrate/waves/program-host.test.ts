import { expect, test } from "vitest";
import { describeProgress } from "./program-host.js";

test("what a wave does is told with its round and how much is left", () => {
  const [asking, working] = [
    { errors: 0, files: 0, round: 3, isSearch: false },
    { files: 40, round: 3, projects: 0 },
  ];
  expect(describeProgress({ ...asking, projects: 12 })).toBe("round 3, checking all that it reaches, 12 projects left");
  expect(describeProgress({ ...working, errors: 275, isSearch: false })).toBe("round 3, mending 275 errors in 40 files");
  expect(describeProgress({ ...working, errors: 2, isSearch: true })).toBe(
    "round 3, looking for what 2 errors come from in 40 files",
  );
});
