import { parseContract } from "../../contracts/index.js";
import { ruleDescriptions } from "../index.js";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";

/** The problems of a contract with these components, as `line:column code`; lines count from the front matter. */
function problemsOf(components: string): { places: string[]; messages: string } {
  const front = `---\ntitle: T\nrules: { implements-contract: {} }\n${components}\n---\n`;
  const { contract, draft } = parseContract(front, { id: "case", file: "migrations/case.md" }, ruleDescriptions);
  const parsed = contract ?? draft;
  if (!parsed) throw new Error("no contract");
  const files = { "src/bridge.ts": "export class Bridge {}\n" };
  const problems = createEngine({ root: writeTree(files), host: { parse: parseWithOxc } }).validate(parsed);
  return {
    places: problems.map(({ line, column, code, severity }) => `${line - 1}:${column} ${code} ${severity}`),
    messages: problems.map(({ message }) => message).join("\n"),
  };
}

describe("what is wrong with the components of implements-contract", () => {
  it("is nothing where each is there and has something to keep", () => {
    expect(problemsOf("components:\n  Bridge: { from: ./src/bridge.ts, requiredMethods: [start] }").places).toEqual([]);
    expect(problemsOf("components:\n  Bridge: { from: ./src/bridge.ts, initializationDependencies: [Bus] }").places).toEqual([]);
  });

  it("is a file that is not there, where the component says it", () => {
    const { places, messages } = problemsOf("components:\n  Bridge: { from: ./src/gone.ts, requiredMethods: [start] }");
    expect(places).toEqual(["4:19 missing-module error"]);
    expect(messages).toContain("./src/gone.ts is not there. Write the path of the file that declares Bridge, from the root.");
  });

  it("is a component of which nothing is asked, as a warning", () => {
    expect(problemsOf("components:\n  Bridge: { from: ./src/bridge.ts }").places).toEqual(["4:11 empty-component warning"]);
  });
});
