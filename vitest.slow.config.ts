import { defineConfig } from "vitest/config";
import base, { asBuilt, temporary } from "./vitest.config.js";

/** Tests that install packages, start many processes, read whole repositories, or run every case through every carrier. */
export default defineConfig({
  ...base,
  test: {
    maxWorkers: 2,
    ...temporary,
    server: asBuilt,
    include: ["packages/*/src/**/*.slow.test.ts", "test/**/*.slow.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
