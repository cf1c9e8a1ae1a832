import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { copySources, isSource, listFiles } from "./copy.mjs";
import { examine } from "./examine.mjs";
import { writeGenericContracts } from "./generic-contracts.mjs";

const REPOSITORY = path.join(import.meta.dirname, "../..");
/** Much code is looked at; a busy machine takes longer than other tests may. */
const PATIENT = 240_000;
const folders: string[] = [];

function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-corpus-")));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test(
  "generic contracts find and fix much in one of our own packages, and nothing goes wrong",
  () => {
    const folder = emptyFolder();
    writeGenericContracts(folder, copySources(path.join(REPOSITORY, "packages/cli"), folder, /^dist\//));
    const { faults, counts } = examine(folder, listFiles(folder), check);
    expect(faults).toEqual([]);
    expect(counts.fixed).toBeGreaterThan(50);
  },
  PATIENT,
);

test(
  "generic contracts find and fix raw uuids and imports in the example",
  () => {
    const folder = emptyFolder();
    writeGenericContracts(folder, copySources(path.join(REPOSITORY, "examples/chat-platform"), folder));
    const { faults, counts } = examine(folder, listFiles(folder), check);
    expect(faults).toEqual([]);
    expect(counts.fixed).toBeGreaterThan(50);
  },
  PATIENT,
);

test("a fix that does not parse, a second run that changes something and a rule that throws are faults", () => {
  const folder = emptyFolder();
  const write = (text: string): void => writeFileSync(path.join(folder, "a.ts"), text);
  write("export const a = 1;\n");
  let runs = 0;
  const result = {
    files: { considered: 1, parsed: 1 },
    violations: [],
    problems: [{ file: "a.ts", code: "internal", message: "godwit failed on this file" }],
    fixed: 1,
  };
  const breaking = (): { result: typeof result } => {
    if (runs++ > 0) write(`export const a = ;${"\n".repeat(runs)}`);
    return { result };
  };
  const { faults } = examine(folder, ["a.ts"], breaking);
  expect(faults).toEqual([
    "a.ts does not parse after its fixes: Expression expected.",
    "a.ts changes in a second run",
    "check: a.ts: godwit failed on this file",
    "check --fix: a.ts: godwit failed on this file",
    "the second check --fix: a.ts: godwit failed on this file",
  ]);
});

test("a copy leaves the checkout alone and takes what git lists", () => {
  const checkout = emptyFolder();
  const copy = emptyFolder();
  mkdirSync(path.join(checkout, "node_modules"));
  for (const file of ["a.ts", "b.md", "node_modules/c.ts", "package.json"]) writeFileSync(path.join(checkout, file), "{}");
  expect(copySources(checkout, copy)).toEqual(["a.ts", "package.json"]);
  expect(["a.tsx", "a.mjs", "a.md"].map(isSource)).toEqual([true, true, false]);
  expect(existsSync(path.join(checkout, "migrations"))).toBe(false);
  expect(readFileSync(path.join(copy, "a.ts"), "utf8")).toBe("{}");
});
