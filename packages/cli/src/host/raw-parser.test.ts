import { createRequire } from "node:module";
import path from "node:path";
import { readText } from "@godwit/core/disk";
import * as oxc from "oxc-parser";
import { expect, test } from "vitest";
import { NeedsWholeTree, Pruning } from "./pruned-tree.js";
import { openRawParser } from "./raw-parser.js";

const require = createRequire(import.meta.url);
const parse = openRawParser(require);

test.each([
  [
    "a.ts",
    "ts",
    "// é 😀\nexport const a: string = `${b}😀` as any; /* x */ enum E { A = 'ü' }\n@d class C { #p = 1; static {} }",
  ],
  ["a.tsx", "tsx", "const f = <T,>(x: T) => <div a={x} {...b}>text &amp; é {c}</div>;"],
  ["a.js", "jsx", "#!/usr/bin/env node\nvar a = /[a-z]+/giu, b = 10n, { c = 1, ...d } = e;\nfor await (const x of y) ;"],
  ["a.d.ts", "dts", "export declare function f(a?: number): asserts a is 1;\ndeclare module 'x' { export = y; }"],
  ["a.ts", "ts", "let x = (;"],
  ["a.ts", "ts", ""],
] as const)("gives for %s (%s) what the parser gives through JSON: %s", (file, lang, text) => {
  const options = { lang, sourceType: "module", astType: "ts", range: true, preserveParens: false } as const;
  const json = oxc.parseSync(file, text, options);
  const raw = parse!(file, text, options);
  expect(raw.program).toEqual(json.program);
  expect(raw.errors).toHaveLength(json.errors.length);
  expect(raw.errors).toMatchObject(json.errors);
  expect(raw.comments.map(({ type, value, start, end }) => ({ type, value, start, end }))).toEqual(
    json.comments.map(({ type, value, start, end }) => ({ type, value, start, end })),
  );
});

test("is not there where a part of oxc-parser is missing, or memory is refused", () => {
  const without = (name: string, instead: unknown): NodeJS.Require =>
    Object.assign((id: string): unknown => (path.basename(id) === name ? instead : (require(id) as unknown)), require);
  expect(openRawParser(without("bindings.js", {}))).toBeUndefined();
  const changed = (file: string): string =>
    readText(file, "source").replace("deserializeFunctionBody(pos)", "deserializeFunctionBody(at)");
  expect(openRawParser(require, changed)).toBeUndefined();
  const bindings = require("oxc-parser/src-js/bindings.js") as object;
  expect(openRawParser(without("bindings.js", { ...bindings, rawTransferSupported: () => false }))).toBeUndefined();
  const refuse = (): never => {
    throw new RangeError("Array buffer allocation failed");
  };
  expect(openRawParser(without("bindings.js", { ...bindings, getBufferOffset: refuse }))).toBeUndefined();
});

test("leaves out the inside of large nodes that have none of the places, and gives it to nobody", () => {
  const text = "function a() { return [1]; }\nfunction b() { return { c: d() }; }\n";
  const cut = new Pruning([text.indexOf("d()")]);
  const options = { lang: "ts", sourceType: "module", astType: "ts", range: true, preserveParens: false } as const;
  const [a, b] = parse!("a.ts", text, options, cut).program.body as unknown as { body: { body: unknown[]; range: number[] } }[];
  expect(a!.body.range).toEqual([13, 28]);
  expect(() => a!.body.body).toThrow(NeedsWholeTree);
  expect(b!.body.body).toHaveLength(1);
  const [whole] = parse!("a.ts", text, options).program.body as unknown as { body: { body: unknown[] } }[];
  expect(whole!.body.body).toHaveLength(1);
});
