import { parseContract } from "../../contracts/index.js";
import { ruleDescriptions } from "../index.js";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";

/** `line:column code` of the problems; lines count from the front matter. */
function problemsOf(rule: string, module: string): { places: string[]; messages: string } {
  const frontMatter = `title: T\nimports: { Ev: ./events.ts }\nrules:\n  no-string-event: ${rule}\n`;
  const { contract, draft } = parseContract(
    `---\n${frontMatter}---\n`,
    { id: "case", file: "migrations/case.md" },
    ruleDescriptions,
  );
  const root = writeTree({ "events.ts": module });
  const problems = createEngine({ root, host: { parse: parseWithOxc } }).validate((contract ?? draft)!);
  return {
    places: problems.map(({ line, column, code, severity }) => `${line - 1}:${column} ${code} ${severity}`),
    messages: problems.map((problem) => problem.message).join("\n"),
  };
}

const RULE = "{ enum: Ev, methods: { emit: 0 } }";

describe("what no-string-event sees wrong in its option", () => {
  it.each([
    ["a class without constants", "export class Ev {}"],
    ["an interface", "export interface Ev { type: string }"],
    ["a function", "export function Ev() {}"],
    ["an enum of numbers", "export enum Ev { A, B = 2 }"],
    ["a plain string", "export type Ev = string;"],
  ])("is an enum that has no texts: %s", (_, module) => {
    const { places, messages } = problemsOf(RULE, module);
    expect(places).toEqual(["4:28 not-an-enum error"]);
    expect(messages).toContain("Name a string enum");
  });

  it.each([
    "export enum Ev { A = 'a' }",
    "export const Ev = { A: 'a' } as const;",
    "export const Ev = Object.freeze({ A: 'a' });",
    "export type Ev = 'a' | 'b';",
    "export const LIST = ['a'] as const; export type Ev = (typeof LIST)[number];",
    "export const MAP = { a: 1 }; export type Ev = keyof typeof MAP;",
    "export namespace Ev { export const A = 'a'; }",
    "import { z } from 'zod'; export const Ev = z.enum(['a']);",
    "enum Other { A = 'a' } export { Other as Ev };",
    "export class Ev { static readonly A = 'a'; }",
  ])("is nothing in %s", (module) => {
    expect(problemsOf(RULE, module).places).toEqual([]);
  });

  it("is an enum that its module does not export, said once", () => {
    expect(problemsOf(RULE, "export const other = 1;").places).toEqual(["2:16 missing-export error"]);
  });

  it("is an option that says nowhere where events are", () => {
    const { places, messages } = problemsOf("{ enum: Ev }", "export enum Ev { A = 'a' }");
    expect(places).toEqual(["4:20 finds-nothing warning"]);
    expect(messages).toContain("Add methods, functions or properties.");
    // What says it, and is refused, is told by itself.
    expect(problemsOf('{ enum: Ev, methods: { emit: "0" } }', "export enum Ev { A = 'a' }").places).toEqual([]);
  });
});
