import { contractJsonSchema, describeKeys } from "@godwit/core/contracts";
import { applyTextEdits, ruleDescriptions, ruleNames } from "@godwit/core/engine";
import { describe, expect, test } from "vitest";
import { contextAt } from "./context-at.js";
import { explainKey } from "./complete.js";
import { followMovesIn, problemsIn } from "./export-fixes.js";
import { outlineOf } from "./outline.js";
import { readContractText } from "./contract-text.js";

/** The context at `|`, which is not part of the text. */
function contextIn(marked: string): string {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const context = contextAt(text, [0, text.length], offset);
  return context ? `${context.kind} ${context.path.join(".")} <${text.slice(...context.typed)}>` : "none";
}

describe("where a person writes", () => {
  test.each([
    ["|", "key  <>"],
    ["tit|", "key  <tit>"],
    ["title: One|", "value title <One>"],
    ["rules:\n  no-|", "key rules <no->"],
    ["rules:\n  r:\n    - wi|", "key rules.r.0 <wi>"],
    ["rules:\n  r:\n    - with: a\n      fi|", "key rules.r.0 <fi>"],
    ["rules:\n  r:\n  - wi|", "key rules.r.0 <wi>"],
    ["rules:\n  r:\n    replace:\n      - when: { name: a, ent|", "key rules.r.replace.0.when <ent>"],
    ["rules:\n  r: { replace: [{ with: new|", "value rules.r.replace.0.with <new>"],
    ["rules:\n  r: { replace: [{ with: a }], |", "key rules.r <>"],
    ['files: ["src/|', 'value files.0 <"src/>'],
    ["files: [a, sr|", "value files.0 <sr>"],
    ["dependsOn:\n  - use|", "key dependsOn.0 <use>"],
    ["imports:\n  a: ./src/a.ts\n\n  # why\n  b: ./s|", "value imports.b <./s>"],
    ["imports:\n  a: ./a.ts\nrul|", "key  <rul>"],
    ["# com|", "none"],
  ])("%j is %s", (marked, expected) => {
    expect(contextIn(marked)).toBe(expected);
  });

  test("outside of the front matter is nowhere", () => {
    expect(contextAt("---\ntitle: T\n---\ntext", [4, 13], 20)).toBeUndefined();
  });
});

test.each([
  "",
  "---",
  "---\n",
  "---\n{{{",
  "---\n- a\n- b\n---\n",
  "---\na: &x [*x]\n---\n",
  "---\n\t:\n---",
  "\ufeff---\r\na: b\r\n---\r\n",
])("reads what there is of a broken contract: %j", (text) => {
  const read = readContractText(text);
  for (const { value } of read?.entries ?? []) expect(value[0]).toBeLessThanOrEqual(text.length);
  expect(() => outlineOf(text)).not.toThrow();
});

test("a problem covers its key or value, and says how to mend it", () => {
  const text = "---\ntitle: T\nrulez: { a: 1 }\nseverity: warm\n---\n";
  const problem = (line: number, column: number, message: string) => ({
    ...{ file: "migrations/a.md", code: "x", severity: "error" as const },
    ...{ line, column, message },
  });
  const [key, value, plain] = problemsIn(text, [
    problem(3, 1, '"rulez" is no key of a contract. Did you mean "rules"?'),
    problem(4, 11, 'Expected one of error, warn, got "warm". Did you mean "warn"?'),
    problem(9, 1, "The file ends too early."),
  ]);
  expect([text.slice(...key!.span), key!.fixes]).toEqual([
    "rulez",
    [{ title: "Write rules", edit: { range: [13, 18], text: "rules" } }],
  ]);
  expect([text.slice(...value!.span), value!.fixes[0]!.edit.text]).toEqual(["warm", "warn"]);
  expect([plain!.span, plain!.fixes]).toEqual([[text.length, text.length], []]);
});

test("every key of a contract, and of each rule's option, is explained on hover", () => {
  const schema = contractJsonSchema(ruleDescriptions);
  const explained = (text: string, key: string): string | undefined =>
    explainKey(`---\n${text}\n---\n`, 4 + text.lastIndexOf(key))?.markdown;
  const top = describeKeys(schema, []).map(({ key }) => key);
  expect(top.length).toBeGreaterThan(15);
  for (const key of top) expect(explained(`${key}: x`, key), key).toMatch(new RegExp(`^\\*\\*${key}\\*\\*[^]*\\n\\n.+`));
  for (const rule of ruleNames)
    for (const { key } of describeKeys(schema, ["rules", rule]))
      expect(explained(`rules:\n  ${rule}:\n    ${key}: x`, `${key}: x`), `${rule} ${key}`).toContain(`**${key}**`);
});

test("moves are followed by whole paths, with what is behind them", () => {
  const text = `---
imports: { a: ./src/a.ts, b: "./src/a.ts#b", c: ./src/a.tsx, d: ./src/ab/a.ts }
bridges: [./src/a.ts#old]
rules:
  r: [{ from: ./src/a.ts, to: ./src/a.ts }, { sources: [./src/a.ts#v4] }]
---
\`\`\`ts before=./src/a.ts
\`\`\`
`;
  const moved = applyTextEdits(text, followMovesIn(text, [{ from: "src/a.ts", to: "lib/z.ts" }]));
  expect(moved).toBe(
    text
      .replace("a: ./src/a.ts,", "a: ./lib/z.ts,")
      .replace('"./src/a.ts#b"', '"./lib/z.ts#b"')
      .replace("./src/a.ts#old", "./lib/z.ts#old")
      .replace("to: ./src/a.ts", "to: ./lib/z.ts"),
  );
});

test("the outline has keys, names of phases, headings outside of fences, and examples", () => {
  const text = "---\ntitle: T\nphases:\n  - { name: Core, allow: 0 }\n---\n# Why\n~~~ts before=src/a.ts\n# no heading\n~~~\n";
  const shown = (items: ReturnType<typeof outlineOf>): unknown[] =>
    items.map(({ name, children }) => (children.length > 0 ? [name, shown(children)] : name));
  expect(shown(outlineOf(text))).toEqual(["title", ["phases", ["Core"]], "Why", "before=src/a.ts"]);
});
