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
    readonly entries: readonly { readonly what: string; readonly found: string; readonly fixed: boolean }[];
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

describe("contracts derive moves what is only another name", () => {
  test.each([
    ["a value", "export const a = b;", uses("a", "a(1)"), "b(1)"],
    ["a type", "export type A = Shape;", 'import type { A } from "./old.js";\nexport type U = A;\n', "type U = Shape"],
    ["a re-export", 'export { LIMIT } from "./new.js";', uses("LIMIT", "LIMIT"), 'import { LIMIT } from "./new.js"'],
    [
      "an export under another name",
      "export { format as a };\nexport function format(x: number) {\n  return x;\n}",
      uses("a", "a(1)"),
      "format(1)",
    ],
    [
      "one of two such names",
      "export { format as a, format as z };\nexport let format = 1;\nexport default format;",
      uses("a, z", "[a, z]"),
      "[format, format]",
    ],
    ["a re-export under a name", 'export { LIMIT as MAX } from "./new.js";', uses("MAX", "MAX"), "u = LIMIT"],
  ])("%s", async (_, declaration, use, expected) => {
    expect((await fixed(declaration, use)).text).toContain(expected);
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

describe("contracts derive bans, and leaves the code to a person", () => {
  test.each([
    ["a function that hands its argument on", "export const a = (x: number) => b(x, {});", "a(f())"],
    ["a function with overloads", "export function a(x: number): void;\nexport function a(x: any) { b(x); }", "a(1)"],
    ["a function without a body of its own", "export declare function a(x: number): void;", "a(1)"],
    ["a class's other name", "export class a extends Clock {}", "new a()"],
    ["an enum", "export enum a { x }", "a.x"],
    ["a variable that may change", "export const a = mutable;", "a"],
    ["another name of what is not exported", "export const a = hidden;\nconst hidden = 1;", "a"],
    ["a value", "export const a = 1 + 1;", "a"],
    ["what has no other name but the default export", "export { f as a };\nconst f = 1;\nexport default f;", "a"],
  ])("%s", async (_, declaration, value) => {
    const use = uses("a", value);
    const { text, contract } = await fixed(declaration, use);
    expect(contract).toContain('name: "a"');
    expect(text).toBe(use);
  });

  test("a default export, a static method and a whole module", async () => {
    const root = tree(
      "export class C {\n  /** @deprecated Use now. */\n  static old(x: number) {\n    return x;\n  }\n}\n/** @deprecated */\nexport default function a() {}\n",
      {
        "src/gone.ts": "/**\n * @fileoverview Old.\n * @deprecated\n */\nexport const x = 1;\n",
        "src/use.ts": 'import a, { C } from "./old.js";\nimport { x } from "./gone.js";\nexport const u = [C.old(1), a(), x];\n',
      },
    );
    const { contracts, notDerived } = await derive(root);
    expect(notDerived).toEqual([]);
    expect(contracts.flatMap(({ entries }) => entries)).toMatchObject([
      { what: "gone.ts", found: "is banned as a whole", fixed: false },
      { what: "C.old", found: "says to use now", fixed: false },
      { what: "default", found: "is banned; nothing names what replaces it", fixed: false },
    ]);
    const { violations } = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as {
      violations: { line: number }[];
    };
    expect(violations.map(({ line }) => line).sort()).toEqual([1, 2, 3]);
  });

  test("with a suggestion where the tag names what to use", async () => {
    const root = tree(`${IMPORTS}/** @deprecated Use {@link LIMIT}. */\nexport const MAX = 7;\n`, {
      "src/use.ts": uses("MAX", "MAX"),
    });
    const [contract] = (await derive(root)).contracts;
    expect(contract).toMatchObject({ entries: [{ what: "MAX", found: "says to use LIMIT", fixed: false }] });
    expect(contract!.text).toContain("fix: suggest");
    const { violations } = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as {
      violations: { level: string; replacement: string }[];
    };
    expect(violations).toMatchObject([{ level: "suggestion", message: expect.stringContaining("LIMIT") as string }]);
  });
});

test("contracts derive suggests the name of an export that a tag names, and its contract gets no warning", async () => {
  const code =
    "export { own as format, own as a };\nfunction own() {}\n/** @deprecated Use format. */\nexport const b = 1;\n/** @deprecated */\nexport const gone = 1;\n";
  const root = tree(code.replace("own as a", "/** @deprecated */ own as a"), {
    "src/gone.ts": "/**\n * @fileoverview Old.\n * @deprecated\n */\nexport const x = 1;\n",
  });
  const { contracts } = await derive(root);
  const lines = contracts.flatMap(({ text }) => text.split("\n").filter((line) => line.startsWith("    - ")));
  expect(lines).toEqual([
    '    - { from: "./src/gone.ts", fix: none }',
    '    - { from: "./src/old.ts", name: "a", as: "format", rename: uses }',
    '    - { from: "./src/old.ts", name: "b", as: "format", rename: uses, fix: suggest }',
    '    - { from: "./src/old.ts", name: "gone", fix: none }',
  ]);
  expect((await runGodwit(root, "contracts", "validate")).out).not.toContain("contradiction");
});

describe("contracts derive lists with the reason", () => {
  test.each([
    ["/** @deprecated */\nconst priv = 1;", "nothing that this file exports"],
    ['/** @deprecated */\nexport * from "./new.js";', "says nothing of the names"],
    ["export class C {\n  /** @deprecated */\n  old() {}\n}", "method of instances"],
    [
      "/** @deprecated */\nexport function f(x: string): void;\nexport function f(x: 1): void;\nexport function f() {}",
      "another overload of it is not deprecated",
    ],
    ["export class C {\n  /** @deprecated */\n  constructor(x: number) {}\n}", "a way to construct C"],
  ])("%s", async (declaration, reason) => {
    const { contracts, notDerived } = await derive(tree(`${IMPORTS}${declaration}\n`));
    expect(contracts).toEqual([]);
    expect(notDerived).toMatchObject([{ file: "src/old.ts", reason: expect.stringContaining(reason) as string }]);
  });

  test("files that can't be parsed", async () => {
    const { notDerived } = await derive(tree("", { "src/broken.ts": "/** @deprecated */ export const = 1;\n" }));
    expect(notDerived.map(({ file, what }) => [file, what])).toEqual([["src/broken.ts", "broken.ts"]]);
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

test("speaks once of a function whose overloads are all deprecated, of none that has another, and says what is not imported", async () => {
  const overload = (name: string, type: string, tag = "") => `${tag}export declare function ${name}(x: ${type}): void;\n`;
  const old = "/** @deprecated Use fresh. */\n";
  const root = writeTree({
    ...PACKAGE,
    "node_modules/lib/package.json": { name: "lib", version: "1.0.0", types: "./index.d.ts" },
    "node_modules/lib/index.d.ts": [
      ...[overload("all", "1", old), overload("all", "2", old), overload("some", "1"), overload("some", "2", old)],
      overload("fresh", "1"),
    ].join(""),
    "node_modules/far/package.json": { name: "far", version: "1.0.0", types: "./index.d.ts", main: "./index.js" },
    "node_modules/far/index.js": 'export * from "./core/index.js";\n',
    "node_modules/far/index.d.ts": 'export * from "./core/index.js";\n',
    "node_modules/far/core/index.js": "export const old = 1;\n",
    "node_modules/far/core/index.d.ts": "/** @deprecated */\nexport declare const old: 1;\n",
    "src/use.ts": 'import { all, some } from "lib";\nexport const u = [all(1), some(1)];\n',
  });
  const { contracts, notDerived } = await derive(root, "--package", "lib");
  expect(contracts).toMatchObject([{ entries: [{ what: "all" }] }]);
  expect(notDerived).toMatchObject([
    { line: 6, what: "lib#some", reason: expect.stringContaining("another overload") as string },
  ]);
  expect((await runGodwit(root, "contracts", "validate")).out).not.toContain("unreachable");
  const { out } = await runGodwit(root, "contracts", "derive", "--package", "far");
  expect(out).toBe("The @deprecated tags of far are on no export that is imported here.\n");
});

test("keeps hostile names and texts out of the contract and the terminal", async () => {
  const tag = "\u001b[31m ``` --- \u202e # x <script>";
  const root = tree(`${IMPORTS}/** @deprecated ${tag} use b */\nexport const a = 1 + 1;\nexport { a as "no: yes" };\n`);
  const { contracts } = await derive(root);
  expect(contracts[0]!.text).not.toContain("\u001b");
  expect((await runGodwit(root, "contracts", "validate")).code).toBe(0);
});
