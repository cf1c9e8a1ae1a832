import { parseContract } from "../../contracts/index.js";
import { ruleDescriptions } from "../index.js";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";

/** What is wrong with a list of replacements: `line:column code`, line 1 being the first entry's. */
function problemsOf(entries: readonly string[], files: Record<string, string> = {}): { places: string[]; messages: string[] } {
  const names = ["old", "older", "fresh", "Old", "Fresh", "box"];
  const head = [
    "title: T",
    `imports: { ${names.map((name) => `${name}: ./lib.ts`).join(", ")} }`,
    "rules:",
    "  no-deprecated-call:",
    "    replace:",
  ];
  const front = [...head, ...entries.map((entry) => `      - ${entry}`)].join("\n");
  const parsed = parseContract(`---\n${front}\n---\n`, { id: "case", file: "migrations/case.md" }, ruleDescriptions);
  const contract = parsed.contract ?? parsed.draft;
  if (!contract) throw new Error(parsed.problems.map((problem) => problem.message).join("\n"));
  const lib = names.map((name) => `export const ${name}: any = {};`).join("\n");
  const problems = createEngine({ root: writeTree({ "lib.ts": lib, ...files }), host: { parse: parseWithOxc } }).validate(
    contract,
  );
  return {
    places: problems.map(({ line, column, code }) => `${line - 1 - head.length}:${column} ${code}`),
    messages: problems.map(({ message }) => message),
  };
}

describe("what no-deprecated-call finds wrong in its option", () => {
  it("is a replacement that is matched again", () => {
    const { places, messages } = problemsOf([
      '{ match: "old($x)", with: "old({ name: $x })" }',
      '{ match: "older($$$all)", with: "older($$$all, null)" }',
      '{ match: "<Old $$$props />", with: "<Fresh><Old $$$props /></Fresh>" }',
      '{ match: "box.secret", with: "box.secret ?? null" }',
    ]);
    expect(places).toEqual(["1:35 never-ends", "2:41 never-ends", "3:44 never-ends", "4:38 never-ends"]);
    expect(messages[0]).toBe(
      "What it writes is matched again, so it never ends. Write a pattern that does not fit old({ name: $x }).",
    );
  });

  it("is a replacement that keeps what it replaces", () => {
    expect(problemsOf(['{ match: "old($x)", with: "String($value)" }']).places).toEqual(["1:35 never-ends"]);
    expect(problemsOf(['{ match: "old($value)", with: "String($value)" }']).places).toEqual([]);
  });

  it("is told of the others too where a replacement before them does not parse", () => {
    const { places } = problemsOf(['{ match: "old($x)", with: "fresh($x" }', '{ match: "old($x)", with: "old($x)" }']);
    expect(places).toEqual(["1:35 template-syntax", "2:35 never-ends"]);
  });

  it("is replacements that lead back to the first, or that need a second run", () => {
    const { places } = problemsOf([
      '{ match: "old($x)", with: "older($x)" }',
      '{ match: "older($x)", with: "old($x)" }',
      '{ match: "new Old($x)", with: "old($x)" }',
    ]);
    expect(places).toEqual(["1:35 never-ends", "2:37 never-ends", "3:39 two-steps"]);
  });

  it("is an entry that another one before it never lets be used", () => {
    const { places, messages } = problemsOf([
      '{ match: "new Old($a, $b)", with: "new Fresh($b)" }',
      '{ match: "new Old($a, null)", with: "new Fresh()" }',
      '{ match: "new Old($one, $two)" }',
      '{ match: "new Old($$$all)" }',
    ]);
    expect(places).toEqual(["2:18 unreachable", "3:18 unreachable"]);
    expect(messages[0]).toBe("new Old($a, $b) stands before it and fits all that it fits. Write the narrower pattern first.");
  });

  it("is not an entry for any number of what another one before it takes once", () => {
    const { places } = problemsOf([
      '{ match: "new Old($x)", with: "new Fresh($x)" }',
      '{ match: "new Old($x, $$$more)", with: "new Fresh($x)" }',
      '{ match: "new Old($$$all)", with: "fresh()" }',
      '{ match: "<Old $$$props>{$child}</Old>", with: "<Fresh $$$props label={$child} />" }',
      '{ match: "<Old $$$props>$$$children</Old>", with: "<Fresh $$$props>$$$children</Fresh>" }',
      '{ match: "<Old $$$props>{$$$all}</Old>" }',
    ]);
    expect(places).toEqual(["6:18 unreachable"]);
  });

  it("is an entry that only repeats another one, as a warning", () => {
    const { places, messages } = problemsOf([
      '{ match: "box.secret", with: "fresh()" }',
      '{ match: \'box["secret"]\', with: "fresh()" }',
    ]);
    expect(places).toEqual(["2:18 repeated"]);
    expect(messages[0]).toBe("box.secret fits the same and writes the same. Leave one out.");
  });

  it("is a way to write where nothing is written", () => {
    expect(problemsOf(['{ match: "old($x)", fix: suggest }']).places).toEqual(["1:34 contradiction"]);
  });

  it("is not a replacement that only looks alike", () => {
    const { places } = problemsOf([
      '{ match: "old($a, $b, null)", with: "old($a, $b)" }',
      '{ match: "old($a, $$$rest, 1)", with: "old($a)" }',
      '{ match: "new Old($a)", with: "Old.from($a)" }',
      '{ match: "old.secret($x)", with: "old($x).secret" }',
      '{ match: "<Old kind={$kind} $$$props />", with: "<Old variant={$kind} />" }',
      '{ match: "box`$text`", with: "box($text)" }',
    ]);
    expect(places).toEqual([]);
  });
});
