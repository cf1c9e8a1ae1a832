import { expect, test } from "vitest";
import { tsserver } from "../conformance/fronts/tsserver.js";
import { writeTree } from "../support/temporary-tree.js";

const CONTRACT = {
  title: "IDs",
  imports: { newId: "./src/ids.ts" },
  rules: {
    "no-raw-uuid": { replace: [{ with: "newId()" }] },
    "no-deprecated-import": [{ from: "./src/old.ts", to: "./src/ids.ts" }],
  },
};
const CODE = '\nimport { v4 } from "uuid";\nexport const userId = v4();\n';

test.each([
  "import x from",
  "import x from ;",
  "import { a } from old",
  "import",
  'import("")',
  "import()",
  "export * from",
  "export * as x from ;",
  "export { a } from",
  "export { a } from old;",
  "import x = require()",
  "type A = import().B;",
  "require(",
  'import "old',
  "const a = await import(`./src/${old}`)",
  "{ import { a } from old; }",
  "{ export * from ; }",
  "function f() { import x from `./src/${old}`; }",
  "import { a } from `./src/${old}`;",
  "export * from `./src/${old}`;",
  "export { a } from `./src/${old}`;",
  'import { a } from ["./old.js"];',
  'import { a } from `${"./old.js";',
  "class A {\n  a() {\n    export * from   this.a();\n  }\n}",
  "function a() {\n  import { b } from\n}",
  "function a() {\n  export { b } from c\n}",
])("the editor goes on where an import is half written: %s", (broken) => {
  const root = writeTree({
    "package.json": { type: "module", godwit: {} },
    "tsconfig.json": {},
    "migrations/ids.md": `---\n${JSON.stringify(CONTRACT)}\n---\n`,
    "src/ids.ts": 'export const newId = (): string => "";\n',
    "src/old.ts": "export const old = 1;\n",
  });
  for (const text of [broken + CODE, CODE + broken]) {
    const { reports, problems } = tsserver.run(root, { "src/a.ts": text }, { types: false });
    expect(problems).toEqual([]);
    expect(reports.some(({ rule }) => rule === "no-raw-uuid")).toBe(true);
  }
});
