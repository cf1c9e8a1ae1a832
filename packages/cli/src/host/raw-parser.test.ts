import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import type { TSESTree } from "@typescript-eslint/types";
import { readText } from "@godwit/core/disk";
import * as oxc from "oxc-parser";
import { expect, test, vi } from "vitest";
import { openRawParser } from "./raw-parser.js";

const require = createRequire(import.meta.url);
const parser = openRawParser(require);

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
  const read = parser!.open(file, text, options)!;
  for (const given of [read, parser!.parse(file, text, options)!]) {
    expect(plain(given.program)).toEqual(plain(json.program));
    expect(given.errors).toHaveLength(json.errors.length);
    expect(given.errors).toMatchObject(json.errors);
    expect(given.comments().map(({ type, value, start, end }) => ({ type, value, start, end }))).toEqual(
      json.comments.map(({ type, value, start, end }) => ({ type, value, start, end })),
    );
  }
  expect(orphansOf(read.program as unknown as TSESTree.Node)).toEqual([]);
  read.close();
});

/** What can be read of a tree, whether its nodes have it or read it on demand. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  const onDemand = (value.constructor as { lazy?: readonly string[] }).lazy ?? [];
  const keys = [...Object.keys(value), ...onDemand].filter((key) => key !== "parent" && !key.startsWith("$"));
  return Object.fromEntries(keys.map((key) => [key, plain((value as Record<string, unknown>)[key])]));
}

/** The nodes that do not know what they are in. */
function orphansOf(node: TSESTree.Node): TSESTree.Node[] {
  const children = (visitorKeys[node.type] ?? []).flatMap(
    (key) => (node as unknown as Record<string, TSESTree.Node[]>)[key] ?? [],
  );
  return children.flatMap((child) => (child.parent === node ? orphansOf(child) : [child]));
}

test("is not there where a part of oxc-parser is missing, or memory is refused", () => {
  const without = (name: string, instead: unknown): NodeJS.Require =>
    Object.assign((id: string): unknown => (path.basename(id) === name ? instead : (require(id) as unknown)), require);
  expect(openRawParser(without("bindings.js", {}))).toBeUndefined();
  const changed = (file: string): string => readText(file, "source").replace("node.body = body", "node.body = all");
  expect(openRawParser(require, changed)).toBeUndefined();
  const bindings = require("oxc-parser/src-js/bindings.js") as object;
  expect(openRawParser(without("bindings.js", { ...bindings, rawTransferSupported: () => false }))).toBeUndefined();
  const refuse = (): never => {
    throw new RangeError("Array buffer allocation failed");
  };
  expect(openRawParser(without("bindings.js", { ...bindings, getBufferOffset: refuse }))).toBeUndefined();
});

test("takes so little memory of addresses that programs can be started: one piece on a small machine", () => {
  const machine = vi.spyOn(os, "totalmem").mockReturnValue(6 * 2 ** 30);
  const count = Symbol.for("godwit.parser.spaces");
  const spaces = globalThis as unknown as Record<symbol, number | undefined>;
  const before = spaces[count];
  try {
    spaces[count] = 0;
    expect(openRawParser(require)).toBeUndefined();
    machine.mockReturnValue(8 * 2 ** 30);
    const small = openRawParser(require)!;
    expect(openRawParser(require)).toBeUndefined();
    expect(small.parse("a.ts", "a()", OPTIONS)?.program.body).toHaveLength(1);
    const tree = small.open("a.ts", "a(); b();", OPTIONS)!;
    expect(small.parse("b.ts", "b()", OPTIONS)).toBeUndefined();
    expect(plain(tree.program.body)).toHaveLength(2);
    tree.close();
    expect(small.parse("b.ts", "b()", OPTIONS)?.program.body).toHaveLength(1);
  } finally {
    machine.mockRestore();
    spaces[count] = (before ?? 0) + 1;
  }
});

const OPTIONS = { lang: "ts", sourceType: "module", astType: "ts", range: true, preserveParens: false } as const;

test("gives nodes of a tree until it is closed, and of one tree at a time", () => {
  const tree = parser!.open("a.ts", "function a() { return [1]; }", OPTIONS)!;
  expect(parser!.open("b.ts", "b()", OPTIONS)).toBeUndefined();
  parser!.parse("b.ts", "const b = [2];", OPTIONS);
  const [a] = tree.program.body as unknown as { body: { body: { argument: unknown }[] } }[];
  const [statement] = a!.body.body;
  tree.close();
  expect(() => statement!.argument).toThrow("closed");
  const next = parser!.open("b.ts", "function b() { return [2]; }", OPTIONS)!;
  expect(() => statement!.argument).toThrow("closed");
  next.close();
});

test("leaves out of lists what is not around the places in focus, but for directives", () => {
  const text = "function a() { 'use strict'; b(); c(d, { e, f }); }";
  const tree = parser!.open("a.ts", text, OPTIONS)!;
  const [a] = tree.program.body as unknown as { body: { body: unknown[] } }[];
  const size = (): unknown => plain(a!.body.body);
  expect(size()).toHaveLength(3);
  expect(tree.focusedOn([text.indexOf("f }")], size)).toMatchObject([
    { directive: "use strict" },
    { expression: { arguments: [{ properties: [{ key: { name: "f" } }] }] } },
  ]);
  expect(size()).toHaveLength(3);
  tree.close();
});
