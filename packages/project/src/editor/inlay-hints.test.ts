import { afterEach, expect, test } from "vitest";
import { openProject, type TestProject } from "../../test-support/open-project.js";
import { findingsOf, inlayHintsIn, summaryOf, type InlayHintSetting } from "./index.js";

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
    - { from: ./src/long.ts, to: ./src/a/user-scoped-execution-context.ts }
    - { from: ./src/named.ts, to: ./src/a/user-execution-context.ts }
    - { from: ./src/whole.ts, to: ./src/a/rather/deep/folder/of/many/modules/whole.ts }
    - { from: ./src/legacy/agents.ts, to: ./src/runtime/agents.ts }
    - { from: ./src/legacy/one/two/three/four/agents.ts, to: ./src/runtime/one/two/three/four/agents.ts }
---
`;

test.each([
  ['import { same, other } from "./old.js"; // why', '→ same from "…/new-home.js"'],
  ['import { sameButLongerThanOthers } from "./old.js";', '→ "…/new-home.js"'],
  ['import { OldEngine } from "./old.js";', "→ UserScopedExecutionEngine"],
  ['import { near } from "./short.js";', '→ near from "./new.js"'],
  ['import "./legacy/agents.js";', '→ "./runtime/agents.js"'],
  ['import "./legacy/one/two/three/four/agents.js";', '→ "…/runtime/…"'],
  ['import "./long.js";', '→ "…-execution-context.js"'],
  ['import "./named.js";', "→ …/user-execution-context.js"],
  ['import "./whole.js";', '→ "…/modules/whole.js"'],
])("the hint of an import is after its line and as short as editors show: %s", (line, hint) => {
  project = openProject({
    "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
    "migrations/moves.md": CONTRACT,
    "src/old.ts":
      "export const same = 1;\nexport const sameButLongerThanOthers = 1;\nexport const other = 1;\nexport class OldEngine {}\n",
    "src/short.ts": "export const near = 1;\n",
    "src/named.ts": "export {};\n",
    "src/a/user-execution-context.ts": "export {};\n",
    "src/whole.ts": "export {};\n",
    "src/long.ts": "export {};\n",
    "src/a/user-scoped-execution-context.ts": "export {};\n",
    "src/legacy/agents.ts": "export {};\n",
    "src/runtime/agents.ts": "export {};\n",
    "src/legacy/one/two/three/four/agents.ts": "export {};\n",
    "src/runtime/one/two/three/four/agents.ts": "export {};\n",
    "src/new.ts": "export const near = 1;\n",
    "src/a/rather/deep/folder/of/modules/new-home.ts": "export const same = 1;\nexport const sameButLongerThanOthers = 1;\n",
    "src/a/rather/deep/folder/new-home.ts": "export class UserScopedExecutionEngine {}\n",
    "src/a/rather/deep/folder/of/many/modules/whole.ts": "export {};\n",
  });
  const findings = findingsOf(project.workspace, project.document("src/b.ts", `${line}\r\nexport {};\r\n`))!;
  expect(inlayHintsIn(findings, [0, 100], "violations").map(({ text, offset }) => [text, offset])).toEqual([[hint, line.length]]);
  expect(summaryOf(findings)).toMatchObject([{ contract: { id: "moves" }, left: 1 }]);
});

test("no hint ends within a word or a quotation", () => {
  const replace = (text: string): string => `---
title: IDs
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: ${JSON.stringify(text)}
---
`;
  const hints = ["newId('a long text in quotes that is cut')", "newId(1, somethingLongEnough, 3)"].map((text) => {
    project?.remove(".");
    project = openProject({
      "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
      "migrations/ids.md": replace(text.replace("somethingLongEnough", "globalThis.location.pathname")),
      "src/ids.ts": "export const newId = (...all: unknown[]): unknown => all;\n",
    });
    const source = 'import { v4 } from "uuid";\nexport const userId = v4();\n';
    const findings = findingsOf(project.workspace, project.document("src/b.ts", source))!;
    return inlayHintsIn(findings, [0, 100], "new").map((hint) => hint.text);
  });
  expect(hints).toEqual([["→ newId(…)"], ["→ newId(1, …)"]]);
});

test("what a baseline knows has no hint unless all violations are asked for", () => {
  project = openProject({
    "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
    "migrations/moves.md": CONTRACT.replaceAll(/^.*(?:\/a\/|legacy|whole|long|named).*\n/gm, "").replace(
      "rules:\n  no-deprecated-import:\n",
      `$&    - { from: ./src/old.ts, name: same, to: ./src/new.ts }\n`,
    ),
    "migrations/.baseline/moves.txt": `# godwit baseline 1\n\nsrc/b.ts\tno-deprecated-import\t1\tnear from "./short.js"\n`,
    "src/short.ts": "export const near = 1;\n",
    "src/new.ts": "export const near = 1;\nexport const same = 1;\n",
    "src/old.ts": "export const same = 1;\n",
  });
  const source = 'import { near } from "./short.js";\nimport { same } from "./old.js";\n';
  const findings = findingsOf(project.workspace, project.document("src/b.ts", source))!;
  const count = (setting: InlayHintSetting): number => inlayHintsIn(findings, [0, 100], setting).length;
  expect([count("new"), count("violations"), count("all"), count("off")]).toEqual([1, 2, 2, 0]);
  expect(summaryOf(findings)).toMatchObject([{ left: 2, known: 1 }]);
});
