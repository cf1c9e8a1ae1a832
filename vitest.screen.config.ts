import { defineConfig } from "vitest/config";
import base, { asBuilt } from "./vitest.config.js";

/** The tests that look at a real VS Code, one file after the other; they take some minutes. */
export default defineConfig({
  ...base,
  test: {
    maxWorkers: 1,
    server: asBuilt,
    include: ["test/screen/**/*.screen.ts"],
    globalSetup: "test/screen/setup.ts",
    fileParallelism: false,
    testTimeout: 200_000,
    hookTimeout: 900_000,
    bail: 1,
  },
});
