import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";

test("half of the example's messages are below 80 characters, and none is over 140 before its reason", { tags: "slow" }, () => {
  const { result } = check({
    cwd: fileURLToPath(new URL("../../examples/chat-platform", import.meta.url)),
    fix: false,
    paths: [],
  });
  const lengths = result.violations.map(({ message }) => message.length);
  expect(lengths.length).toBeGreaterThan(100);
  expect(lengths.filter((length) => length < 80).length).toBeGreaterThanOrEqual(lengths.length / 2);
  const told = result.violations.map(({ message }) => message.split(/ (?:Review|By hand): /u)[0]!.length);
  expect(Math.max(...told)).toBeLessThanOrEqual(140);
});
