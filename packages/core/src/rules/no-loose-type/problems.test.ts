import { parseContract } from "../../contracts/index.js";
import { ruleDescriptions } from "../index.js";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";

/** `line:column code severity` of the problems; lines count from the front matter. */
function problemsOf(rule: string): { places: string[]; messages: string } {
  const frontMatter = `title: T\nimports: { Auth: ./auth.ts, check: "./auth.ts" }\nrules:\n  no-loose-type: ${rule}\n`;
  const { contract, draft } = parseContract(
    `---\n${frontMatter}---\n`,
    { id: "case", file: "migrations/case.md" },
    ruleDescriptions,
  );
  const root = writeTree({ "auth.ts": "export interface Auth { ok: boolean }\nexport const check = () => 1;\n" });
  const problems = createEngine({ root, host: { parse: parseWithOxc } }).validate((contract ?? draft)!);
  return {
    places: problems.map(({ line, column, code, severity }) => `${line - 1}:${column} ${code} ${severity}`),
    messages: problems.map((problem) => problem.message).join("\n"),
  };
}

describe("what no-loose-type sees wrong in its option", () => {
  it("is a name that fits everything", () => {
    const { places, messages } = problemsOf('{ type: Auth, names: [auth, "*"], functions: "**" }');
    expect(places).toEqual(["4:46 matches-everything error", "4:63 matches-everything error"]);
    expect(messages).toContain('Write a word of the names that are meant, such as "*Auth".');
  });

  it.each(["any", "unknown", "object", "'{ ok: boolean }'"])("is a type that is as loose: %s", (type) => {
    const { places } = problemsOf(`{ type: ${type}, names: auth }`);
    expect(places).toEqual(["4:26 loose-type error"]);
  });

  it("is a type that is none", () => {
    expect(problemsOf('{ type: "Auth<", names: auth }').places).toEqual(["4:26 not-a-type error"]);
    expect(problemsOf("{ type: check, names: auth }").messages).toContain("check is a value, not a type.");
  });

  it("is a type that imports does not declare, as a warning", () => {
    expect(problemsOf("{ type: Other, names: auth }").places).toEqual(["4:26 unknown-name warning"]);
  });

  it("is one name for two types", () => {
    const { places, messages } = problemsOf('[{ type: Auth, names: auth }, { type: "Auth[]", names: [auth] }]');
    expect(places).toEqual(["4:74 contradiction error"]);
    expect(messages).toContain("auth is Auth in another entry already.");
  });

  it("is nothing in a type with arguments, or in one entry alone", () => {
    expect(problemsOf('{ type: "Promise<Auth>", names: [auth, "*_auth"], functions: [auth] }').places).toEqual([]);
    expect(problemsOf("{ type: Auth }").places).toEqual([]);
  });
});
