import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { typeCheckerHere } from "@godwit/program";
import { fillTree, writeTree } from "../../../../../test/support/temporary-tree.js";
import { dryRun } from "../dry-run.js";
import { KeptAnswers } from "./kept-answers.js";
import type { MigrateOptions } from "../options.js";
import { describeErrors } from "./verify-types.js";
import type { RunHost } from "../session.js";

const STRICT = { strict: true, module: "NodeNext", target: "ES2022", types: [], noEmit: true };
const CONTRACT = `---
title: IDs
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - { with: "newId()" }
---

Why.
`;
const FILES = {
  ".gitignore": "node_modules\nsrc/generated\n",
  "package.json": { name: "x", type: "module", godwit: {} },
  "tsconfig.json": { compilerOptions: STRICT, include: ["src"] },
  "migrations/ids.md": CONTRACT,
  "node_modules/brand/package.json": { name: "brand", type: "module", types: "index.d.ts" },
  "node_modules/brand/index.d.ts": "export type Text = string;\n",
  "src/kinds.ts": 'import type { Text } from "brand";\nexport type Kind = Text;\n',
  "src/ids.ts": 'import type { Kind } from "./kinds.js";\nexport const newId = (): Kind => String(1) as Kind;\n',
  "src/user.ts": 'import { randomUUID } from "node:crypto";\n\nexport const userId: string = randomUUID();\n',
  "src/team.ts": 'import { randomUUID } from "node:crypto";\n\nexport const teamId: string = randomUUID();\n',
  "node_modules/@types/node/index.d.ts":
    'declare module "node:crypto" { export function randomUUID(): string; }\ndeclare var String: (value: unknown) => string;\n',
  "node_modules/@types/node/package.json": { name: "@types/node", types: "index.d.ts" },
  "src/node.d.ts": '/// <reference types="node" />\n',
};

let root: string;
beforeEach(() => {
  root = writeTree(FILES);
});

/** A dry run, how often it asked the type checker, and whether it looked for the sites itself. It began after the files were written, as far as it can tell. */
async function tryRun(options: Partial<MigrateOptions> = {}, startedAt = Date.now() + 1000) {
  let asked = 0;
  let [isWhole, isPlanned] = [true, false];
  const host = {
    cwd: root,
    interrupt: { exitCode: undefined, onSet: () => () => undefined, breathe: () => Promise.resolve(), stop: () => undefined },
    listener: {
      ...{ command: () => undefined, commandEnd: () => undefined, note: () => undefined },
      progress(_done: number, _total: number, doing: string) {
        isWhole = false;
        isPlanned ||= doing === "planning";
      },
    },
    cache: { build: "1", startedAt },
    openTypeChecker: (folder: string, files: readonly string[]) => {
      const checker = typeCheckerHere(folder, files);
      return {
        ...checker,
        judge: (texts: ReadonlyMap<string, string>) => (asked++, checker.judge(texts)),
        judgeAhead: (texts: ReadonlyMap<string, string>) => (asked++, checker.judgeAhead(texts)),
      };
    },
  } as Partial<RunHost> as RunHost;
  const { files, refused } = (await dryRun({ contract: "ids", ...options }, host))!;
  return { asked, isWhole, isPlanned, files, refused: refused.length };
}

/** What a run finds that asks all; `isWhole` says that it was known as a whole. */
const FIRST = { asked: 3, isWhole: false, isPlanned: true, files: 2, refused: 0 };
const AGAIN = { ...FIRST, asked: 0, isWhole: true, isPlanned: false };
/** What one finds whose questions, and whose plan, are those of another run. */
const IN_PARTS = { ...AGAIN, isWhole: false };

test("a run over the same texts asks nothing again", async () => {
  expect(await tryRun()).toEqual(FIRST);
  expect(await tryRun()).toEqual(AGAIN);
  // The run itself is another one then, and what it asks is not.
  expect(await tryRun({ keepGoing: true, fixesOnly: true })).toEqual(IN_PARTS);
});

test("the folder of the first run, which its dry run has not seen, makes nothing another", async () => {
  // That folders of a package are looked at needs a module that passes something on.
  fillTree(root, { "src/index.ts": 'export { randomUUID } from "node:crypto";\n' });
  const first = await tryRun();
  expect(first).toEqual({ ...FIRST, asked: first.asked });
  fillTree(root, { ".godwit/.gitignore": "*\n", ".godwit/runs/1/journal.jsonl": "" });
  expect(await tryRun({ keepGoing: true, fixesOnly: true })).toEqual(IN_PARTS);
});

test("a run for which something else counts is not the same", async () => {
  expect(await tryRun()).toEqual(FIRST);
  expect((await tryRun({ only: "UserId" })).files).toBe(0);
  expect(await tryRun()).toEqual(AGAIN);
  fillTree(root, { "migrations/evidence/ids/gate.json": { version: 1 } });
  expect(await tryRun()).toEqual({ ...IN_PARTS, isPlanned: true });
});

const NUMBER = "export type Kind = string & { readonly a: 1 };\n";

test.each<[string, () => void, Awaited<ReturnType<typeof tryRun>>]>([
  ["an imported file has another text", () => fillTree(root, { "src/kinds.ts": "export type Kind = number & string;\n" }), FIRST],
  [
    "an imported file has another type that the edits do not fit",
    () => fillTree(root, { "src/kinds.ts": "export type Kind = { a: 1 };\n", "src/ids.ts": "export const newId = () => 1;\n" }),
    { ...FIRST, files: 0, refused: 2 },
  ],
  [
    "a package has other types",
    () => fillTree(root, { "node_modules/brand/index.d.ts": "export type Text = 'a' | 'b';\n" }),
    FIRST,
  ],
  [
    "a package has other types by what its package.json says",
    () => fillTree(root, { "node_modules/brand/package.json": { name: "brand", type: "module", types: "other.d.ts" } }),
    FIRST,
  ],
  [
    "a package became a link",
    () => {
      rmSync(path.join(root, "node_modules/brand"), { recursive: true });
      fillTree(root, {
        "node_modules/.store/brand/package.json": { name: "brand", type: "module", types: "index.d.ts" },
        "node_modules/.store/brand/index.d.ts": "export type Text = string;\n",
      });
      symlinkSync(path.join(root, "node_modules/.store/brand"), path.join(root, "node_modules/brand"), "dir");
    },
    FIRST,
  ],
  [
    "types of a package appear that every file sees",
    () => fillTree(root, { "node_modules/@types/other/index.d.ts": "declare const other: string;\n" }),
    FIRST,
  ],
  [
    "the tsconfig says something else",
    () => fillTree(root, { "tsconfig.json": { compilerOptions: { ...STRICT, noUnusedLocals: true }, include: ["src"] } }),
    FIRST,
  ],
  ["another file is there", () => fillTree(root, { "src/more.ts": NUMBER }), FIRST],
  ["the contract is another", () => fillTree(root, { "migrations/ids.md": `${CONTRACT}More.\n` }), FIRST],
])("all is asked again where %s", { tags: "slow" }, async (_, change, then) => {
  expect(await tryRun()).toEqual(FIRST);
  change();
  expect(await tryRun()).toEqual(then);
});

test("what is not listed but read counts too", { tags: "slow" }, async () => {
  fillTree(root, {
    "src/generated/kind.ts": "export type Made = string;\n",
    "src/kinds.ts": 'import type { Made } from "./generated/kind.js";\nexport type Kind = Made;\n',
  });
  expect(await tryRun()).toEqual(FIRST);
  expect(await tryRun()).toEqual(AGAIN);
  fillTree(root, { "src/generated/kind.ts": "export type Made = 'a';\n" });
  expect(await tryRun()).toEqual(FIRST);
});

test("what could not be resolved is asked again once it can", { tags: "slow" }, async () => {
  rmSync(path.join(root, "node_modules/brand"), { recursive: true });
  expect((await tryRun()).asked).toBe(3);
  expect((await tryRun()).asked).toBe(0);
  mkdirSync(path.join(root, "node_modules/brand"));
  fillTree(root, { "node_modules/brand/index.d.ts": "export type Text = string;\n" });
  expect((await tryRun()).asked).toBe(3);
});

test("a file that somebody changes during the run makes its answers worthless", async () => {
  expect(await tryRun({}, Date.now() - 20_000)).toEqual(FIRST);
  expect(await tryRun()).toEqual(FIRST);
});

test("a text that a run has kept counts as the one on disk after it", () => {
  const text = "export const userId: string = 'a';\n";
  const run = new KeptAnswers({ root, contract: "ids", build: "1" });
  const before = run.questionOf("judge", {});
  run.write(new Map([["src/user.ts", text]]));
  const after = run.questionOf("judge", {});
  writeFileSync(path.join(root, "src/user.ts"), text);
  const next = new KeptAnswers({ root, contract: "ids", build: "1" });
  expect(next.questionOf("judge", {})).toBe(after);
  expect(after).not.toBe(before);
  run.refresh(["src/user.ts"]);
  expect(run.questionOf("judge", {})).toBe(after);
});

test("a reason quotes no more of a long message than can be read", () => {
  const error = {
    file: "src/a.ts",
    line: 1,
    column: 2,
    code: 2322,
    message: `Type '{ ${"a: string; ".repeat(1000)}}' is not it.`,
  };
  const reason = describeErrors([error, error])!;
  expect(reason.length).toBeLessThan(350);
  expect(reason).toMatch(/^TS2322 in src\/a\.ts:1:2: Type .*….* \(and 1 more\)$/);
});

test.each([
  ["@acme/log", true],
  ["dayjs/utc", true],
  ["@/log", false],
  ["./log.js", false],
])("a reason says what a package that can't be found needs: %s", { tags: "slow" }, (module, isPackage) => {
  const message = `Cannot find module '${module}' or its corresponding type declarations.`;
  const reason = describeErrors([{ file: "src/a.ts", line: 1, column: 2, code: 2307, message }]);
  expect(reason?.endsWith("Its package has to depend on that one, and to be installed.")).toBe(isPackage);
});
