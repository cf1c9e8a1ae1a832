import { expect, test } from "vitest";
import { mayRunTests } from "./read-sites.js";

test("formatters, linters and type checkers run no tests; whatever else may", () => {
  for (const command of [
    "npx prettier --check {files}",
    "eslint . && tsc -p .",
    "pnpm exec biome check; yarn tsc",
    "npx --no-install tsc",
  ])
    expect(mayRunTests(command), command).toBe(false);
  for (const command of ["npm test", "vitest related --run {files}", "make check", "eslint . && npm test", "./prettier-tests.sh"])
    expect(mayRunTests(command), command).toBe(true);
});
