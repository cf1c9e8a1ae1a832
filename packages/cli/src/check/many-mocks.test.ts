import { expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import type { CheckResult } from "./check-result.js";

const COUNT = 400;

/** With a walk over all mocks for each pair of a mock and a violation this would take minutes. */
test.each(["vi", "jest"])(
  "a test with hundreds of %s.mock is judged in time that grows with their number",
  { tags: "slow" },
  async (mocking) => {
    const all = Array.from({ length: COUNT }, (_, index) => index);
    const root = writeTree({
      "package.json": '{ "type": "module", "godwit": {} }',
      "migrations/ids.md": `---
title: IDs
imports: { newId: ./src/ids.ts }
rules:
  no-raw-uuid:
    replace: [{ with: "newId()" }]
  no-deprecated-import:
    - { from: ./src/m*.ts, to: ./src/n*.ts }
---
`,
      "src/ids.ts": 'export const newId = () => "x";\n',
      ...Object.fromEntries(
        all.flatMap((index) =>
          ["m", "n"].map((name) => [`src/${name}${index}.ts`, `export const f${index} = () => ${index};\n`]),
        ),
      ),
      "src/all.test.ts": [
        'import { v4 } from "uuid";',
        ...all.map((index) => `import { f${index} } from "./m${index}.ts";`),
        ...all.map((index) => `${mocking}.mock("./m${index}.ts", () => ({ f${index}: () => 1 }));`),
        ...all.map((index) => `it("a${index}", () => { const id${index} = v4(); expect(f${index}()).toBe(id${index}); });`),
      ].join("\n"),
    });
    const { out } = await runGodwit(root, "check", "--format", "json");
    const { violations } = JSON.parse(out) as CheckResult;
    const moves = violations.filter(({ rule }) => rule === "no-deprecated-import");
    expect(violations).toHaveLength(3 * COUNT);
    // Each import moves together with its mock.
    expect(moves.map(({ level }) => level)).toEqual(Array.from({ length: 2 * COUNT }, () => "fix"));
  },
);
