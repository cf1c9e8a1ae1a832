import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine, type Engine } from "@godwit/engine";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
