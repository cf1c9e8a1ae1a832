import path from "node:path";
import { ESLint } from "eslint";
import godwit from "eslint-plugin-godwit";
import { listBaselines, readBaselines } from "@godwit/project";
import { expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { writeBaselines } from "../../packages/cli/src/baseline/write.js";
import { REPORT_FORMATS } from "../../packages/cli/src/reporters/check/formats.js";
import { renderStylish } from "../../packages/cli/src/reporters/check/stylish.js";
import { placesFor } from "../../packages/cli/src/reporters/check/report.js";
import { tsserver } from "../conformance/fronts/tsserver.js";
import { LspClient } from "../language-server/lsp-client.js";
import { writeTree } from "../support/temporary-tree.js";

const MANY = 10_050;
const CONTRACT = { title: "Calls", rules: { "no-deprecated-call": { replace: [{ match: "old()", with: "Number()" }] } } };
const lines = (count: number, line: string): string => `${line}\n`.repeat(count);

function project(text: string): string {
  return writeTree({
    "package.json": { type: "module", godwit: {} },
    "tsconfig.json": {},
    "migrations/calls.md": `---\n${JSON.stringify(CONTRACT)}\n---\n`,
    "src/a.ts": text,
  });
}

test("check says more than 10,000 violations of a rule in a file once, with their number, in all formats, and fixes all", () => {
  const root = project(lines(MANY, "old();"));
  const outcome = check({ cwd: root });
  const { result } = outcome;
  expect(result.violations).toHaveLength(1);
  expect(result.violations[0]).toMatchObject({ line: 1, count: MANY });
  expect(result.violations[0]!.message).toMatch(/\(and 10,049 more of this rule in the file\)$/);
  expect(result.contracts[0]).toMatchObject({ violations: MANY, fixable: MANY });
  const report = { result, suppressed: [], version: "1", places: placesFor({ folder: "", env: {} }) };
  const stylish = renderStylish(outcome, { hasColour: false, isQuiet: false });
  expect(stylish).toContain("10,050 violations in 1 file");
  const texts = Object.entries(REPORT_FORMATS).map(([format, render]) => [format, render(report)] as const);
  for (const [format, text] of [["stylish", stylish] as const, ...texts]) {
    expect(text.split("10,049 more"), format).toHaveLength(2);
    expect(text.split("instead of old()"), format).toHaveLength(2);
  }
  expect(Object.fromEntries(texts)["github"]).toContain("10,050 new violations");
  expect(Object.fromEntries(texts)["sarif"]).toContain('"occurrenceCount": 10050');
  expect(check({ cwd: root, fix: true }).result).toMatchObject({ fixed: MANY, violations: [] });
});

test("a baseline counts each of them", () => {
  const root = project(lines(MANY, "old();"));
  writeBaselines({ cwd: root });
  expect(listBaselines(root, "migrations")).toHaveLength(1);
  expect(check({ cwd: root }).baselines).toMatchObject({ known: MANY, fresh: 0, gone: 0 });
  expect(readBaselines(root, "migrations").get("calls")!.entries.length).toBeGreaterThan(0);
});

test("ESLint and the editor report the first of them, with their number, and ESLint's fix is for all", async () => {
  const hidden = "// eslint-disable-next-line calls/no-deprecated-call\nold();\n";
  const text = hidden + lines(MANY, "old();");
  const root = project(text);
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...godwit.migrations({ root })], fix: true });
  const [fixed] = await eslint.lintFiles(["src/a.ts"]);
  expect(fixed!.output).toBe(hidden + lines(MANY, "Number();"));
  const asked = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...godwit.migrations({ root })] });
  const [result] = await asked.lintFiles([path.join(root, "src/a.ts")]);
  expect(result!.messages.map(({ line, message }) => `${line} ${message}`)).toEqual([
    "3 Use Number() instead of old(). (and 10,049 more of this rule in the file)",
  ]);
  expect(result!.suppressedMessages).toHaveLength(1);
  const { reports, fixed: inEditor } = tsserver.run(root, { "src/a.ts": text }, { types: false });
  expect(reports.map(({ start, message }) => `${start} ${message}`)).toEqual([
    "3:1 Use Number() instead of old(). (and 10,049 more of this rule in the file)",
  ]);
  expect(inEditor["src/a.ts"]).toBe(fixed!.output);
});

test("the language server says 110,000 in one line of 5 MB as one, and answers what is asked of it", async () => {
  const text = `${"x.push(old(), 'a name that makes it long');".repeat(110_000)}\n`;
  const root = project("export {};\n");
  const client = await LspClient.start(root, {});
  const uri = client.show(path.join(root, "src/a.ts"), text);
  const found = await client.diagnostics(uri);
  expect(found.map(({ range, message }) => [range.start, message])).toEqual([
    [{ line: 0, character: 7 }, "Use Number() instead of old(). (and 109,999 more of this rule in the file)"],
  ]);
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  const hints = await client.request("textDocument/inlayHint", { textDocument, range });
  expect(hints.map(({ label }: any) => label)).toEqual(["→ Number() +109999"]);
  const actions: any[] = await client.request("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
  // Those of the first places, and those for all.
  expect(actions.length).toBeLessThan(50);
  const all = actions.find(({ title }) => title === 'Fix all of "Calls" in this file (110000)');
  expect(all.edit.documentChanges?.[0].edits ?? all.edit.changes[uri]).toHaveLength(110_000);
  const hover = await client.request("textDocument/hover", { textDocument, position: { line: 0, character: 8 } });
  expect(hover.contents.value).toContain("`old()` → `Number()`");
  client.show(path.join(root, "src/a.ts"), text.replaceAll("old()", "Number()"));
  expect(await client.diagnostics(uri, ({ length }) => length === 0)).toEqual([]);
  await client.stop();
});
