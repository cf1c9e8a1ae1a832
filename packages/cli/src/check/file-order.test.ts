import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { check } from "./check.js";

const filesWith = (barrel: string) => ({
  "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
  "migrations/moves.md": `---
title: T
imports: { getNow: ./src/clock.ts }
rules:
  no-deprecated-import:
    - { from: ./src/old.ts, name: Old, to: ./src/new.ts, as: New, rename: uses }
    - { from: ./src/legacy/log.ts, to: ./src/log.ts }
  no-deprecated-call: { replace: [{ match: Date.now(), with: getNow() }] }
---
`,
  "src/old.ts": "export class Old {}\nexport const kept = 1;\n",
  "src/new.ts": "export class New {}\n",
  "src/clock.ts": "export const getNow = () => Date.now();\n",
  "src/log.ts": "export const log = (text: string) => text;\n",
  "src/legacy/log.ts": 'export * from "../log.js";\n',
  [`src/${barrel}.ts`]: 'export { Old, kept } from "./old.js";\nexport * from "./legacy/log.js";\nexport * from "./clock.js";\n',
  "src/user.ts":
    'import { Old, kept, log } from "./index.js";\nexport const user = () => [new Old(), kept, log(`${Date.now()}`)];\n'.replace(
      "index",
      barrel,
    ),
  "src/star.ts": 'import * as all from "./index.js";\nexport const star = () => [new all.Old(), all.kept, Date.now()];\n'.replace(
    "index",
    barrel,
  ),
});
/** Files are fixed in the order of their names. */
function fixWithBarrel(barrel: string): readonly string[] {
  const root = writeTree(filesWith(barrel));
  check({ cwd: root, fix: true, paths: [] });
  const textOf = (name: string): string => readFileSync(path.join(root, "src", `${name}.ts`), "utf8").replaceAll(barrel, "index");
  return [barrel, "user", "star"].map(textOf);
}

test("a run gives the same whether a barrel is fixed before the files that import from it or after them", () => {
  const before = fixWithBarrel("a-barrel");
  expect(before[0]).toContain('from "./new.js"');
  expect(before[1]).toContain("new New()");
  expect(fixWithBarrel("z-barrel")).toEqual(before);
});
