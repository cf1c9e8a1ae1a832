import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine, type Engine } from "@godwit/core/engine";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseWithOxc } from "../../../test/support/parse-with-oxc.js";
import { ProjectLoader } from "./project-loader.js";

let root: string;
let engine: Engine;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-loader-")));
  write("src/new-id.ts", "export const newId = (entity: string): string => entity;\n");
  engine = createEngine({ root, host: { parse: parseWithOxc } });
  vi.spyOn(engine, "compileContract");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function contract(id: string, template = "newId($entity)"): void {
  const rules = `rules: { no-raw-uuid: { replace: [{ with: "${template}" }] } }`;
  write(`migrations/${id}.md`, `---\ntitle: ${id}\nimports: { newId: ./src/new-id.ts }\n${rules}\n---\n`);
}

/** The ids of the contracts that were compiled since the last call. */
function compiled(): string[] {
  const { calls } = vi.mocked(engine.compileContract).mock;
  return calls.splice(0).map(([{ id }]) => id);
}

test("compiles what changed: a contract's text, and a module that it names", () => {
  contract("a");
  contract("b");
  const loader = new ProjectLoader({ engine });
  const first = loader.load(root);
  expect(compiled()).toEqual(["a", "b"]);
  expect(loader.load(root).contracts).toEqual(first.contracts);
  expect(compiled()).toEqual([]);
  contract("b", "newId(1)");
  expect(loader.load(root).contracts.map(({ rules }) => rules.length)).toEqual([1, 1]);
  expect(compiled()).toEqual(["b"]);
  write("src/new-id.ts", "export const newId = (entity: string): string => `${entity}-1`;\n");
  loader.load(root);
  expect(compiled()).toEqual(["a", "b"]);
  loader.forget();
  loader.load(root);
  expect(compiled()).toEqual(["a", "b"]);
});

test("looks again at a contract that has a problem, since another file may mend it", () => {
  contract("a", "gone($entity)");
  const loader = new ProjectLoader({ engine });
  expect(loader.load(root).problems).toMatchObject([{ code: "unknown-name" }]);
  loader.load(root);
  expect(compiled()).toEqual(["a", "a"]);
});

test("keeps the last good version of a contract only where that is wanted", () => {
  contract("a");
  const [keeping, plain] = [new ProjectLoader({ engine, keepsLastGood: true }), new ProjectLoader({ engine })];
  keeping.load(root);
  plain.load(root);
  for (const broken of ["gone($entity)", "newId("]) {
    contract("a", broken);
    expect(keeping.load(root).contracts).toMatchObject([{ outdatedBy: { severity: "error" } }]);
    expect(plain.load(root).contracts).toEqual([]);
  }
  write("migrations/a.md", "---\ntitle: [\n---\n");
  expect(keeping.load(root).contracts).toMatchObject([{ contract: { id: "a" }, outdatedBy: { code: "yaml" } }]);
});

describe("contracts that replace each other's code", () => {
  function call(id: string, match: string, written: string, more = ""): void {
    const rules = `rules:\n  no-deprecated-call:\n    replace:\n      - match: ${match}\n        with: ${written}\n`;
    write(`migrations/${id}.md`, `---\ntitle: ${id}\nimports: { a: ./src/calls.ts, b: ./src/calls.ts }\n${more}${rules}---\n`);
  }

  function move(id: string, from: string, to: string): void {
    write(
      `migrations/${id}.md`,
      `---\ntitle: ${id}\nrules:\n  no-deprecated-import:\n    - { from: ./src/${from}, to: ./src/${to} }\n---\n`,
    );
  }

  function load(): { readonly inForce: string[]; readonly problems: string[] } {
    const { contracts, problems } = new ProjectLoader({ engine }).load(root);
    return {
      inForce: contracts.map(({ contract }) => contract.id),
      problems: problems.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`),
    };
  }

  beforeEach(() => write("src/calls.ts", "export const a = (x: unknown) => x;\nexport const b = a;\n"));

  test("the later one is refused where it writes what the earlier one replaces", () => {
    call("one", "a($x)", "b($x)");
    call("two", "b($x)", "a($x)");
    expect(load()).toEqual({
      inForce: ["one"],
      problems: [
        'migrations/two.md:8:15 never-ends "a($x)" is replaced by one, and what that writes is replaced again: it never ends. Write what stays.',
      ],
    });
  });

  test("so is one that lets code grow, or that closes a circle of three", () => {
    call("one", "a($x)", "b($x)");
    call("two", "b($x)", "String(a($x))");
    expect(load().problems).toEqual([expect.stringContaining("migrations/two.md:8:15 never-ends")]);
    call("two", "b($x)", "String($x)");
    expect(load().problems).toEqual([]);
    call("zwo", "String($x)", "a($x)");
    expect(load().problems).toEqual([
      expect.stringContaining('migrations/zwo.md:8:15 never-ends "a($x)" is replaced by one, two,'),
    ]);
  });

  test("not where no file surely belongs to both, or one is only planned", () => {
    call("one", "a($x)", "b($x)", "files: [server/**]\n");
    call("two", "b($x)", "a($x)", "files: [client/**]\n");
    expect(load()).toEqual({ inForce: ["one", "two"], problems: [] });
    call("two", "b($x)", "a($x)", "status: planned\n");
    expect(load()).toEqual({ inForce: ["one", "two"], problems: [] });
    call("two", "b($x)", "a($x)", "files: [server/**]\n");
    expect(load().inForce).toEqual(["one"]);
  });

  test("modules that move back are refused too", () => {
    write("src/old.ts", "export const x = 1;\n");
    write("src/new.ts", "export const x = 1;\n");
    move("one", "old.ts", "new.ts");
    move("two", "new.ts", "old.ts");
    expect(load().problems).toEqual([
      expect.stringContaining("migrations/two.md:5:33 never-ends ./src/old.ts is replaced by one,"),
    ]);
  });

  test("one contract alone, whose names only its imports give a meaning", () => {
    write(
      "src/calls.ts",
      "export class Old { static getInstance() { return new Old(); } }\nexport const a = (x: unknown) => x;\n",
    );
    const rules =
      "rules:\n  no-singleton-access:\n    classes: [Old]\n    replace: [{ match: Old.getInstance(), with: a(Old.getInstance()) }]\n";
    write("migrations/one.md", `---\ntitle: one\nimports: { Old: ./src/calls.ts, a: ./src/calls.ts }\n${rules}---\n`);
    expect(load().problems).toEqual([expect.stringContaining("migrations/one.md:7:49 never-ends")]);
  });
});
