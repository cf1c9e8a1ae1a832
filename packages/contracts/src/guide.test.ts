import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseContract } from "./index.js";
import { parse, places } from "../test-support/contract-text.js";

const page = readFileSync(new URL("../../../docs/contracts.md", import.meta.url), "utf8");
const source = { id: "user-helpers", file: "migrations/user-helpers.md" };

describe("docs/contracts.md", () => {
  it("begins with a contract that works as it stands", () => {
    const [, text] = /^````md\n([\s\S]*?\n)````$/m.exec(page)!;
    const { contract, problems } = parseContract(text!, source);
    expect(problems).toEqual([]);
    expect(contract!.examples).toMatchObject([{ kind: "fix", path: "src/routes/profile.ts" }]);
  });

  it("shows a large contract without problems", () => {
    const [, yaml] = /^```yaml\n([\s\S]*?\n)```$/m.exec(page)!;
    expect(places(parse(yaml!))).toEqual([]);
  });

  it("says nothing of codes that are not there", () => {
    const table = /\| code +\| what it means[\s\S]*?\n\n/.exec(page)![0];
    const codes = [...table.matchAll(/^\| ((?:`[a-z0-9-]+`(?:, )?)+)/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!),
    );
    const files = [
      "parse",
      "yaml-data",
      "option-faults",
      "move-faults",
      "contract-faults",
      "examples",
      "load",
      "read-contract-file",
      "reserved-ids",
      "schema/explain",
      "schema/fields",
      "schema/front-matter",
    ];
    const sources = files.map((file) => readFileSync(new URL(`./${file}.ts`, import.meta.url), "utf8")).join("\n");
    expect(codes.length).toBeGreaterThan(40);
    for (const code of codes) expect(sources).toContain(`"${code}"`);
  });
});
