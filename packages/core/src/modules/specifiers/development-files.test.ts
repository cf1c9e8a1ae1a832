import { expect, it } from "vitest";
import { isForDevelopment } from "./package-specifiers.js";

it.each([
  "test/a.ts",
  "src/user.test.ts",
  "src/user-test.js",
  "src/button.stories.tsx",
  "vite.config.mts",
  "jest-config.js",
  ".eslintrc.js",
  "scripts/build.mjs",
  "src/vitest-setup.ts",
])("%s only runs while people work on the package", (path) => {
  expect(isForDevelopment(path)).toBe(true);
});

it.each([
  "src/utils/load-config.ts",
  "src/get-story.ts",
  "src/safe-eval.ts",
  "src/config.ts",
  "src/latest.ts",
  "src/tester/a.ts",
])("%s may run anywhere", (path) => {
  expect(isForDevelopment(path)).toBe(false);
});
