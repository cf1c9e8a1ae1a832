import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseContract } from "../../test-support/with-rules.js";
import { parse, places } from "../../test-support/contract-text.js";

const page = readFileSync(new URL("../../../../docs/contracts.md", import.meta.url), "utf8");
const reference = readFileSync(new URL("../../../../docs/contract-keys.md", import.meta.url), "utf8");
const source = { id: "user-helpers", file: "migrations/user-helpers.md" };

describe("docs/contracts.md", () => {
  it("begins with a contract that works as it is", () => {
    const [, text] = /^````md\n([\s\S]*?\n)````$/m.exec(page)!;
    const { contract, problems } = parseContract(text!, source);
    expect(problems).toEqual([]);
    expect(contract!.examples).toMatchObject([{ kind: "fix", path: "src/routes/profile.ts" }]);
  });

  it("shows a large contract without problems", () => {
    const [, yaml] = /^```yaml\n([\s\S]*?\n)```$/m.exec(page)!;
    expect(places(parse(yaml!))).toEqual([]);
  });

  const codesUnder = (heading: string): string[] => {
    const start = reference.indexOf(heading);
    const rows = reference.slice(start, reference.indexOf("\n\n", start)).matchAll(/^\| ((?:`[a-z0-9-]+`(?:, )?)+)/gm);
    return [...rows].flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!));
  };
  const textOf = (files: readonly string[]): string =>
    files.map((file) => readFileSync(new URL(`./${file}.ts`, import.meta.url), "utf8")).join("\n");

  const ruleFiles = (ending: string): string[] =>
    readdirSync(new URL("../", import.meta.url), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(ending))
      .map((file) => `../${file.replace(/\.ts$/, "")}`);

  it("says nothing of codes that are not there", () => {
    const codes = codesUnder("| code  ");
    const sources = textOf([
      "parse",
      "yaml/yaml-data",
      "contract-faults",
      "examples",
      "load",
      "read-contract-file",
      "reserved-ids",
      "schema/explain",
      "schema/fields",
      "schema/front-matter",
      ...ruleFiles("/options.ts"),
      "../rules/option-facts",
    ]);
    expect(codes.length).toBeGreaterThan(40);
    for (const code of codes) expect(sources).toContain(`"${code}"`);
  });

  it("has each code of what matches nothing, and no other", () => {
    const sources = textOf(["../rules/expectation"]);
    const [, codes] = /readonly code: ([^;]+);/.exec(sources)!;
    const written = [...codes!.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code!);
    // Git is asked by the command line alone.
    expect(codesUnder("| code of a warning").sort()).toEqual([...written, "ignored-by-git"].sort());
  });

  it("has each code of the engine and of its rules", () => {
    const sources = textOf(["../run/validate-contract", ...ruleFiles("/problems.ts")]);
    const known = new Set([...codesUnder("| code in what is named"), ...codesUnder("| code  ")]);
    const written = [...sources.matchAll(/(?:code: |\(|,\s+)"([a-z]+(?:-[a-z]+)+)"/g)].map(([, code]) => code!);
    const codes = written.filter(
      (code) => !/^(?:no|require|implements)-(?:raw|singleton|deprecated|string|loose|duplicate|context|contract)/.test(code),
    );
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  });
});
