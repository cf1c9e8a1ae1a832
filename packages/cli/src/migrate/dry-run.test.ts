import { expect, test } from "vitest";
import type { AsyncTypeChecker } from "@godwit/program";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { dryRun } from "./dry-run.js";
import type { RunHost } from "./session.js";

const contractOf = (rules: string): string => `---\ntitle: IDs\nimports:\n  newId: ./src/ids.ts\nrules:\n${rules}---\n\nWhy.\n`;

function filesOf(rules: string) {
  return {
    "package.json": { name: "x", type: "module", godwit: {} },
    "tsconfig.json": { compilerOptions: { strict: true }, include: ["src"] },
    "migrations/ids.md": contractOf(rules),
    "src/ids.ts": "export const newId = (): string => String(Math.random());\n",
    "src/user.ts": 'import { randomUUID } from "node:crypto";\n\nexport const userId = randomUUID();\n',
    "src/team.ts": 'import { randomUUID } from "node:crypto";\n\nexport const teamId = randomUUID();\n',
  };
}

/** Runs a contract without writing; says of which files the type checker was asked. */
async function tryContract(rules: string) {
  const notes: string[] = [];
  const asked: string[] = [];
  const started: true[] = [];
  const checker = {
    judge: (texts) => {
      asked.push([...texts.keys()].sort().join(" "));
      return Promise.resolve({ added: [], reworded: [], unseen: [], blind: [] });
    },
    judgeAhead: (texts) => {
      asked.push([...texts.keys()].sort().join(" "));
      return Promise.resolve(undefined);
    },
    keepLast: () => undefined,
    slow: () => Promise.resolve((started.push(true), [])),
    end: () => undefined,
  } as Partial<AsyncTypeChecker> as AsyncTypeChecker;
  const host = {
    cwd: writeTree(filesOf(rules)),
    interrupt: { exitCode: undefined, onSet: () => () => undefined, breathe: () => Promise.resolve(), stop: () => undefined },
    listener: {
      command: () => undefined,
      commandEnd: () => undefined,
      note: (text) => void notes.push(text),
      progress: () => undefined,
    },
    openTypeChecker: () => checker,
  } as Partial<RunHost> as RunHost;
  const result = await dryRun({ contract: "ids" }, host);
  return { asked, started: started.length, sites: result?.sites, notes };
}

test("a dry run has all edits judged together, and then each", async () => {
  expect(await tryContract('  no-raw-uuid:\n    replace:\n      - { with: "newId()" }\n')).toEqual({
    ...{ asked: ["src/team.ts src/user.ts", "src/team.ts", "src/user.ts"], started: 1, sites: 2, notes: [] },
  });
});

test("a dry run of a contract that can do nothing starts no type checker", async () => {
  expect(await tryContract("  no-raw-uuid: {}\n")).toEqual({ asked: [], started: 0, sites: 0, notes: [] });
});

test("a dry run says what a run would be refused for, and shows it all the same", async () => {
  const { sites, notes } = await tryContract('  no-raw-uuid:\n    replace:\n      - { with: "newId()" }\nrisk: high\n');
  expect(sites).toBe(2);
  expect(notes).toEqual([
    expect.stringMatching(/^ids has risk: high, which demands validate\.before, .* Add it to migrations\/ids\.md/),
  ]);
});
