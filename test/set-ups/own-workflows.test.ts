import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { expect, test } from "vitest";
import { REPOSITORY } from "../support/copy-repository.js";

const FOLDER = path.join(REPOSITORY, ".github/workflows");

test.each(readdirSync(FOLDER))("our own workflow %s is one that GitHub takes", (name) => {
  expect(validateWorkflow(readFileSync(path.join(FOLDER, name), "utf8")).errors).toEqual([]);
});
