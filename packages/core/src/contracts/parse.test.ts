import { describe, expect, it } from "vitest";
import { parseContract } from "../../test-support/with-rules.js";
import { FULL_FRONT_MATTER, FULL_PROSE, parse, parseWith, places } from "../../test-support/contract-text.js";

const source = { id: "my-ids", file: "migrations/my-ids.md" };

describe("a whole contract", () => {
  const parsed = parse(FULL_FRONT_MATTER, FULL_PROSE);
  const contract = parsed.contract!;

  it("has every key of the specification's example", () => {
    expect(places(parsed)).toEqual(["54:47 unknown-rule"]);
    expect(contract).toMatchObject({
      id: "my-ids",
      title: "One ID generator",
      status: "active",
      risk: "critical",
      severity: "error",
      owner: "@acme/identity",
      dependsOn: ["user-context"],
      due: "2027-01-31",
      rollback: ["node scripts/flag.mjs unified-ids off"],
    });
    expect(contract.phases.map(({ name, allow, due }) => [name, allow, due])).toEqual([
      ["Auth and WebSocket", 0, "2026-12-04"],
      ["Core", 0, undefined],
      ["The rest", 0, undefined],
    ]);
    expect(contract.gates.at(-1)).toEqual({ name: "Bridges removed", when: { bridges: "removed" } });
    expect(contract.components["AgentWebSocketBridge"]).toMatchObject({
      requiredMethods: ["notifyAgentStarted", "notifyAgentCompleted"],
    });
  });

  it("keeps the braces of placeholders in unquoted commands", () => {
    expect(contract.validate.each).toEqual([{ run: "npx vitest related --run {files}", in: "root" }]);
  });

  it("reads imports and scope in all their spellings", () => {
    expect(contract.imports["getFactory"]).toEqual({
      name: "getFactory",
      module: "./src/agents/factory.ts",
      exported: "getAgentInstanceFactory",
    });
    expect(contract.imports["ObjectId"]).toEqual({ name: "ObjectId", module: "bson", exported: "ObjectId" });
    expect(contract.imports["legacyDefault"]!.exported).toBe("default");
    expect(contract.scope).toEqual({
      context: { from: ["context", "ctx", "this.context"], type: "UserContext" },
      userId: { from: ["userId", "context.userId"] },
    });
  });

  it("locates keys and values, and the nearest ancestor of what is not there", () => {
    expect(contract.locate(["rules", "no-raw-uuid", "replace", 1, "with"])).toMatchObject({ line: 32, column: 15 });
    expect(contract.locate(["rules", "no-raw-uuid", "replace", 1, "gone"])).toMatchObject({ line: 31, column: 9 });
    expect(contract.locate(["nothing"])).toMatchObject({ line: 2, column: 1 });
  });

  it("has a hash that follows every change", () => {
    expect(contract.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(parse(`${FULL_FRONT_MATTER}# more`, FULL_PROSE).contract!.hash).not.toBe(contract.hash);
    expect(parse(FULL_FRONT_MATTER, FULL_PROSE).contract!.hash).toBe(contract.hash);
  });
});

describe("what is no contract", () => {
  it.each([
    ["no front matter", "# Notes\n"],
    ["front matter of something else", "---\nlayout: page\n---\n"],
    ["an empty front matter", "---\n---\n"],
    ["a front matter that is a list", "---\n- a\n---\n"],
    ["an empty file", ""],
  ])("passes over %s", (_, text) => {
    expect(parseContract(text, source)).toEqual({ problems: [], skipped: true });
  });

  it("reports keys of a contract in a list, once", () => {
    const { problems } = parseContract("---\n- title: T\n- rules:\n    no-raw-uuid: {}\n---\n", source);
    expect(problems.map(({ line, code, message }) => `${line} ${code} ${message}`)).toEqual([
      "2 wrong-type The contract's keys are in a list: remove the - before them.",
    ]);
  });

  it("reports front matter that can't be parsed, whatever its keys", () => {
    expect(places(parseContract("---\nlayout: `x`\n---\n", source))).toEqual(["2:9 yaml"]);
  });

  it("reports keys of a contract without rules", () => {
    const { problems } = parseContract("---\ntitle: Notes\n---\n", source);
    expect(problems.map(({ code }) => code)).toEqual(["missing-key"]);
    expect(problems[0]!.message).toContain("add rules:");
  });

  it("reports a contract of which all keys are misspelt", () => {
    const { problems } = parseContract("---\ntite: Ids\nrule:\n  no-raw-uuid: {}\n---\n", source);
    expect(problems.map(({ code, line }) => `${line} ${code}`)).toEqual(["2 unknown-key", "3 unknown-key"]);
    expect(problems[0]!.message).toContain('Did you mean "title"?');
    expect(parseContract("---\ntitles: 3\nrole: admin\n---\n", source).skipped).toBeUndefined();
    expect(parseContract("---\nrole: admin\ntiles: 3\n---\n", source).skipped).toBe(true);
  });

  it("reports front matter that is never closed, and one below blank lines", () => {
    expect(places(parseContract("---\ntitle: T\nrules:\n", source))).toEqual(["1:1 unclosed-front-matter"]);
    expect(places(parseContract("\n  \n---\ntitle: T\n---\n", source))).toEqual(["3:1 late-front-matter"]);
    expect(places(parseContract(" ---\ntitle: T\n---\n", source))).toEqual(["1:2 late-front-matter"]);
    expect(parseContract("\n---\nA line between breaks\n---\n", source).skipped).toBe(true);
  });

  it("reports keys of a contract that are not between two lines of ---", () => {
    expect(places(parseContract("title: T\nrules:\n  no-raw-uuid: {}\n\n# T\n", source))).toEqual(["1:1 no-front-matter"]);
    expect(parseContract("Note: this is prose.\n\nrules: none\n", source).skipped).toBe(true);
  });

  it("reads rule: as rules:, and names the faults in it", () => {
    const text = "---\ntitle: T\nrule:\n  no-raw-uuid: { replac: [] }\n---\n";
    expect(places(parseContract(text, source))).toEqual(["3:1 unknown-key", "4:18 unknown-key"]);
  });

  it("refuses a file above 1 MiB", () => {
    const text = `---\ntitle: T\nrules: { no-raw-uuid: {} }\n---\n${"é".repeat(1024 * 512)}`;
    expect(places(parseContract(text, source))).toEqual(["1:1 too-large"]);
  });
});

describe("ids", () => {
  it.each([
    ["UnifiedIds", "bad-id", "unified-ids.md"],
    ["unified_ids", "bad-id", "unified-ids.md"],
    ["42", "bad-id", "migration-42.md"],
    ["react", "reserved-id", "react-migration.md"],
    ["godwit", "reserved-id", "godwit-migration.md"],
    ["constructor", "reserved-id", "constructor-migration.md"],
    ["Import", "bad-id", "import-migration.md"],
    ["café", "bad-id", "cafe.md"],
  ])("refuses %s as %s", (id, code, advice) => {
    const { contract, problems } = parseContract("---\ntitle: T\nrules: { no-raw-uuid: {} }\n---\n", { id, file: `m/${id}.md` });
    expect(contract).toBeUndefined();
    expect(problems).toMatchObject([{ code, line: 1, column: 1, file: `m/${id}.md` }]);
    expect(problems[0]!.message).toContain(advice);
  });
});

describe("positions", () => {
  const text = "---\ntitle: T\nrules: { no-raw-uuid: {} }\nfiles: 3\n---\n";

  it("are the same with a byte order mark and with CRLF", () => {
    expect(places(parseContract(text, source))).toEqual(["4:8 wrong-type"]);
    expect(places(parseContract(`\ufeff${text.replaceAll("\n", "\r\n")}`, source))).toEqual(["4:8 wrong-type"]);
  });

  it("count columns in UTF-16 units", () => {
    expect(places(parse("title: 😀 # x\nrules: { no-raw-uuid: { '😀': 1 } }"))).toEqual(["3:25 unknown-key"]);
  });

  it("give offsets of the text as it is", () => {
    const withMark = `\ufeff${text.replace("files: 3", "why: W")}`;
    const { contract } = parseContract(withMark, source);
    expect(withMark.slice(contract!.locate(["why"]).offset)).toMatch(/^W/);
  });
});

describe("all problems in one run", () => {
  it("reports each with its place", () => {
    const parsed = parse(`titel: x
rules:
  no-raw-uuids: {}
files: src/**
due: 2026-02-30
status: actve
phases: [{ nam: x, allow: -1 }]
imports: { A: ../x }`);
    expect(places(parsed)).toEqual([
      "2:1 unknown-key",
      "4:3 unknown-key",
      "5:8 wrong-type",
      "6:6 bad-date",
      "7:9 bad-value",
      "8:12 unknown-key",
      "8:27 bad-value",
      "9:15 bad-module",
    ]);
    expect(parsed.problems.map(({ message }) => message).join("\n")).toMatchInlineSnapshot(`
      ""titel" is no key of a contract. Did you mean "title"?
      "no-raw-uuids" is no key of "rules". Did you mean "no-raw-uuid"?
      Expected a list of globs, got "src/**"; write ["src/**"].
      2026-02-30 is not in the calendar; write a real date as YYYY-MM-DD.
      Expected one of planned, active, complete, got "actve". Did you mean "active"?
      "nam" is no key of "phases". Did you mean "name"?
      Expected a number from 0, got -1.
      ../x leaves the repository; paths begin at its root: write ./x."
    `);
  });

  it("advises only what the schema takes", () => {
    const parsed = parse(`
title: T
files: "src/**"
rules:
  no-raw-uuid: { replace: "newId()" }
  no-string-id: UserId
  no-duplicate-type: UserId`);
    expect(parsed.problems.map(({ message }) => message).join("\n")).toMatchInlineSnapshot(`
      "Expected a list of globs, got "src/**"; write ["src/**"].
      Expected a list of replacements with when and with, got "newId()"; write [{ with: "newId()" }].
      Expected an entry or a list of entries, got "UserId"; write { type: "UserId" }.
      Expected an object with canonical, fix, got "UserId"."
    `);
    const advised = parse(`
title: T
files: ["src/**"]
imports: { newId: ./src/ids.ts, UserId: ./src/ids.ts }
rules:
  no-raw-uuid: { replace: [{ with: "newId()" }] }
  no-string-id: { type: "UserId" }`);
    expect(places(advised)).toEqual([]);
    const pair = parse("title: T\nrules:\n  no-deprecated-call:\n    replace: newId()");
    expect(pair.problems[0]?.message).toContain('write [{ match: "…", with: "newId()" }].');
  });

  it("keeps the data before a syntax error and does not report problems that it may have caused", () => {
    expect(places(parse("title: T\nstatus: actve\nwhy: `x`\nrules: {}"))).toEqual(["3:9 bad-value", "4:6 yaml"]);
  });
});

describe("dates", () => {
  it.each([
    ["2028-02-29", true],
    ["2027-02-29", false],
    ["2027-1-1", false],
    ["2027-01-31T00:00:00Z", false],
    ["tomorrow", false],
  ])("%s is %s", (due, isRight) => {
    expect(places(parseWith(`due: ${due}`))).toEqual(isRight ? [] : ["4:6 bad-date"]);
  });
});

describe("names that JavaScript knows", () => {
  it("are data as keys, and absent when the file does not have them", () => {
    const { contract } = parseWith("imports: { constructor: ./a.ts }");
    expect(contract!.imports["constructor"]!.module).toBe("./a.ts");
    expect(contract!.imports["toString"]).toBeUndefined();
    expect(contract!.scope["constructor"]).toBeUndefined();
  });

  it("refuses __proto__ anywhere", () => {
    expect(places(parseWith("imports: { __proto__: ./a.ts }"))).toEqual(["4:12 unsafe-key"]);
    expect(({} as Record<string, unknown>)["module"]).toBeUndefined();
  });
});

describe("a contract with errors", () => {
  it("suggests the nearest key of all, also where that is there already", () => {
    const { problems } = parse("title: T\ntitel: T\nrules: { no-raw-uuid: {}, no-raw-uid: {} }");
    expect(problems.map(({ message }) => message)).toEqual([
      '"titel" is no key of a contract. Did you mean "title"? It is there already: keep one of the two.',
      '"no-raw-uid" is no key of "rules". Did you mean "no-raw-uuid"? It is there already: keep one of the two.',
    ]);
  });

  it("leaves a draft without the refused values, for further checks", () => {
    const parsed = parse(
      "titel: T\nphases:\n  - { name: A, allow: two }\nrules:\n  no-raw-uuid:\n    replace:\n      - { with: newId(), when: { nam: x } }",
    );
    expect(parsed.contract).toBeUndefined();
    expect(parsed.draft?.phases).toEqual([{ name: "A", allow: 0 }]);
    expect(parsed.draft?.rules["no-raw-uuid"]).toEqual({ replace: [{ with: "newId()", when: {} }] });
  });

  it("leaves no draft where the YAML does not parse", () => {
    expect(parse("title: T\nrules: [").draft).toBeUndefined();
  });
});
