import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Kept out of node_modules, which several checkouts may share.
  cacheDir: ".vite",
  resolve: {
    alias: [{ find: /^@\//, replacement: fileURLToPath(new URL("./src/", import.meta.url)) }],
  },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 30_000,
    maxWorkers: 2,
    // Files share what is loaded: each would take longer to load it than to run.
    pool: "threads",
    isolate: false,
    env: { JWT_SECRET: "test-secret-test-secret-test-secret", LOG_LEVEL: "silent" },
  },
});
