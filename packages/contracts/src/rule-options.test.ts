import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { parseRuleOption, RULE_NAMES, ruleOptionSchema, type RuleName } from "./index.js";
import { parse, places } from "../test-support/contract-text.js";

function problemsOf(rule: RuleName, option: unknown): string[] {
  return parseRuleOption(rule, option).problems.map(({ path, severity, code }) => `${path.join(".")} ${severity} ${code}`);
}

/** A right option of each rule, with every key. */
const RIGHT: Record<RuleName, unknown> = {
  "no-raw-uuid": {
    replace: [
      {
        when: { name: ["a", "*b"], entity: "user", decoration: ["slice", "none"], source: "uuid#v4", files: "src/**" },
        with: ["a()", "b()"],
        fix: "auto",
      },
      { with: "c()" },
    ],
    sources: ["./src/ids.ts#make", "@acme/ids#default"],
    handMade: false,
    entityCase: "camel",
  },
  "no-singleton-access": {
    classes: ["A"],
    accessors: ["get"],
    objects: ["registry"],
    functions: ["getRegistry"],
    declarations: true,
    construct: true,
    replace: [{ match: "A.get()", with: "a" }, { match: "b" }],
  },
  "no-deprecated-import": [
    { from: "./src/old/**", to: "./src/new/**" },
    { from: "lodash", name: ["a", "b"], to: "lodash-es", rename: "alias", fix: "suggest" },
    { from: "./a.ts", name: "A", as: "default", to: "./b.ts", rename: "uses" },
    { from: "#internal/x", remove: true },
    { from: "./a.ts", name: "Old", as: "New" },
  ],
  "no-string-id": {
    type: "UserId",
    names: "*UserId",
    wrap: "UserId($value)",
    replace: [{ match: "$r.get($_)", with: "x($r)" }],
    fix: "none",
  },
  "no-deprecated-call": { replace: [{ match: "new A($x)", with: "create($x)" }] },
  "no-string-event": {
    enum: "E",
    methods: { emit: 0, constructor: 1 },
    functions: { send: 1 },
    properties: ["type"],
    fix: "auto",
  },
  "no-loose-type": [{ type: "AuthResult", names: ["auth"], functions: "verifyToken", fix: "auto" }],
  "no-duplicate-type": { canonical: ["UserId"], fix: "auto" },
  "require-context": {
    parameter: "context",
    type: "UserContext",
    names: "*",
    files: ["src/**"],
    decorators: ["Get"],
    handlers: ["r.get($_, $handler)"],
    calls: ["f($_)"],
    fix: "auto",
  },
  "implements-contract": {},
};

describe("right options", () => {
  it.each(RULE_NAMES)("%s takes every key, with no problem", (rule) => {
    const { value, problems } = parseRuleOption(rule, RIGHT[rule]);
    expect(problems).toEqual([]);
    const isWrapped = ["no-string-id"].includes(rule);
    expect(value).toEqual(isWrapped ? [RIGHT[rule]] : RIGHT[rule]);
  });

  it("wraps a single entry and leaves a list", () => {
    expect(parseRuleOption("no-deprecated-import", { from: "a", to: "b" }).value).toEqual([{ from: "a", to: "b" }]);
    expect(parseRuleOption("no-deprecated-import", [{ from: "a", to: "b" }]).value).toEqual([{ from: "a", to: "b" }]);
  });
});

describe("the JSON Schema of an option", () => {
  const require = createRequire(import.meta.url);
  const Ajv = require("ajv") as new (options: object) => { compile(schema: object): (data: unknown) => boolean };
  const ajv = new Ajv({ meta: false, schemaId: "auto", validateSchema: false });

  it.each(RULE_NAMES)("of %s agrees with the parser", (rule) => {
    const isValid = ajv.compile(ruleOptionSchema(rule));
    expect(isValid(RIGHT[rule])).toBe(true);
    for (const wrong of [null, 3, "x", [3], { nope: 1 }, [{ nope: 1 }]]) {
      expect(isValid(wrong)).toBe(parseRuleOption(rule, wrong).problems.length === 0);
    }
  });
});

describe("wrong options", () => {
  it.each<[RuleName, unknown, string[]]>([
    ["no-raw-uuid", { sources: { only: [] } }, ["sources.only error contradiction"]],
    ["no-raw-uuid", { sources: ["uuid"] }, ["sources.0 error bad-module"]],
    ["no-raw-uuid", { replace: [{ with: "a" }, { with: "b" }] }, ["replace.1 warning unreachable"]],
    ["no-raw-uuid", { replace: [{ when: {}, with: "a" }, { with: "b" }] }, ["replace.1 warning unreachable"]],
    [
      "no-raw-uuid",
      { replace: [{ when: { files: ["./a"] }, with: [] }] },
      ["replace.0.when.files.0 error bad-glob", "replace.0.with error bad-value"],
    ],
    [
      "no-raw-uuid",
      { replace: [{ when: { name: "a", decoration: "cut" }, with: "" }] },
      ["replace.0.when.decoration error wrong-type", "replace.0.with error empty"],
    ],
    ["no-deprecated-import", { from: "a" }, [" warning contradiction"]],
    ["no-deprecated-import", { from: "a", to: "b", remove: true }, ["to error contradiction"]],
    ["no-deprecated-import", [{ from: "a", to: "b", as: "c" }], ["0.as error contradiction"]],
    ["no-deprecated-import", { from: "a", to: "b", name: ["x", "y"], as: "c" }, ["as error contradiction"]],
    ["no-deprecated-import", { from: "./a", to: "./b/*" }, ["to error contradiction"]],
    ["no-deprecated-import", { from: "./a/*", to: "./b/*/**" }, ["to error contradiction"]],
    ["no-deprecated-import", { from: "./a/*/x/*", to: "./b/*" }, []],
    ["no-deprecated-import", { from: "./a", to: "./a" }, ["to error contradiction"]],
    ["no-deprecated-import", { from: "./a", to: "./a", name: "x", as: "y" }, []],
    ["no-deprecated-import", { from: "./a#b", to: "./c" }, ["from error contradiction"]],
    ["no-deprecated-import", { from: "./../a", to: "/c" }, ["from error bad-module", "to error bad-module"]],
    ["no-deprecated-import", { from: "./a", to: "./b", rename: "uses" }, ["rename warning contradiction"]],
    ["no-deprecated-import", [], [" error bad-value"]],
    [
      "no-deprecated-import",
      [
        { from: "./a", to: "./b" },
        { from: "./b", to: "./a" },
      ],
      ["0.to error contradiction", "1.to error contradiction"],
    ],
    [
      "no-deprecated-import",
      [
        { from: "./a", name: "x", to: "./b", as: "y" },
        { from: "./b", name: "y", to: "./a", as: "z" },
      ],
      [],
    ],
    [
      "no-deprecated-import",
      [
        { from: "./a", name: ["x", "y"], to: "./b" },
        { from: "./a", name: "y", to: "./c" },
        { from: "./a", to: "./d" },
      ],
      ["1 warning unreachable"],
    ],
    ["no-singleton-access", { construct: true }, ["construct warning contradiction"]],
    [
      "no-singleton-access",
      {
        replace: [
          { match: "a.b", with: "c" },
          { match: "a.b", with: "d" },
        ],
      },
      ["replace.1.match warning unreachable"],
    ],
    ["no-string-id", [{ type: "UserId", names: "*" }], ["0.names error matches-everything"]],
    ["no-string-id", [{ type: "UserId" }, { type: "UserId", names: "owner" }], ["1.type warning unreachable"]],
    ["no-deprecated-call", { replace: [] }, ["replace error bad-value"]],
    [
      "no-string-event",
      { enum: "E", methods: { emit: -1, on: 1.5, off: "0" } },
      ["methods.emit error bad-value", "methods.on error wrong-type", "methods.off error wrong-type"],
    ],
    ["no-duplicate-type", {}, [" error missing-key"]],
    ["implements-contract", { a: 1 }, ["a error unknown-key"]],
  ])("%s %j", (rule, option, expected) => {
    expect(problemsOf(rule, option).sort()).toEqual([...expected].sort());
  });

  it("are reported where they stand in a contract, with and without a list", () => {
    expect(places(parse("title: T\nrules:\n  no-deprecated-import: { from: a, to: b, as: c }"))).toEqual(["4:47 contradiction"]);
    expect(places(parse("title: T\nrules:\n  no-deprecated-import:\n    - { from: a, to: b, as: c }"))).toEqual([
      "5:29 contradiction",
    ]);
  });
});
