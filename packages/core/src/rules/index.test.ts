import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { ruleNames } from "./index.js";

test("a rule's name is its folder's, and every folder is in the list", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...ruleNames].sort()).toEqual(folders.map(({ name }) => name).sort());
});
