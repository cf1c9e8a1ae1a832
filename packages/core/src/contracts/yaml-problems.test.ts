import { describe, expect, it } from "vitest";
import { parse, parseWith, places } from "../../test-support/contract-text.js";

/** The problems of a `match` that is written without quotes. */
function matchProblems(value: string): string[] {
  const { problems } = parse(`title: T\nrules:\n  no-deprecated-call:\n    replace:\n      - match: ${value}`);
  return problems.map(({ line, column, severity, message }) => `${line}:${column} ${severity} ${message}`);
}

describe("an unquoted template", () => {
  it.each([
    ["$x: 3", `6:16 error A colon in an unquoted value begins a key. Quote this: match: "$x: 3".`],
    ["`abc`", `6:16 error A value can't begin with a backtick. Quote this: match: "\`abc\`".`],
    ["*", `6:16 error * begins a YAML alias. Quote this: match: "*".`],
    ["*.ts", `6:16 error * begins a YAML alias. Quote this: match: "*.ts".`],
    ["@acme/x", `6:16 error A value can't begin with @. Quote this: match: "@acme/x".`],
    ["%foo", `6:16 error A value can't begin with %. Quote this: match: "%foo".`],
    ["&foo bar", `6:16 error & begins a YAML anchor, and nothing uses it. Quote this: match: "&foo bar".`],
    ["!isReady($x)", `6:16 error ! begins a YAML tag, and a contract has none. Quote this: match: "!isReady($x)".`],
    ["! x", `6:16 error ! begins a YAML tag, and a contract has none. Quote this: match: "! x".`],
    ["{ $x }.foo()", `6:16 error { begins a YAML object, and text follows it. Quote this: match: "{ $x }.foo()".`],
    ["[a, b].map(x)", `6:16 error [ begins a YAML list, and text follows it. Quote this: match: "[a, b].map(x)".`],
    [`"foo" + bar`, `6:16 error Text follows the closing quote. Quote this: match: '"foo" + bar'.`],
    ["foo({ a: 1, b })", `6:16 error A colon in an unquoted value begins a key. Quote this: match: "foo({ a: 1, b })".`],
    ["| x", `6:16 error | begins a YAML block. Quote this: match: "| x".`],
    [`"abc`, `6:16 error This " is never closed: write the " that closes it.`],
    ["#foo", `6:16 error " #" begins a YAML comment and cuts the value short. Quote this: match: "#foo".`],
    ["[a, b]", "6:16 error Expected a template in quotes, got a list."],
    ["3", "6:16 error Expected a template in quotes, got 3."],
    ["", "6:16 error Expected a template in quotes, got nothing; give it a value or remove the key."],
  ])("%s says what to quote, at its place", (value, expected) => {
    expect(matchProblems(value)).toEqual([expected]);
  });

  it.each([
    ["{ when: { name: [a, *bar] }, with: x }", `6:29 * begins a YAML alias. Quote this: "*bar".`],
    ["{ when: { name: *bar, entity: x }, with: x }", `6:25 * begins a YAML alias. Quote this: name: "*bar".`],
    [`{ with: "a, {b", when: { name: *bar } }`, `6:40 * begins a YAML alias. Quote this: name: "*bar".`],
  ])("in nested braces, %s", (entry, expected) => {
    const { problems } = parse(`title: T\nrules:\n  no-raw-uuid:\n    replace:\n      - ${entry}`);
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([expected]);
  });

  it.each([
    ["{ match: @foo, with: bar }", `6:18 error A value can't begin with @. Quote this: match: "@foo".`],
    ["{ match: foo($x), with: *bar }", `6:33 error * begins a YAML alias. Quote this: with: "*bar".`],
    [
      `{ match: "a", with: foo({ a: $x }) }`,
      `6:29 error A colon in an unquoted value begins a key. Quote this: with: "foo({ a: $x })".`,
    ],
    ["{ match: a[0], with: b }", `6:18 error Brackets of an unquoted value between brackets end it. Quote this: match: "a[0]".`],
    ["{ match: a, with: !b }", `6:27 error ! begins a YAML tag, and a contract has none. Quote this: with: "!b".`],
    [
      "{ match: foo($x, $y), with: b }",
      `6:26 error "$y)" is no key of "replace": put the value that it belongs to in quotes, as a whole.`,
    ],
    [
      "{ match: a, with: b, <<: { fix: none } }",
      `6:30 error "<<" (a merge key) is not read in "replace": write out the keys that it stands for.`,
    ],
  ])("in braces, %s", (entry, expected) => {
    const { problems } = parse(`title: T\nrules:\n  no-deprecated-call:\n    replace:\n      - ${entry}`);
    expect(problems.map(({ line, column, severity, message }) => `${line}:${column} ${severity} ${message}`)).toEqual([expected]);
  });

  it("is right where YAML can take it as it is", () => {
    expect(matchProblems("uuidv4().slice(0, $n) # the short form")).toEqual([]);
    expect(matchProblems("$a.b?.c<T>($x)")).toEqual([]);
  });
});

describe("a # that cuts a value short", () => {
  it.each([
    ["foo($x) #bar", true],
    ['foo("a # b")', true],
    ["foo($x) # a remark", false],
    ["foo($x) ## remark", false],
    ["'foo($x)' #bar", false],
  ])("match: %s", (value, isCut) => {
    expect(matchProblems(value).some((problem) => problem.includes("cuts the value short"))).toBe(isCut);
  });

  it("warns in imports, and leaves remarks behind modules and titles alone", () => {
    expect(places(parseWith("imports:\n  A: ./a.ts #b\n  B: ./b.ts # the new one\nwhy: reasons #1 and #2"))).toEqual([
      "5:12 cut-comment",
    ]);
  });
});

describe("keys", () => {
  it("are refused when they appear twice, at the second one", () => {
    const parsed = parse("title: T\nrules:\n  no-raw-uuid: {}\n  no-raw-uuid: { handMade: true }");
    expect(places(parsed)).toEqual(["5:3 duplicate-key"]);
    expect(parsed.problems[0]!.message).toContain('first as "no-raw-uuid: {}"');
  });

  it("have to be words", () => {
    expect(places(parseWith("{ a: b }: c"))).toEqual(["4:1 wrong-type"]);
    expect(places(parseWith(": c"))).toEqual(["4:1 wrong-type"]);
  });
});

describe("anchors and aliases", () => {
  it("may repeat a value", () => {
    const { contract, problems } = parseWith('files: &all ["src/**"]\nphases: [{ name: A, files: *all }]');
    expect(problems).toEqual([]);
    expect(contract!.phases[0]!.files).toEqual(["src/**"]);
  });

  it("locate a value at its alias", () => {
    const { contract } = parseWith('files: &all ["src/**"]\nphases: [{ name: A, files: *all }]');
    expect(contract!.locate(["phases", 0, "files"])).toMatchObject({ line: 5, column: 28 });
  });

  it("that explode are one problem", () => {
    const lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"];
    for (let level = 1; level < 30; level++) lines.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}x]`);
    const parsed = parse(lines.join("\n"));
    expect(parsed.problems.map(({ code }) => code)).toEqual(["alias-bomb"]);
  });

  it("that hold themselves are one problem", () => {
    expect(parse("a: &a [*a]").problems.map(({ code }) => code)).toEqual(["alias-bomb"]);
  });

  it("merge nothing", () => {
    expect(places(parse("title: T\nrules: &r { no-raw-uuid: {} }\nscope: { <<: *r }"))).toContain("4:10 bad-name");
  });
});

describe("what YAML itself gets wrong", () => {
  it.each([
    ["rules:\n\tno-raw-uuid: {}", "3:1", "Indent with spaces"],
    ["rules:\n  no-raw-uuid:\n    replace: [", "4:14", "This [ is never closed"],
    ["rules: {\n  no-raw-uuid: {}", "2:8", "This { is never closed"],
    ["rules:\n  - a\n  b: c", "4:3", "indent the lines of one list or object alike"],
  ])("%s", (frontMatter, place, advice) => {
    const { problems } = parse(frontMatter);
    const first = problems.find(({ code }) => code === "yaml")!;
    expect(first.message).toContain(advice);
    expect(`${first.line}:${first.column}`).toBe(place);
  });

  it("nests no deeper than a contract can", () => {
    for (const deep of ["[".repeat(5000), "- ".repeat(5000), "? ".repeat(5000), "{a: ".repeat(5000)]) {
      expect(parse(`title: ${deep}`.replace("title: -", "-").replace("title: ?", "?")).problems.map(({ code }) => code)).toEqual([
        "too-deep",
      ]);
    }
  });

  it("lists at most fifty problems of the YAML", () => {
    expect(parse("a: @x\n".repeat(500)).problems.filter(({ code }) => code === "yaml").length).toBe(50);
  });
});
