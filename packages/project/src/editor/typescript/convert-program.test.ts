import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { analyze } from "@typescript-eslint/scope-manager";
import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { convertProgram } from "./estree.js";

/** Type, range and own texts of every node. */
function outline(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) outline(each, found);
  else if (node && typeof node === "object") {
    const { type, range, name, raw, directive } = node as Record<string, unknown>;
    if (typeof type === "string") found.push([type, (range as number[]).join("-"), name, raw, directive].map(String).join(" "));
    for (const [key, value] of Object.entries(node))
      if (!["parent", "loc", "tokens", "comments"].includes(key)) outline(value, found);
  }
  return found;
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("a.tsx", text, ts.ScriptTarget.Latest, true);
}

const SNIPPETS = [
  '"use strict";\n',
  'import { a, type B as C } from "x";\n',
  "export class D<T> extends E<T> {\n  #p = 1;\n  m(a?: B): Promise<Map<string, T>> {\n    return f<T>(a!);\n  }\n}\n",
  "const { a = 1, ...rest } = { ...b, [`k${c}`]: (x) => x };\n",
  "/* note */ export default async function (this: Window) {}\n",
  "export const view = <div a={b}>text {/* c */}<></></div>;\n",
  'f(a) /* b */;\n"text";\n',
  "type M = { [K in keyof B]?: typeof import('z') };\n",
  "export {\n",
  "if (\n",
];

test("gives after any edits what a conversion of the whole text gives", () => {
  const edit = fc.record({ at: fc.nat(), drop: fc.nat({ max: 30 }), insert: fc.constantFrom(" ", "x", "\n", "(", ...SNIPPETS) });
  assertProperty(
    fc.property(fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 8 }), fc.array(edit, { maxLength: 6 }), (parts, edits) => {
      let text = parts.join("");
      let file = parse(text);
      convertProgram(file);
      for (const { at, drop, insert } of edits) {
        const start = at % (text.length + 1);
        const length = Math.min(drop, text.length - start);
        text = text.slice(0, start) + insert + text.slice(start + length);
        file = ts.updateSourceFile(file, text, { span: { start, length }, newLength: insert.length });
        expect(outline(convertProgram(file))).toEqual(outline(convertProgram(parse(text))));
      }
    }),
    100,
  );
});

test("keeps the nodes of statements that an edit did not touch", () => {
  const text = "const a = 1;\nconst b = 2;\nconst c = 3;\n";
  const file = parse(text);
  const [first, , third] = convertProgram(file).body;
  const edited = ts.updateSourceFile(file, text.replace("2", "222"), { span: { start: 23, length: 1 }, newLength: 3 });
  const { body } = convertProgram(edited);
  expect(body[0]).toBe(first);
  expect(body[2]).toBe(third);
  expect(third!.range).toEqual([28, 40]);
});

test("converts the sources of this package as they are", () => {
  for (const name of readdirSync(import.meta.dirname).filter((each) => each.endsWith(".ts"))) {
    const text = readFileSync(path.join(import.meta.dirname, name), "utf8");
    const { body, range } = convertProgram(parse(text));
    expect(body.length).toBeGreaterThan(0);
    expect(range).toEqual([0, text.length]);
  }
});

test("leaves out imports and exports that have no path yet", () => {
  const types = convertProgram(
    parse("import { a } from\nexport * from ;\nexport { b } from 1;\nexport { c };\nimport 'd';\n"),
  ).body.map(({ type }) => type);
  expect(types.filter((type) => /Import|Export/.test(type))).toEqual(["ExportNamedDeclaration", "ImportDeclaration"]);
});

test("leaves out the statement on which the converter fails, and keeps the others", () => {
  const text = "const a = 1;\nconst c = 3;\ntype B = import('x', { a: ";
  const { body, range } = convertProgram(parse(text));
  expect(body.map(({ range: [start] }) => text.slice(start, start + 7))).toEqual(["const a", "const c", "a: "]);
  expect(range).toEqual([0, text.length]);
});

test.each(["const a = <b>x</>;\n", "const a = < />;\n", "const a = <>x</b>;\n"])(
  "gives every tag of %s a name, so that its variable can be looked for",
  (text) => {
    expect(() => analyze(convertProgram(parse(text)), { sourceType: "module", lib: [] })).not.toThrow();
  },
);
