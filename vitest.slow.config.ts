import { defineConfig } from "vitest/config";
import base from "./vitest.config.js";

/** Tests that install packages, start many processes or read whole repositories. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["packages/*/src/**/*.slow.test.ts", "test/**/*.slow.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
