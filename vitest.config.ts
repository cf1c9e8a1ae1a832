import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}.ts`, import.meta.url));

const LEFT_OUT = ["**/node_modules/**", "**/dist/**", "**/*.slow.test.ts"];
/**
 * Tests that need a process to themselves, as they mock a module of ours, or as each parser they open takes 6 GB of addresses: Linux starts
 * no program from a process with more of them in one piece than there is memory. All others of one worker load the sources once.
 */
const APART = [
  "packages/eslint-plugin/src/{rules,migrations}.test.ts",
  "packages/program/src/answers.test.ts",
  "packages/cli/src/host/raw-parser.test.ts",
];

/** What tests write to disk for a while is gone after them. */
export const temporary = {
  globalSetup: "./test/support/own-temporary-folder.ts",
  setupFiles: ["./test/support/remove-trees.ts"],
};

/** What is built runs as users get it. */
export const asBuilt = { deps: { external: [/\/packages\/[^/]+\/dist\//] } };

export default defineConfig({
  resolve: {
    // Unit tests run on the sources, so that a change shows without a build.
    alias: {
      "@godwit/bridge": source("bridge/src/index"),
      "@godwit/core/disk": source("core/src/disk/index"),
      "@godwit/core/contracts": source("core/src/contracts/index"),
      "@godwit/core/modules": source("core/src/modules/index"),
      "@godwit/core/engine": source("core/src/engine"),
      "@godwit/project/editor": source("project/src/editor/index"),
      "@godwit/project": source("project/src/index"),
      "@godwit/program": source("program/src/index"),
      "eslint-plugin-godwit": source("eslint-plugin/src/index"),
    },
  },
  test: {
    maxWorkers: 2,
    ...temporary,
    tags: [{ name: "slow", description: "takes seconds; what it is about is tested faster beside it, or in part" }],
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...LEFT_OUT, ...APART],
          setupFiles: ["./test/support/spawn-elsewhere.ts"],
          // What a mutation changes while a module loads has to show in each file.
          isolate: process.env["GODWIT_MUTANT_FOLDER"] !== undefined,
        },
      },
      { extends: true, test: { name: "apart", include: APART, exclude: LEFT_OUT } },
    ],
    // Only against hanging: a busy machine takes many times as long.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    server: asBuilt,
    // `npm run test:mutants` sets it.
    ...(process.env["GODWIT_MUTANT_FOLDER"] && { runner: "./test/mutants/runner.mjs" }),
  },
});
