import { defineConfig } from "vitest/config";

/** The tests of the built site in a Chromium (`/usr/bin/chromium`, or what CHROMIUM names). */
export default defineConfig({
  test: { maxWorkers: 1, include: ["test/site/**/*.site.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
