import { afterEach, expect, test } from "vitest";
import { openProject, type TestProject } from "../test-support/open-project.js";
import { findingsOf, inlayHintsIn, summaryOf } from "./index.js";

let project: TestProject | undefined;
afterEach(() => {
  project?.remove(".");
  project = undefined;
});

const CONTRACT = `---
title: Moves
rules:
  no-deprecated-import:
    - { from: ./src/old.ts, name: same, to: ./src/a/rather/deep/folder/of/modules/new-home.ts }
    - { from: ./src/old.ts, name: OldEngine, to: ./src/a/rather/deep/folder/new-home.ts, as: UserScopedExecutionEngine }
    - { from: ./src/old.ts, name: sameButLongerThanOthers, to: ./src/a/rather/deep/folder/of/modules/new-home.ts }
    - { from: ./src/short.ts, name: near, to: ./src/new.ts }
    - { from: ./src/whole.ts, to: ./src/a/rather/deep/folder/of/many/modules/whole.ts }
---
`;

test.each([
  ['import { same, other } from "./old.js"; // why', '→ same from "…/new-home.ts"'],
  ['import { sameButLongerThanOthers } from "./old.js";', '→ "…/new-home.ts"'],
  ['import { OldEngine } from "./old.js";', "→ UserScopedExecutionEngine"],
  ['import { near } from "./short.js";', '→ near from "./src/new.ts"'],
  ['import "./whole.js";', '→ "…/whole.ts"'],
])("the hint of an import is after its line and as short as editors show: %s", (line, hint) => {
  project = openProject({
    "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
    "migrations/moves.md": CONTRACT,
    "src/old.ts":
      "export const same = 1;\nexport const sameButLongerThanOthers = 1;\nexport const other = 1;\nexport class OldEngine {}\n",
    "src/short.ts": "export const near = 1;\n",
    "src/whole.ts": "export {};\n",
    "src/new.ts": "export const near = 1;\n",
    "src/a/rather/deep/folder/of/modules/new-home.ts": "export const same = 1;\nexport const sameButLongerThanOthers = 1;\n",
    "src/a/rather/deep/folder/new-home.ts": "export class UserScopedExecutionEngine {}\n",
    "src/a/rather/deep/folder/of/many/modules/whole.ts": "export {};\n",
  });
  const findings = findingsOf(project.workspace, project.document("src/b.ts", `${line}\r\nexport {};\r\n`))!;
  expect(inlayHintsIn(findings, [0, 100], "violations").map(({ text, offset }) => [text, offset])).toEqual([[hint, line.length]]);
  expect(summaryOf(findings)).toMatchObject([{ contract: { id: "moves" }, left: 1 }]);
});
