import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { copySources, listFiles } from "./copy.mjs";
import { examine } from "./examine.mjs";
import { writeGenericContracts } from "./generic-contracts.mjs";

const REPOSITORY = path.join(import.meta.dirname, "../..");

/** Code that is available after `npm ci`: ours without what its build wrote, and other packages as CommonJS and as ES modules. */
const CORPORA: readonly [checkout: string, leftOut?: RegExp][] = [
  ["packages", /(?:^|\/)dist\//],
  ["node_modules/eslint"],
  ["node_modules/@typescript-eslint"],
  ["node_modules/eslint-plugin-eslint-plugin"],
];

test.each(CORPORA)("nothing goes wrong in %s", (checkout, leftOut) => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-corpus-")));
  try {
    writeGenericContracts(folder, copySources(path.join(REPOSITORY, checkout), folder, leftOut));
    const { faults, counts } = examine(folder, listFiles(folder), check);
    expect(faults).toEqual([]);
    expect(counts.fixed).toBeGreaterThan(20);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
