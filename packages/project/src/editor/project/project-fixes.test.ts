import { join } from "node:path";
import { applyTextEdits } from "@godwit/core/engine";
import { expect, test } from "vitest";
import { openProject } from "../../../test-support/open-project.js";
import { findingsOf, fixProject, mergeEdits, type ProjectFixes } from "../index.js";

const CONTRACT = `---
title: Loggers
imports: { logger: ./src/log.ts, getLogger: ./src/log.ts }
rules:
  no-deprecated-call: { replace: [{ match: logger, with: getLogger() }] }
---
`;
const RUN = 'import { logger } from "./log.js";\nexport const run = () => logger.error("x");\n';
const FIXED = 'import { getLogger } from "./log.js";\nexport const run = () => getLogger().error("x");\n';
const testOf = (mock: string): string =>
  `import { expect, test, vi } from "vitest";\nimport { run } from "./run.js";\n${mock}\ntest("runs", () => expect(run()).toBe(1));\n`;

/** The fixes of a project whose `run.ts` is tested with a mock, each unit by its files' names. */
function fixWith(
  mock: string,
  more: Readonly<Record<string, string>> = {},
): ProjectFixes & { readonly names: readonly (readonly string[])[] } {
  const files = {
    "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
    "migrations/loggers.md": CONTRACT,
    "src/log.ts":
      "const own = { error: (text: string) => text };\nexport const getLogger = () => own;\nexport const logger = own;\n",
    "src/run.ts": RUN,
    "src/alone.ts": RUN,
    "src/run.test.ts": testOf(mock),
    ...more,
  };
  const { root, workspace, document, remove } = openProject(files);
  const documents = new Map(
    Object.entries(files)
      .filter(([file]) => file.endsWith(".ts"))
      .map(([file, text]) => [join(root, file), document(file, text)]),
  );
  const fixes = fixProject(
    {
      project: workspace.projectOf(join(root, "src/run.ts"))!,
      files: [...documents.keys()],
      findings: (file) => findingsOf(workspace, documents.get(file)!),
      read: (file) => documents.get(file)?.text,
      open: (file, text) => document(file.slice(root.length + 1), text).parse()!,
    },
    "loggers",
  );
  remove(".");
  return { ...fixes, names: fixes.units.map((unit) => unit.map(({ file }) => file.slice(root.length + 5))) };
}

test("code and the mock of its test are one unit, other files are each their own", () => {
  const { names, heldBack, units } = fixWith('vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));');
  expect(names).toEqual([["run.test.ts", "run.ts"], ["alone.ts"]]);
  expect(heldBack).toBe(0);
  const [mock, code] = units[0]!;
  expect(applyTextEdits(code!.text, [mergeEdits(code!)])).toBe(FIXED);
  expect(applyTextEdits(mock!.text, mock!.edits)).toContain("getLogger: () => ({ error: vi.fn() })");
});

test("what would part code from a mock that can't follow is left out, and counted", () => {
  const { names, heldBack } = fixWith('vi.mock("./log.js");');
  expect(names).toEqual([["alone.ts"]]);
  expect(heldBack).toBe(1);
});

test("a mock in a file that the contract leaves out moves with its code", () => {
  const { names, heldBack, units } = fixWith('vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));', {
    "migrations/loggers.md": CONTRACT.replace("rules:", 'ignores: ["**/*.test.ts"]\nrules:'),
    "src/far.test.ts": 'import { vi } from "vitest";\nvi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));\n',
  });
  expect(names).toEqual([
    ["run.test.ts", "run.ts"],
    ["alone.ts", "far.test.ts"],
  ]);
  expect(heldBack).toBe(0);
  expect(applyTextEdits(units[0]![0]!.text, units[0]![0]!.edits)).toContain("getLogger: () => ({ error: vi.fn() })");
});
