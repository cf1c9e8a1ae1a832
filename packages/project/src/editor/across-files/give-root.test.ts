import path from "node:path";
import { applyTextEdits } from "@godwit/core/engine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProject, type TestProject } from "../../../test-support/open-project.js";
import { giveToRoot } from "../index.js";

const WRITE = "const logger: Logger = …;";
const IMPORT = 'import type { Logger } from "./logger.js";\n\n';

let project: TestProject;
beforeEach(() => {
  project = openProject({
    "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
    "migrations/loggers.md":
      "---\ntitle: Loggers\nimports: { Logger: ./src/logger.ts }\nscope: { logger: { from: [logger], type: Logger } }\n" +
      "rules:\n  no-singleton-access: { classes: [Logger], replace: [{ match: Logger.getInstance(), with: $logger }] }\n---\n",
    "src/logger.ts": "export class Logger {\n  static getInstance(): Logger {\n    return new Logger();\n  }\n}\n",
  });
});
afterEach(() => project.remove("."));

/** The text with the line in the root at `at`, or in the whole file; `|` is where the value goes. */
function given(text: string, at: string | undefined, write = WRITE): string | undefined {
  const file = path.join(project.root, "src/a.ts");
  const active = project.workspace.projectOf(file)!.contracts[0]!;
  const source = project.document("src/a.ts", text).parse()!;
  const found = giveToRoot(active, source, { offset: at === undefined ? undefined : text.indexOf(at), write });
  if (!found) return undefined;
  const [first, ...others] = found.edits;
  const marked = { ...first!, text: `${first!.text.slice(0, found.caret)}|${first!.text.slice(found.caret)}` };
  return applyTextEdits(
    text,
    [marked, ...others].sort((a, b) => a.range[0] - b.range[0]),
  );
}

const LINE = "const logger: Logger = |;";

test.each([
  [
    "a function",
    "export function start(): void {\n  load();\n}\n",
    "export",
    `export function start(): void {\n  ${LINE}\n  load();\n}\n`,
  ],
  [
    "a method",
    "class A {\n\tstart() {\n\t\tload();\n\t}\n}\n",
    "start",
    `class A {\n\tstart() {\n\t\t${LINE}\n\t\tload();\n\t}\n}\n`,
  ],
  ["an empty function", "function start() {}\n", "function", `function start() {\n  ${LINE}\n}\n`],
  ["a function on one line", "function start() { load(); }\n", "function", `function start() {\n  ${LINE}\n  load(); }\n`],
  [
    "a directive before it",
    'function start() {\n  "use server";\n  load();\n}\n',
    "function",
    `function start() {\n  "use server";\n  ${LINE}\n  load();\n}\n`,
  ],
  [
    "an arrow function without a block",
    "export const start = () => ({ a: load() });\n",
    "() =>",
    `export const start = () => {\n  ${LINE}\n  return ({ a: load() });\n};\n`,
  ],
  [
    "the innermost function",
    "on(() => {\n  run(() => {\n    load();\n  });\n});\n",
    "() => {\n    ",
    `on(() => {\n  run(() => {\n    ${LINE}\n    load();\n  });\n});\n`,
  ],
])("gives %s the value, with the import of its type", (_, text, at, expected) => {
  expect(given(text, at)).toBe(IMPORT + expected);
});

test("gives a whole file the value behind its imports", () => {
  const text = 'import { load } from "./load.js";\n\nload();\n';
  expect(given(text, undefined)).toBe(
    `import { load } from "./load.js";\nimport type { Logger } from "./logger.js";\n\n${LINE}\n\nload();\n`,
  );
});

test("needs no import for a value without a type", () => {
  expect(given("function start() {\n  load();\n}\n", "function", "const logger = …;")).toBe(
    "function start() {\n  const logger = |;\n  load();\n}\n",
  );
});

test.each([
  ["a class, whose methods would not see it", "export class A {\n  load() {}\n}\n", "export", WRITE],
  ["a type that the contract does not import", "function start() {\n  load();\n}\n", "function", "const logger: Other = …;"],
  ["a line that is none", "function start() {\n  load();\n}\n", "function", "logger"],
])("refuses %s", (_, text, at, write) => {
  expect(given(text, at, write)).toBeUndefined();
});
