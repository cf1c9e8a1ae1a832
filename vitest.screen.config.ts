import { defineConfig } from "vitest/config";
import base from "./vitest.config.js";

/** The test that looks at a real VS Code; it takes about two minutes. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ["test/screen/**/*.screen.ts"], testTimeout: 120_000, hookTimeout: 900_000, bail: 1 },
});
