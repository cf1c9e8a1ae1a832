import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine } from "@godwit/core/engine";
import { afterEach, expect, test, vi } from "vitest";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { fillTree, writeTree } from "../../../../test/support/temporary-tree.js";
import type { Project } from "../project.js";
import { ProjectLoader } from "../project-loader.js";
import { KeptContracts } from "./kept-run.js";

const CONTRACT = `---
title: IDs
imports: { newId: ./src/new-id.ts }
components: { constructor: { from: ./src/new-id.ts } }
rules: { no-raw-uuid: { replace: [{ with: "newId($owner)" }] } }
---

The reason.
`;

const FILES = {
  "node_modules/.keep": "",
  "package.json": { name: "made-up" },
  "src/new-id.ts": 'export { newId } from "./made-id.js";\n',
  "src/made-id.ts": "export const newId = (entity: string): string => entity;\n",
  "migrations/ids.md": CONTRACT,
};

let moves = 0;

let root = "";
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Loads as a new process does: in a folder of another name, since parsed files are remembered by their paths. */
function load(build = "1"): { project: Project; kept: KeptContracts; validated: number; parsed: number; tried: number } {
  moves += 1;
  const moved = `${root.replace(/-moved\d+$/, "")}-moved${moves}`;
  renameSync(root, moved);
  root = moved;
  const engine = createEngine({ root, host: { parse: parseWithOxc } });
  const validate = vi.spyOn(engine, "validate");
  const findEndless = vi.spyOn(engine, "findEndless");
  // What was written just now may change unseen, so nothing would be kept of it.
  const kept = new KeptContracts({ root, build, startedAt: Date.now() + 60_000 });
  const keep = vi.spyOn(kept.parses, "keep");
  const project = new ProjectLoader({ engine, openKept: () => kept }).load(root);
  const [validated, parsed, tried] = [validate, keep, findEndless].map(({ mock }) => mock.calls.length);
  return { project, kept, validated: validated!, parsed: parsed!, tried: tried! };
}

function cacheFile(): string {
  const folder = join(root, "node_modules/.cache/godwit");
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".cache"))!,
  );
}

test("a second process neither parses nor validates, and knows the same", () => {
  root = writeTree(FILES);
  const first = load();
  expect([first.parsed, first.validated]).toEqual([1, 1]);
  expect(first.project.problems).toMatchObject([{ code: "unbound-hole", severity: "warning" }]);
  const again = load();
  expect([again.parsed, again.validated]).toEqual([0, 0]);
  expect(again.project.problems).toEqual(first.project.problems);
  const [one, other] = [first, again].map(({ project }) => project.contracts[0]!.contract);
  expect({ ...other!, locate: undefined }).toEqual({ ...one!, locate: undefined });
  const place = ["rules", "no-raw-uuid", "replace", 0];
  expect(other!.locate(place)).toEqual(one!.locate(place));
  // A name that every object has is in it only if the contract has it.
  expect(["constructor", "toString"].map((name) => other!.components[name] !== undefined)).toEqual([true, false]);
});

test("validates again where a module that the named one leads to has changed", () => {
  root = writeTree(FILES);
  load();
  fillTree(root, { "src/made-id.ts": "export const otherId = 1;\n" });
  const changed = load();
  expect(changed.validated).toBe(1);
  expect(changed.project.problems.map(({ code }) => code)).toEqual(["unbound-hole", "missing-export"]);
  // An error is looked at in each run.
  expect(load().validated).toBe(1);
});

const MOVE = (from: string, to: string): string =>
  `---\ntitle: Moved\nrules: { no-deprecated-import: [{ from: ./src/${from}.ts, to: ./src/${to}.ts }] }\n---\n\nThe reason.\n`;

test("what contracts write is tried again with each contract beside it that has changed", () => {
  const modules = Object.fromEntries(["one", "two", "three", "other"].map((name) => [`src/${name}.ts`, "export const x = 1;\n"]));
  root = writeTree({ ...FILES, ...modules, "migrations/ids.md": MOVE("one", "two"), "migrations/more.md": MOVE("two", "three") });
  expect([load(), load()].map(({ tried }) => tried)).toEqual([2, 0]);
  fillTree(root, { "migrations/more.md": MOVE("two", "one") });
  const circle = load();
  expect(circle.tried).toBe(1);
  expect(circle.project.problems.map(({ file, code }) => [file, code])).toEqual([["migrations/more.md", "never-ends"]]);
  // An error is looked at in each run.
  expect(load().tried).toBe(1);
  // The first of them is on its own as it was; the second has another one beside it.
  fillTree(root, { "migrations/ids.md": MOVE("other", "two") });
  const mended = load();
  expect([mended.tried, mended.project.problems]).toEqual([2, []]);
});

test("another version of godwit, and a file that is cut off or holds something else, are like none", () => {
  root = writeTree(FILES);
  const { problems } = load().project;
  expect(load("2").validated).toBe(1);
  rmSync(join(root, "node_modules/.cache/godwit"), { recursive: true });
  load();
  for (const damage of [(text: string) => text.slice(0, 400), () => "", (text: string) => text.replace("IDs", "Ids")]) {
    writeFileSync(cacheFile(), damage(readFileSync(cacheFile(), "utf8")));
    const damaged = load();
    expect([damaged.project.problems, damaged.validated]).toEqual([problems, 1]);
    expect(load().validated).toBe(0);
  }
});

test("a run that takes contracts from an earlier one depends on all that they were validated with", () => {
  root = writeTree(FILES);
  expect(load().kept.footprint).toBeUndefined();
  const { validated, kept } = load();
  expect(validated).toBe(0);
  expect(kept.footprint!.files.map(([file]) => file)).toContain("src/made-id.ts");
});
