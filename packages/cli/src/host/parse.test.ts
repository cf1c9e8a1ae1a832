import { SourceSyntaxError } from "@godwit/core/modules";
import { parseForESLint } from "@typescript-eslint/parser";
import { expect, test } from "vitest";
import { openSource } from "./source-file.js";
import { findFault, openParsed, parseSource } from "./parse.js";

/** Type and range of every node, whatever the order of keys. */
function outline(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) outline(each, found);
  else if (node && typeof node === "object") {
    const { type, range } = node as { type?: string; range?: number[] };
    if (typeof type === "string" && range) found.push(`${type} ${range.join("-")}`);
    for (const [key, value] of Object.entries(node))
      if (!["parent", "tokens", "comments", "loc", "hashbang"].includes(key)) outline(value, found);
  }
  return found;
}

const TEXT = `// first
import a, { type B, c as d } from "x";
import e = require("y");
export class C<T> extends (a as any)<T> { #p = 1; constructor(private readonly q?: string) { super(); } @d m() { return (this.#p)!; } }
const é = "😀", f = <T,>(x: T) => ({ ...x, [\`\${é}\`]: 1 });
enum E { A = "a" }
type M = { [K in keyof B]?: B[K] } & typeof import("z") & import("w").V<E>;
export * as ns from "v"; /* last */
`;

test("gives the tree and comments of typescript-eslint's parser", () => {
  const { ast } = parseForESLint(TEXT, { range: true, comment: true, filePath: "a.ts" });
  const parsed = parseSource("a.ts", TEXT);
  expect(outline(parsed.program.body).sort()).toEqual(outline(ast.body).sort());
  expect(parsed.comments).toEqual(ast.comments);
});

test.each([
  ["a.tsx", "const a = <div>{b}</div>;"],
  ["a.jsx", "const a = <div>{b}</div>;"],
  ["a.js", "const a = <div/>; export default a;"],
  ["a.cjs", "return with_(1);"],
  ["script.js", "if (a) return;"],
  ["a.mts", "const a = <string>b;"],
  ["a.d.ts", "export declare const a: string; declare module 'x';"],
])("parses %s", (file, text) => {
  expect(parseSource(file, text).program.body.length).toBeGreaterThan(0);
});

test("says where a text does not parse", () => {
  const parse = (): unknown => parseSource("a.ts", "const é = '😀';\nlet x = (;\n");
  expect(parse).toThrow(SourceSyntaxError);
  expect(parse).toThrow(expect.objectContaining({ line: 2, column: 10 }));
});

test("reads declarations that say too much, as TypeScript does, and says where they are broken", () => {
  const module = "declare module 'x' {\n  declare namespace R { interface O { userId: string } }\n  export = R;\n}\n";
  const opened = openParsed("a.d.ts", module);
  expect(opened.parsed.program.body).toHaveLength(1);
  opened.close();
  expect(outline(parseSource("a.d.ts", module).program)).toContainEqual(expect.stringContaining("TSInterfaceDeclaration"));
  expect(() => parseSource("a.ts", "interface A { async x(): void }")).toThrow(SourceSyntaxError);
  expect(() => parseSource("a.d.ts", `${module}declare let x = (;\n`)).toThrow(expect.objectContaining({ line: 5 }));
});

test("leaves globals unresolved and types of the library, too", () => {
  const scopes = openSource("/a.ts", "const x: Promise<string> = crypto.randomUUID();").scopes();
  expect(scopes.globalScope!.through.map(({ identifier }) => identifier.name).sort()).toEqual(["Promise", "crypto"]);
});

test.each([
  ['export { a } from "x";\nexport { b as a } from "y";', "`a` is exported twice"],
  ['import { a } from "x";\nimport { a } from "y";', "already been declared"],
  ["break;", "Illegal break"],
])("sees what is wrong beyond the grammar in %j", (text, fault) => {
  expect(findFault({ path: "a.ts", before: "", after: text })).toContain(fault);
  expect(findFault({ path: "a.ts", before: text, after: text })).toBeUndefined();
});

test("finds no fault in overloads, merged declarations and a type beside a value", () => {
  const text =
    "export function f(): void;\nexport function f(a?: string): void {}\ninterface A {}\nclass A {}\nenum E { a }\nenum E { b = 2 }\nexport { A, E };\n";
  expect(findFault({ path: "a.ts", before: "", after: text })).toBeUndefined();
});
