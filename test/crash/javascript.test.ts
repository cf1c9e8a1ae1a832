import { ESLint } from "eslint";
import godwit from "eslint-plugin-godwit";
import { expect, test } from "vitest";
import { writeTree } from "../support/temporary-tree.js";

test("the tree of ESLint's own parser, which has no fields for types, is enough for a method that becomes async", async () => {
  const contract = { title: "Calls", imports: { make: "./src/make.js" } };
  const rules = { "no-deprecated-call": { replace: [{ match: "f($a)", with: "await make($a)" }] } };
  const root = writeTree({
    "package.json": { type: "module" },
    "migrations/calls.md": `---\n${JSON.stringify({ ...contract, rules })}\n---\n`,
    "src/make.js": "export const make = (all) => all;\n",
    "src/a.js": "export class A {\n  m() {\n    return f(1);\n  }\n}\n",
  });
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...godwit.migrations({ root })] });
  const [result] = await eslint.lintFiles(["src/a.js"]);
  expect(result?.messages.map(({ messageId }) => messageId)).not.toContain("failed");
  expect(result?.messages[0]?.message).toContain("make(1)");
});
