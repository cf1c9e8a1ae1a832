import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree, type TreeContent } from "../../../../test/support/temporary-tree.js";

const PACKAGE = { "package.json": { name: "d", private: true, type: "module", godwit: {} } };
const NEW = `export function b(x: number, options?: object) {
  return [x, options];
}
export async function soon(x: number) {
  return x;
}
export const count = (...all: unknown[]) => all.length;
export class Clock {
  static now(zone?: string) {
    return zone;
  }
}
export interface Shape {
  a: number;
}
export const LIMIT = 5;
export let mutable = 1;
`;
const IMPORTS = 'import { b, count, Clock, LIMIT, mutable, soon, type Shape } from "./new.js";\n';

interface Derived {
  readonly contracts: {
    readonly file: string;
    readonly text: string;
    readonly written: boolean;
    readonly there: boolean;
    readonly entries: readonly { readonly what: string; readonly fixed: boolean }[];
  }[];
  readonly notDerived: { readonly file: string; readonly line: number; readonly what: string; readonly reason: string }[];
}

async function derive(root: string, ...args: string[]): Promise<Derived> {
  const { code, out, err } = await runGodwit(root, "contracts", "derive", "--format", "json", ...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as Derived;
}

function tree(code: string, more: Record<string, TreeContent> = {}): string {
  return writeTree({ ...PACKAGE, "src/new.ts": NEW, "src/old.ts": code, ...more });
}

/** Derives from one declaration, and fixes a file that uses it. */
async function fixed(declaration: string, use: string): Promise<{ readonly text: string; readonly contract: string }> {
  const root = tree(`${IMPORTS}/** @deprecated */\n${declaration}\n`, { "src/use.ts": use });
  const [contract] = (await derive(root)).contracts;
  expect((await runGodwit(root, "contracts", "test")).code).toBe(0);
  await runGodwit(root, "check", "--fix");
  return { text: readFileSync(path.join(root, "src/use.ts"), "utf8"), contract: contract?.text ?? "" };
}

const uses = (names: string, value: string): string =>
  `import { ${names} } from "./old.js";\ndeclare const f: () => any;\nexport const u = ${value};\n`;

describe("contracts derive writes fixes that mean the same", () => {
  test.each([
    ["an arrow with an argument added", "export const a = (x: number) => b(x, {});", uses("a", "a(f())"), "b(f(), {})"],
    ["a function's one return", "export function a(x: number) { return b(x); }", uses("a", "a(f())"), "b(f())"],
    ["a constructor", "export const a = (x: number) => new Date(x);", uses("a", "a(f())"), "new Date(f())"],
    ["a default that is left out", 'export const a = (x: number, y = "z") => count(x, y);', uses("a", "a(1)"), 'count(1, "z")'],
    ["an optional one that is left out", "export const a = (x: number, y?: object) => b(x, y);", uses("a", "a(1)"), "b(1)"],
    [
      "one left out that the target may count",
      "export const a = (x?: number) => count(x);",
      uses("a", "a()"),
      "count(undefined)",
    ],
    [
      "the rest",
      "export const a = (x: number, ...r: number[]) => count(x, ...r, 1);",
      uses("a", "a(1, f(), 2)"),
      "count(1, f(), 2, 1)",
    ],
    ["an empty rest", "export const a = (x: number, ...r: number[]) => count(x, ...r, 1);", uses("a", "a(1)"), "count(1, 1)"],
    ["the rest as a list", "export const a = (...r: number[]) => count(r);", uses("a", "a(1, 2)"), "count([1, 2])"],
    [
      "parameters called like godwit's own holes",
      "export const a = (name: any, value: any) => b(name, value);",
      uses("a", "a(1, {})"),
      "b(1, {})",
    ],
    [
      "an async function before an async one",
      "export async function a(x: number) { return soon(x); }",
      uses("a", "a(1)"),
      "soon(1)",
    ],
    ["another order without effects", "export const a = (x: object, y: number) => b(y, x);", uses("a", "a(f, 2)"), "b(2, f)"],
    ["another name", "export const a = b;", uses("a", "a(1)"), "b(1)"],
    ["a type", "export type A = Shape;", 'import type { A } from "./old.js";\nexport type U = A;\n', "type U = Shape"],
    [
      "an interface",
      "export interface A extends Shape {}",
      'import type { A } from "./old.js";\nexport type U = A;\n',
      "type U = Shape",
    ],
    ["a re-export", 'export { LIMIT } from "./new.js";', uses("LIMIT", "LIMIT"), 'import { LIMIT } from "./new.js"'],
    ["a re-export under a name", 'export { LIMIT as MAX } from "./new.js";', uses("MAX", "MAX"), "u = LIMIT"],
  ])("%s", async (_, declaration, use, expected) => {
    expect((await fixed(declaration, use)).text).toContain(expected);
  });

  test("static methods, `this` included", async () => {
    const root = tree(
      "export class C {\n  static now(x: number) {\n    return x;\n  }\n  /** @deprecated */\n  static old(x: number) {\n    return this.now(x);\n  }\n}\n",
      { "src/use.ts": 'import { C } from "./old.js";\nexport const u = C.old(1);\n' },
    );
    await derive(root);
    await runGodwit(root, "check", "--fix");
    expect(readFileSync(path.join(root, "src/use.ts"), "utf8")).toContain("C.now(1)");
  });

  test("a whole module that passes another one on", async () => {
    const root = tree('/**\n * @fileoverview Old.\n * @deprecated\n */\nexport * from "./new.js";\n', {
      "src/use.ts": 'import { LIMIT } from "./old.js";\nexport const u = LIMIT;\n',
    });
    await derive(root);
    await runGodwit(root, "check", "--fix");
    expect(readFileSync(path.join(root, "src/use.ts"), "utf8")).toBe(
      'import { LIMIT } from "./new.js";\nexport const u = LIMIT;\n',
    );
  });
});

describe("contracts derive leaves to a person", () => {
  test.each([
    ["an argument with effects that would run twice", "export const a = (x: number) => b(x, { x });", "a(f())"],
    ["an object that would be two", "export const a = (x: any) => b(x, { x });", "a({})"],
    ["arguments with effects in another order", "export const a = (x: object, y: number) => b(y, x);", "a(f(), f())"],
    ["an argument that would be dropped", "export const a = (x: number, _y: number) => b(x);", "a(1, f())"],
    ["a default that `undefined` would take", "export const a = (x: number, y = {}) => b(x, y);", "a(1, f())"],
    ["a promise that would be none", "export async function a(x: number) { return b(x); }", "a(1)"],
    ["a result that was dropped", "export function a(x: number) { b(x); }", "a(1)"],
    ["calls between the arguments", "export const a = (x: number, y: object) => b(count(x), y);", "a(1, f())"],
    ["a member that is read", "export const a = (x: { id: number }) => b(x.id);", "a(f())"],
    ["arguments by a spread", "export const a = (x: number) => b(x, {});", "a(...(f() as [number]))"],
    ["the function as a value", "export const a = (x: number) => b(x, {});", "[1].map(a)"],
    ["a class's other name", "export class a extends Clock {}", "new a()"],
    ["a guard of a type", "export function a(x: any): x is Shape { return b(x) as any; }", "a(1)"],
    ["type arguments that would be lost", "export const a = <T>(x: T) => count(x);", "a<string>(f())"],
    ["a call that may not happen", "export const a = (x: number) => b(x);", "(a as any)?.(1)"],
    [
      "a constructor's parameters",
      "export class K { constructor(x: number) {} }\n/** @deprecated */\nexport const a = async (x: number) => new K(x);",
      "a(1)",
    ],
    ["a variable that may change", "export const a = mutable;", "a"],
  ])("%s", async (_, declaration, value) => {
    const use = uses("a", value);
    const { text, contract } = await fixed(declaration, use);
    expect(contract).not.toBe("");
    expect(text).toBe(use);
  });
});

describe("contracts derive lists with the reason", () => {
  test.each([
    ["export const a = (x: number) => hidden(x);\nconst hidden = (x: number) => x;", "hidden is not exported"],
    ["export const a = (x?: number) => (x ? b(x) : b(1));", "decides between two values"],
    ["export const a = (x: number) => () => b(x);", "hands a function on"],
    ["export const a = (x: number) => b?.(x);", "may be missing"],
    ["export function a(this: object, x: number) { return b(x); }", "uses `this`"],
    ["export function a() { return count(...arguments); }", "uses `arguments`"],
    ["export function* a() { return b(1); }", "generator"],
    ["export const a = ({ x }: { x: number }) => b(x);", "taken apart"],
    ["export const a = (x = count()) => b(x);", "default that is more than a literal"],
    ["export const a = (x: number): unknown => a(x);", "calls itself"],
    ["export const a = (f: () => void) => f();", "calls one of its parameters"],
    ["export const a = (x: number) => x;", "gives its argument back"],
    ["export function a(x: number) { b(x); return b(x); }", "more than hand its parameters on"],
    ["export type A = Shape & { b: 1 };", "more than another name"],
    ["export class A extends Clock { run() {} }", "members of its own"],
    ["export enum A { x }", "more than another name"],
    ["const priv = 1;", "nothing that this file exports"],
    ['export * from "./new.js";', "says nothing of the names"],
    ["export function a(x: number): void;\nexport function a(x: any) { b(x); }", "overloads"],
  ])("%s", async (declaration, reason) => {
    const { contracts, notDerived } = await derive(tree(`${IMPORTS}/** @deprecated */\n${declaration}\n`));
    expect(contracts).toEqual([]);
    expect(notDerived).toMatchObject([{ file: "src/old.ts", line: 2, reason: expect.stringContaining(reason) as string }]);
  });

  test("methods of instances, files that can't be parsed, and what only the tag says", async () => {
    const root = tree(
      `${IMPORTS}export class C {\n  /** @deprecated */\n  old() {\n    return b(1);\n  }\n}\n/** @deprecated Use {@link LIMIT}. */\nexport const MAX = 7;\n`,
      { "src/broken.ts": "/** @deprecated */ export const = 1;\n" },
    );
    const { contracts, notDerived } = await derive(root);
    expect(notDerived.map(({ file, what }) => [file, what])).toEqual([
      ["src/broken.ts", "broken.ts"],
      ["src/old.ts", "C.old"],
    ]);
    expect(contracts[0]).toMatchObject({ entries: [{ what: "MAX", fixed: false }] });
    expect(contracts[0]!.text).toContain("fix: none");
  });

  test("a member that the tag names is said in the reason, and no contract offers what no import could give", async () => {
    const root = tree(`${IMPORTS}/** @deprecated Use \`Clock.now\` instead. */\nexport function old() { count(); return 1; }\n`);
    const { contracts, notDerived } = await derive(root);
    expect(contracts).toEqual([]);
    expect(notDerived).toMatchObject([
      {
        what: "old",
        reason:
          "the tag says to use Clock.now, a member, to which no import leads; its body does more than hand its parameters on",
      },
    ]);
  });
});

test("never overwrites, writes nothing with --dry-run, and looks only where it is told", async () => {
  const code = `${IMPORTS}/** @deprecated */\nexport const a = (x: number) => b(x, {});\n`;
  const root = tree(code, { "lib/old.ts": code.replace("./new.js", "../src/new.js") });
  const dry = await runGodwit(root, "contracts", "derive", "src", "--dry-run");
  expect(dry.out).toContain("migrations/deprecated-old.md would be written");
  expect(existsSync(path.join(root, "migrations"))).toBe(false);
  await derive(root, "src");
  fillTree(root, { "migrations/deprecated-old.md": "mine\n" });
  const again = await derive(root, "src");
  expect(again.contracts).toMatchObject([{ written: false, there: true }]);
  expect(readFileSync(path.join(root, "migrations/deprecated-old.md"), "utf8")).toBe("mine\n");
  // Two files may ask for one name.
  expect((await derive(root)).contracts.map(({ file }) => file)).toEqual([
    "migrations/deprecated-old.md",
    "migrations/deprecated-old-2.md",
  ]);
  expect(readdirSync(path.join(root, "migrations")).sort()).toEqual(["deprecated-old-2.md", "deprecated-old.md"]);
});

test("reads the declarations of packages, for what the repository imports", async () => {
  const root = writeTree({
    ...PACKAGE,
    "node_modules/lib/package.json": { name: "lib", version: "1.0.0", types: "./index.d.ts", main: "./index.js" },
    "node_modules/lib/index.js": "",
    "node_modules/lib/index.d.ts":
      'export * from "./more.js";\n/** @deprecated Use `fresh` instead. */\nexport declare function old(): void;\n/** @deprecated use fresh */\nexport declare const unused: 1;\n',
    "node_modules/lib/more.d.ts":
      "export declare function fresh(): void;\n/** @deprecated nobody knows */\nexport declare function lost(): void;\n",
    "src/use.ts": 'import { old, lost } from "lib";\nexport const u = [old(), lost()];\n',
  });
  const { contracts, notDerived } = await derive(root, "--package", "lib");
  expect(contracts).toMatchObject([{ file: "migrations/deprecated-lib.md", entries: [{ what: "old", fixed: false }] }]);
  expect(notDerived).toMatchObject([{ file: "node_modules/lib/more.d.ts", what: "lib#lost" }]);
  expect((await runGodwit(root, "contracts", "test")).code).toBe(0);
  expect((await runGodwit(root, "check")).out).toContain("fresh");
  expect(await runGodwit(root, "contracts", "derive", "--package", "nope")).toMatchObject({
    code: 2,
    err: expect.stringContaining("no package nope") as string,
  });
});

test("keeps hostile names and texts out of the contract and the terminal", async () => {
  const tag = "\u001b[31m ``` --- \u202e # x <script>";
  const root = tree(`${IMPORTS}/** @deprecated ${tag} use b */\nexport const a = 1 + 1;\nexport { a as "no: yes" };\n`);
  const { contracts } = await derive(root);
  expect(contracts[0]!.text).not.toContain("\u001b");
  expect((await runGodwit(root, "contracts", "validate")).code).toBe(0);
});
