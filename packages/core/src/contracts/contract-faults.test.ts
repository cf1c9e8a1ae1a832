import { describe, expect, it } from "vitest";
import { parse, parseWith, places } from "../../test-support/contract-text.js";

describe("phases", () => {
  it("have different names", () => {
    expect(places(parseWith('phases: [{ name: A, files: ["a/**"] }, { name: A, files: ["b/**"] }]'))).toEqual([
      "4:48 duplicate-phase",
    ]);
  });

  it("are out of reach behind one that takes all", () => {
    expect(places(parseWith('phases:\n  - { name: A }\n  - { name: B, files: ["b/**"] }'))).toEqual(["6:5 unreachable"]);
    expect(places(parseWith('phases: [{ name: A, files: ["a/**"] }, { name: B }]'))).toEqual([]);
    expect(places(parseWith("phases: [{ name: A, files: [] }]"))).toEqual(["4:28 unreachable"]);
  });

  it("are due before the contract is", () => {
    expect(places(parseWith("due: 2027-01-01\nphases: [{ name: A, due: 2027-02-01 }]"))).toEqual(["5:26 contradiction"]);
  });
});

describe("gates", () => {
  it("have different names", () => {
    expect(places(parseWith("gates: [{ name: A, when: { manual: a } }, { name: A, when: { run: b } }]"))).toEqual([
      "4:51 duplicate-gate",
    ]);
  });

  it.each([
    ["{ phase: B }", ["5:35 unknown-phase"]],
    ["{ phase: A }", []],
    ["{ rules: [no-string-id] }", ["5:36 unknown-rule"]],
    ["{ rules: [no-raw-uuid] }", []],
    ["{ rules: [no-raw-uuids] }", ["5:36 bad-value"]],
    ["{}", ["5:26 bad-value"]],
    ["{ run: a, manual: b }", ["5:26 bad-value"]],
    ["{ bridges: gone }", ["5:37 bad-value"]],
  ])("when: %s", (when, expected) => {
    expect(places(parseWith(`phases: [{ name: A }]\ngates: [{ name: g, when: ${when} }]`))).toEqual(expected);
  });
});

describe("risk", () => {
  it.each([
    ["risk: low", []],
    ["risk: medium", ["validate.each"]],
    ["risk: high", ["validate.before", "validate.each", "validate.after"]],
    ["risk: critical", ["validate.before", "validate.each", "validate.after", "rollback", "components"]],
    ["risk: high\nvalidate: { before: [a], each: [b], after: [] }", ["validate.after"]],
  ])("%s warns of what migrate will demand", (text, missing) => {
    const { contract, problems } = parseWith(text);
    expect(contract).toBeDefined();
    expect(problems.map(({ message }) => [...message.matchAll(/"(.*?)"/g)].map(([, key]) => key))).toEqual(
      missing.length === 0 ? [] : [missing],
    );
  });
});

describe("validate", () => {
  it("says of risk what migrate does with it", () => {
    const said = (text: string) => parseWith(text).problems.map(({ message }) => message);
    expect(said("risk: medium")).toEqual([
      expect.stringContaining(
        'keeps nothing in files that no tsconfig includes, since nothing would prove it: add "validate.each" (or --verify), commands',
      ),
    ]);
    expect(said("risk: high\nvalidate: { before: [a], after: [b] }")).toEqual([
      'So far, a migration of risk high is refused: add "validate.each" (or --verify), commands that pass after each consumer.',
    ]);
  });

  it("takes texts and { run, in } beside each other", () => {
    const { contract, problems } = parseWith(
      'validate: { before: [a, { run: "b -w {package}" }], each: [{ run: "c {files}", in: package }] }',
    );
    expect(problems).toEqual([]);
    expect(contract!.validate).toEqual({
      before: [
        { run: "a", in: "root" },
        { run: "b -w {package}", in: "root" },
      ],
      each: [{ run: "c {files}", in: "package" }],
      after: [],
    });
  });

  it.each([
    ["validate: { each: [{ in: package }] }", ["missing-key"]],
    ["validate: { each: [{ run: a, in: folder }] }", ["bad-value"]],
    ['validate: { each: [{ run: "" }] }', ["empty"]],
    ['validate: { each: [{ run: "a {pakage}" }] }', ["unknown-placeholder"]],
    ["validate: { each: [3] }", ["wrong-type"]],
  ])("refuses %s", (text, codes) => {
    expect(parseWith(text).problems.map(({ code }) => code)).toEqual(codes);
  });
});

describe("names of imports", () => {
  it("are checked wherever one is meant", () => {
    const parsed = parse(`title: T
imports: { UserId: ./ids.ts, Events: ./events.ts }
scope: { context: { from: ctx, type: UserContext } }
rules:
  no-string-id: [{ type: UsrId }]
  no-string-event: { enum: Event }
  no-duplicate-type: { canonical: [UserId, Message] }
  no-singleton-access: { objects: [registry] }`);
    expect(places(parsed)).toEqual([
      "4:38 unknown-name",
      "6:26 unknown-name",
      "7:28 unknown-name",
      "8:44 unknown-name",
      "9:36 unknown-name",
    ]);
    expect(parsed.problems[1]!.message).toContain('Did you mean "UserId"?');
    expect(parsed.problems[3]!.message).toContain("Add Message: with its module there.");
  });

  it("are names of the code, without $", () => {
    const parsed = parseWith('imports: { $x: a, "a b": c }\nscope: { $y: z, w: "a b" }');
    expect(parsed.problems[0]!.message).toBe('"$x" reads as a hole; write "x" without $. Its module is then a#$x.');
    expect(places(parsed)).toEqual(["4:12 bad-name", "4:19 bad-name", "5:10 bad-name", "5:20 bad-scope"]);
  });
});

describe("modules", () => {
  it.each([
    ["./src/a.ts", true],
    ["./src/a.ts#default", true],
    ["./src/a.ts#*", true],
    ["@acme/ids#make", true],
    ["lodash/fp", true],
    ["./a b/c.ts", true],
    ["./a b/c.ts ", false],
    ["lodash fp", false],
    ["#internal/ids", true],
    ["node:crypto#randomUUID", true],
    ["../a.ts", false],
    ["./a/../../b.ts", false],
    ["/a.ts", false],
    ["C:/a.ts", false],
    [".\\\\a.ts", false],
    ["src/a.ts", false],
    ["@/a", false],
    ["./a.ts#", false],
    ["./a.ts#a b", false],
    ["./src/*.ts", false],
    ["", false],
  ])("%s is right: %s", (module, isRight) => {
    expect(places(parseWith(`imports: { A: "${module}" }`))).toEqual(isRight ? [] : ["4:15 bad-module"]);
  });

  it("of bridges and components are files of the repository", () => {
    expect(places(parseWith("bridges: [./a.ts#A.b, lodash, a/b.ts]\ncomponents: { A: { from: lodash }, B: {} }"))).toEqual([
      "4:23 bad-module",
      "4:31 bad-module",
      "5:26 bad-module",
      "5:39 missing-key",
    ]);
  });
});

describe("a slip of the pen", () => {
  const said = (entry: string) =>
    parse(`title: T\nrules: { no-raw-uuid: { replace: [${entry}] } }`).problems.map(({ message }) => message);

  it("in a key that has to be there is told once", () => {
    expect(said("{ wiht: newId() }")).toEqual(['"wiht" is no key of "replace". Did you mean "with"?']);
  });

  it("is a key of the contract in one of its rules", () => {
    expect(said("{ with: newId(), ignores: [src/ids.ts] }")).toEqual([
      '"ignores" is no key of "replace": write it beside "rules".',
    ]);
  });

  it("in a word that may also be a list of words is told with the word", () => {
    expect(said("{ with: newId(), when: { decoration: slices } }")).toEqual([
      'Expected slice, strip, template, case, none, or a list of them, got "slices". Did you mean "slice"?',
    ]);
  });
});

describe("other danger", () => {
  it("warns of links that no hover shows, and of placeholders that nothing fills", () => {
    expect(
      places(parseWith('links: ["javascript:x", https://a.example]\nvalidate: { each: ["test {file} ${HOME} {a,b}"] }')),
    ).toEqual(["4:9 bad-link", "5:20 unknown-placeholder"]);
  });

  it("warns of implements-contract without components, and refuses no rule at all", () => {
    expect(places(parse("title: T\nrules: { implements-contract: {} }"))).toEqual(["3:31 contradiction"]);
    expect(places(parse("title: T\nrules: {}"))).toEqual(["3:8 missing-key"]);
  });
});
