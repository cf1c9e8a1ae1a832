import { parseContract } from "../../contracts/index.js";
import { ruleDescriptions } from "../index.js";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";

const FILES = { "context.ts": "export interface UserContext { id: string }\nexport const made = 1;\n" };
const IMPORTS = "imports: { UserContext: ./context.ts, made: ./context.ts }";

/** The problems of an option, as `line:column code`; lines count from the rule's own. */
function problemsOf(option: string, rest = IMPORTS): { places: string[]; messages: string } {
  const front = `---\ntitle: T\n${rest}\nrules:\n  require-context:\n${option.replace(/^/gmu, "    ")}\n---\n`;
  const {
    contract,
    draft,
    problems: syntax,
  } = parseContract(front, { id: "case", file: "migrations/case.md" }, ruleDescriptions);
  const parsed = contract ?? draft;
  if (!parsed) throw new Error(syntax.map(({ message }) => message).join("\n"));
  const first = front.split("\n").indexOf("  require-context:") + 1;
  const problems = createEngine({ root: writeTree(FILES), host: { parse: parseWithOxc } }).validate(parsed);
  return {
    places: problems.map(({ line, column, code }) => `${line - first}:${column} ${code}`),
    messages: problems.map(({ message }) => message).join("\n"),
  };
}

const GOOD = [
  "parameter: context\ntype: UserContext\nnames: [create*]",
  'parameter: context\ntype: UserContext\nnames: "*"\nfiles: [src/**]',
  "parameter: context\nfiles: [src/routes/**]",
  'parameter: context\ndecorators: [Get, "@Post()", nest.Put]',
  'parameter: context\nhandlers: ["app.get($_, $handler)", "app.post($_, $$$handlers)"]',
  'parameter: context\ncalls: ["run($$$_)", "new Job($$$_)", "run($context, $$$_)"]',
];

describe("what is wrong with an option of require-context", () => {
  it.each(GOOD)("is nothing in %j", (option) => {
    expect(problemsOf(option).places).toEqual([]);
  });

  it("is one that means no function", () => {
    expect(problemsOf("parameter: context\ncalls: []").places).toEqual(["1:5 nothing-selected"]);
    expect(problemsOf("parameter: context").messages).toContain("Write names, files, decorators, handlers or calls.");
  });

  it("is a name or a file that means every function", () => {
    expect(problemsOf('parameter: context\nnames: [run, "*"]').places).toEqual(["2:18 matches-everything"]);
    expect(problemsOf('parameter: context\nnames: "**"').places).toEqual(["2:12 matches-everything"]);
    expect(problemsOf('parameter: context\nfiles: ["**/*.ts"]').places).toEqual(["2:13 matches-everything"]);
    expect(problemsOf('parameter: context\nfiles: ["**/*.{ts,tsx}", "src/**"]').places).toEqual(["2:13 matches-everything"]);
  });

  it("is a pattern of handlers that does not say which argument the handler is", () => {
    const { places, messages } = problemsOf('parameter: context\nhandlers: ["app.get($_, $run)"]');
    expect(places).toEqual(["2:16 no-handler"]);
    expect(messages).toContain("Write $handler in its place");
  });

  it("is a pattern that is no call", () => {
    const { places, messages } = problemsOf("parameter: context\ncalls: [runAgent]\nhandlers: [app.handler]");
    expect(places).toEqual(["3:16 no-call", "2:13 no-call"]);
    expect(messages).toContain("Write one, such as runAgent($$$_).");
  });

  it("is a pattern that can't be parsed, told once", () => {
    expect(problemsOf('parameter: context\ncalls: ["run("]').places).toEqual(["2:13 template-syntax"]);
  });

  it("is something that is no decorator", () => {
    expect(problemsOf('parameter: context\ndecorators: ["@Get() list"]').places).toEqual(["2:18 no-decorator"]);
  });

  it("is a type that is a value, is not there, or is not declared", () => {
    expect(problemsOf("parameter: context\ntype: made\nnames: [run]").places).toEqual(["2:11 not-a-type"]);
    expect(problemsOf("parameter: context\ntype: Other\nnames: [run]").places).toEqual(["2:11 undeclared-type"]);
    for (const type of ["AbortSignal", "string", "unknown"])
      expect(problemsOf(`parameter: signal\ntype: ${type}\nnames: [run]`).places).toEqual([]);
    const lost = problemsOf("parameter: context\ntype: Lost\nnames: [run]", "imports: { Lost: ./context.ts }");
    expect(lost.places.map((place) => place.replace(/^\S+ /u, ""))).toEqual(["missing-export"]);
  });

  it("is a type other than the scope's", () => {
    const rest = `${IMPORTS.replace("made", "Other")}\nscope: { context: { from: context, type: Other } }`;
    expect(problemsOf("parameter: context\ntype: UserContext\nnames: [run]", rest).places).toContain("2:11 contradiction");
  });
});
