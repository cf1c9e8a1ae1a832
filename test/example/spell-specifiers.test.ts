import path from "node:path";
import { createModules } from "@godwit/core/modules";
import { expect, test } from "vitest";
import { writeTree } from "../support/temporary-tree.js";
import { openSource } from "../../packages/cli/src/host/source-file.js";
import { parseSource } from "../../packages/cli/src/host/parse.js";
import { spellSpecifiersLike } from "../../packages/project/src/examples/test-examples.js";

function spell(text: string, model: string): string {
  const root = writeTree({
    "package.json": { name: "x", imports: { "#ids": "./src/ids.ts" } },
    "tsconfig.json": { compilerOptions: { module: "preserve", paths: { "@/*": ["./src/*"] } } },
    "src/ids.ts": "export const newId = 1;\n",
    "src/kinds/index.ts": "export const kind = 1;\n",
  });
  const modules = createModules({ root, parse: parseSource });
  return spellSpecifiersLike(text, model, { modules, open: (each) => openSource(path.join(root, "src/auth/users.ts"), each) });
}

test.each(["../ids", "../ids.js", "../ids.ts", "@/ids", "@/ids.js", "#ids", "../auth/../ids"])("%s is ../ids.js", (specifier) => {
  expect(spell(`import { newId } from "${specifier}";\n`, 'import { newId } from "../ids.js";\n')).toBe(
    'import { newId } from "../ids.js";\n',
  );
});

test("a folder is its index", () => {
  expect(spell('import "../kinds";', 'import "../kinds/index.js";')).toBe('import "../kinds/index.js";');
});

test("what is not there is compared by its path without extension", () => {
  const model = 'import "../gone";\nimport "@/auth/left.js";\nimport "../lost/index.js";';
  expect(spell('import "../gone.js";\nimport "./left";\nimport "../lost";', model)).toBe(model);
});

test("another module, another package and another name stay as they are", () => {
  const text = 'import { newId } from "../id";\nimport "uuid/v4";\nimport "./ids";';
  expect(spell(text, 'import { newId } from "../ids.js";\nimport "uuid";\nimport "../ids";')).toBe(text);
});

test("every way to name a module counts, and quotes stay", () => {
  const text = `import { a } from '../ids';\nexport * from "../ids";\nconst b = require("../ids");\nvi.mock("../ids");\ntype T = import("../ids").T;\n`;
  expect(spell(text, 'import "../ids.js";')).toBe(text.replaceAll("../ids", "../ids.js"));
});

test("where a file writes one module in two ways, the place decides", () => {
  const model = 'import { a } from "../ids.js";\nimport { b } from "@/ids";\n';
  expect(spell('import { a } from "@/ids";\nimport { b } from "../ids.js";\n', model)).toBe(model);
});

test("a text that does not parse is left alone", () => {
  expect(spell('import { a from "../ids";', 'import "../ids.js";')).toBe('import { a from "../ids";');
});
