import { parseContract } from "../../contracts/index.js";
import { ruleDescriptions } from "../index.js";
import { expect, test } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";

/** What is wrong with a contract of the rule, as `line:column code message`; lines count from the front matter. */
function problemsOf(imports: string, canonical: string, files: Record<string, string>): string[] {
  const text = `---\ntitle: T\nimports:\n${imports}\nrules:\n  no-duplicate-type:\n    canonical: ${canonical}\n---\n`;
  const { contract, draft, problems: faults } = parseContract(text, { id: "case", file: "migrations/case.md" }, ruleDescriptions);
  const problems = createEngine({ root: writeTree(files), host: { parse: parseWithOxc } }).validate((contract ?? draft)!);
  return [...faults, ...problems].map(({ line, column, code, message }) => `${line - 1}:${column} ${code} ${message}`);
}

const TYPES = {
  "types.ts": [
    "export interface User { id: string }",
    "export type UserId = string;",
    "export class Session {}",
    "export enum Status { On }",
    "export const LIMIT = 3;",
    "export function load() {}",
    'export type { Hidden } from "./hidden.js";',
  ].join("\n"),
  "hidden.ts": "export interface Hidden { id: string }",
};

test("interfaces, aliases, classes, enums and what barrels pass on are canonical", () => {
  const imports =
    "  User: ./types.ts\n  UserId: ./types.ts\n  Session: ./types.ts\n  Status: ./types.ts\n  Hidden: ./types.ts\n  ObjectId: bson";
  expect(problemsOf(imports, "[User, UserId, Session, Status, Hidden, ObjectId]", TYPES)).toEqual([]);
});

test("a name that imports does not declare is told once", () => {
  expect(problemsOf("  User: ./types.ts", "[User, Usr]", TYPES)).toEqual([
    '6:23 unknown-name "Usr" is not in "imports". Did you mean "User"?',
  ]);
});

test("a value is no type", () => {
  const problems = problemsOf("  LIMIT: ./types.ts\n  load: ./types.ts", "[LIMIT, load]", TYPES);
  expect(problems.map((problem) => problem.split(" ").slice(0, 2).join(" "))).toEqual(["7:17 not-a-type", "7:24 not-a-type"]);
  expect(problems[0]).toContain("LIMIT is a value, not a type. Name an interface");
});

test("a namespace is no type", () => {
  expect(problemsOf('  Types: "./types.ts#*"', "[Types]", TYPES).join()).toContain(
    "6:17 not-a-type Types is a value, not a type",
  );
});

test("a module or an export that is not there is named where imports has it", () => {
  expect(
    problemsOf("  User: ./gone.ts\n  Account: ./types.ts", "[User, Account]", TYPES).map((each) => each.split(" ")[1]),
  ).toEqual(["missing-module", "missing-export"]);
});

test("a name twice, also in another spelling, contradicts itself", () => {
  expect(problemsOf("  UserId: ./types.ts\n  UserID: ./types.ts#UserId", "[UserId, UserId, UserID]", TYPES)).toEqual([
    "7:25 contradiction UserId is written twice. Leave one.",
    "7:33 contradiction UserId and UserID are one name when compared by words, so one of them would never be found. Leave one.",
  ]);
});
