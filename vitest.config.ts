import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}/src/index.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    // Unit tests run on the sources, so that a change shows without a build.
    alias: {
      "@godwit/bridge": source("bridge"),
      "@godwit/files": source("files"),
      "@godwit/contracts": source("contracts"),
      "@godwit/modules": source("modules"),
      "@godwit/engine": source("engine"),
      "@godwit/project": source("project"),
      "@godwit/program": source("program"),
      "@godwit/editor": source("editor"),
      "eslint-plugin-godwit": source("eslint-plugin"),
    },
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.slow.test.ts"],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
