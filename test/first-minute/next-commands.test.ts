import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { NEXT_COMMANDS, NEXT_FILES } from "../../scripts/next-commands.mjs";
import { expectCommandWorks } from "./run-command.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** `npm start` itself takes a minute; fresh-clone.slow.test.ts runs it. */
const QUICK = NEXT_COMMANDS.filter(({ command }) => !command.startsWith("npm start --"));

test.each(QUICK)("$command works as npm start prints it", { tags: "slow" }, async ({ command }) => {
  await expectCommandWorks(command, REPOSITORY);
});

test.each(NEXT_FILES)("$file is there to read", { tags: "slow" }, ({ file }) => {
  expect(existsSync(path.join(REPOSITORY, file))).toBe(true);
});
