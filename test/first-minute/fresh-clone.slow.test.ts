import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NEXT_COMMANDS } from "../../scripts/next-commands.mjs";
import { copyRepository, REPOSITORY } from "../support/copy-repository.js";
import { expectCommandWorks, runInShell } from "./run-command.js";

const clone = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-clone-")));
const README_COMMAND = /^npm ci && npm start$/m.exec(readFileSync(path.join(REPOSITORY, "README.md"), "utf8"))?.[0];

beforeAll(() => copyRepository(clone));

afterAll(() => rmSync(clone, { recursive: true, force: true }), 120_000);

test("the README's two commands work on a fresh clone, and then every command that npm start prints", async () => {
  expect(README_COMMAND).toBe("npm ci && npm start");
  const { code, output } = await runInShell(README_COMMAND!, clone);
  expect(code, output).toBe(0);
  const listed = output.slice(output.indexOf("What to try next"), output.indexOf("What to read")).split("\n").slice(1);
  const printed = listed.flatMap((line) => /^ {2}(\S.*?) {2,}/.exec(line)?.[1] ?? []);
  expect(printed).toEqual(NEXT_COMMANDS.map(({ command }) => command));
  for (const command of printed) {
    const said = await expectCommandWorks(command, clone);
    const kept = /The copy is (\S+)/.exec(said)?.[1];
    if (kept !== undefined) rmSync(path.dirname(kept), { recursive: true, force: true });
  }
});
