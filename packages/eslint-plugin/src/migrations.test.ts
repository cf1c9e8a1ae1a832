import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Linter as Linter10, type Linter } from "eslint";
import { defineConfig } from "eslint/config";
import { Linter as Linter9 } from "eslint-v9";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import godwit from "./index.js";

vi.mock("@godwit/core/engine", async () => ({ ...(await import("../test-support/fake-engine.js")) }));

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-migrations-")))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function contract(id: string, more = ""): void {
  write(`migrations/${id}.md`, `---\ntitle: ${id}\n${more}rules:\n  no-raw-uuid: {}\n---\n`);
}

/** The part of the config by which ESLint's cache recognises the rules. */
const rulesOf = (configs: Linter.Config[]): string => JSON.stringify(configs.map(({ rules }) => rules));
const names = (configs: Linter.Config[]): string[] => configs.map(({ name }) => name!);

describe.each([
  ["ESLint 10", Linter10],
  ["ESLint 9.30", Linter9 as unknown as typeof Linter10],
])("%s", (_, Linter) => {
  /** `rule severity` of each message. */
  const lint = (file: string, configs = godwit.migrations({ root }), text = "BAD;"): string[] =>
    new Linter({ cwd: root, configType: "flat" })
      .verify(text, configs as never, { filename: path.join(root, file) })
      .map(({ ruleId, severity, message }) => `${ruleId ?? message} ${severity}`);

  test("contracts apply to their files, and TypeScript and JSX parse", () => {
    contract("all");
    contract("some", 'files: ["src/**"]\nignores: ["src/gen/**"]\n');
    expect(lint("src/a.ts")).toEqual(["all/no-raw-uuid 2", "some/no-raw-uuid 2"]);
    expect(lint("src/gen/a.ts")).toEqual(["all/no-raw-uuid 2"]);
    expect(lint("lib/a.tsx", undefined, "const a: string = <b>BAD</b>;")).toEqual(["all/no-raw-uuid 2"]);
    expect(lint("lib/a.js", undefined, "const a = <b>BAD</b>;")).toEqual(["all/no-raw-uuid 2"]);
    expect(lint("types.d.ts").join()).not.toContain("no-raw-uuid");
  });

  test("what a baseline knows is not reported, unless it is asked for", () => {
    contract("ids");
    const baseline = (text: string): void => write("migrations/.baseline/ids.txt", text);
    baseline("src/a.ts\tno-raw-uuid\t1\tBAD\n");
    expect(lint("src/a.ts")).toEqual([]);
    expect(lint("src/a.ts", undefined, "BAD; BAD;")).toEqual(["ids/no-raw-uuid 2"]);
    expect(lint("src/b.ts")).toEqual(["ids/no-raw-uuid 2"]);
    expect(lint("src/a.ts", godwit.migrations({ root, baseline: false }))).toEqual(["ids/no-raw-uuid 2"]);
    const before = godwit.migrations({ root });
    baseline("src/b.ts\tno-raw-uuid\t1\tBAD\n");
    // A config that was read earlier uses the changed file, and ESLint's cache sees another config.
    expect(lint("src/a.ts", before)).toEqual(["ids/no-raw-uuid 2"]);
    expect(lint("src/b.ts", before)).toEqual([]);
    expect(rulesOf(godwit.migrations({ root }))).not.toBe(rulesOf(before));
    contract("ids", "status: complete\n");
    expect(lint("src/b.ts").join()).toContain("ids/no-raw-uuid 2");
    expect(lint("src/b.ts").join()).toContain("godwit/contracts 2");
  });

  test("what git ignores is left alone, with and without a repository", () => {
    write(".gitignore", "out/\n*.gen.ts\n");
    write("sub/.gitignore", "!kept.gen.ts\n");
    contract("ids");
    const reported = ["a.ts", "out/a.ts", "src/a.gen.ts", "sub/kept.gen.ts"].filter((file) => {
      write(file, "BAD;");
      return lint(file).length > 0;
    });
    expect(reported).toEqual(["a.ts", "sub/kept.gen.ts"]);
    for (const file of ["a.ts", "out/a.ts", "tracked.gen.ts", "src/a.gen.ts"]) write(`repository/${file}`, "BAD;");
    write("repository/.gitignore", "out/\n*.gen.ts\n");
    root = path.join(root, "repository");
    contract("ids");
    execFileSync("git", ["init", "-q", root]);
    execFileSync("git", ["-C", root, "add", "-f", "tracked.gen.ts"]);
    expect(["a.ts", "out/a.ts", "tracked.gen.ts", "src/a.gen.ts"].filter((file) => lint(file).length > 0)).toEqual([
      "a.ts",
      "tracked.gen.ts",
    ]);
    root = path.dirname(root);
  });

  test("a link to a file of the root is left alone, as that file is looked at; one that leads out is not", () => {
    contract("ids");
    write("src/users.ts", "BAD;");
    mkdirSync(path.join(root, "src/auth"));
    symlinkSync("../users.ts", path.join(root, "src/auth/link.ts"));
    symlinkSync(import.meta.filename, path.join(root, "src/auth/out.ts"));
    expect(lint("src/users.ts")).toEqual(["ids/no-raw-uuid 2"]);
    expect(lint("src/auth/link.ts")).toEqual([]);
    expect(lint("src/auth/out.ts")).toEqual(["ids/no-raw-uuid 2"]);
  });

  test("the first phase that matches gives the severity", () => {
    contract(
      "phased",
      `severity: warn
phases:
  - { name: "One, first/second", files: ["src/core/**"], severity: error }
  - { name: Two, files: ["src/**"] }
  - { name: Rest, severity: error }
`,
    );
    expect(lint("src/core/a.ts")).toEqual(["phased/no-raw-uuid 2"]);
    expect(lint("src/a.ts")).toEqual(["phased/no-raw-uuid 1"]);
    expect(lint("a.ts")).toEqual(["phased/no-raw-uuid 2"]);
    expect(names(godwit.migrations({ root }))).toContain("godwit/phased/One, first/second");
  });

  test("a phase has only the files that the contract has", () => {
    contract("phased", 'files: ["src/**/*.ts"]\nphases:\n  - { name: One, files: ["**/*.test.ts"], severity: warn }\n');
    expect(lint("src/a.test.ts")).toEqual(["phased/no-raw-uuid 1"]);
    expect(lint("tests/a.test.ts").join()).not.toContain("no-raw-uuid");
  });

  test("planned contracts report nothing", () => {
    contract("later", "status: planned\n");
    expect(godwit.migrations({ root })).toEqual([]);
  });

  test("a broken contract is reported in each file, and the others work", () => {
    contract("good");
    write("migrations/broken.md", "---\ntitle: Broken\nrulez: {}\n---\n");
    const messages = new Linter({ cwd: root, configType: "flat" }).verify("BAD;", godwit.migrations({ root }), {
      filename: path.join(root, "a.ts"),
    });
    expect(messages.map(({ ruleId }) => ruleId)).toContain("good/no-raw-uuid");
    const problem = messages.find(({ ruleId }) => ruleId === "godwit/contracts")!;
    expect(problem).toMatchObject({ line: 1, column: 1, severity: 2 });
    expect(problem.message).toMatch(/^migrations\/broken\.md:\d+:\d+ /);
    expect(() => godwit.migrations({ root, strict: true })).toThrow(/migrations\/broken\.md:\d+:\d+ /);
  });

  test("the files of a nested root belong to it only", () => {
    write("package.json", '{ "godwit": {} }');
    write("packages/inner/package.json", '{ "godwit": {} }');
    contract("outer");
    expect(lint("packages/inner/a.ts")).toEqual([]);
    expect(lint("packages/other/a.ts")).toEqual(["outer/no-raw-uuid 2"]);
  });

  test("disable comments name the contract", () => {
    contract("ids");
    const text = "// eslint-disable-next-line ids/no-raw-uuid -- disable\nBAD;\nBAD;";
    expect(lint("a.ts", undefined, text)).toEqual(["ids/no-raw-uuid 2"]);
  });

  test("two calls work side by side in one config", () => {
    contract("first");
    write("other/changes/second.md", "---\ntitle: second\nrules:\n  no-raw-uuid: {}\n---\n");
    const configs = [
      ...godwit.migrations({ root }),
      ...godwit.migrations({ root: path.join(root, "other"), directory: "changes" }),
    ];
    expect(lint("other/a.ts", configs)).toEqual(["first/no-raw-uuid 2", "second/no-raw-uuid 2"]);
    expect(lint("a.ts", [...godwit.migrations({ root }), ...godwit.migrations({ root })])).toEqual(["first/no-raw-uuid 2"]);
  });

  test("a parser of one's own is used, or none is set", () => {
    contract("ids");
    expect(lint("a.ts", godwit.migrations({ root, parser: false }), "const a: string = BAD;").join()).toContain("Parsing error");
    const parse = vi.fn(() => ({
      type: "Program",
      body: [],
      tokens: [],
      comments: [],
      range: [0, 4],
      loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 4 } },
      sourceType: "module",
    }));
    expect(lint("a.ts", godwit.migrations({ root, parser: { parse } as never }))).toEqual(["ids/no-raw-uuid 2"]);
    expect(parse).toHaveBeenCalled();
  });

  test("the preset needs no contract", () => {
    expect(lint("a.js", [godwit.configs.recommended])).toEqual(["godwit/no-raw-uuid 2"]);
  });
});

test("an option that it does not have is said", () => {
  const given = { baselin: false } as Parameters<typeof godwit.migrations>[0];
  expect(() => godwit.migrations(given)).toThrow('migrations() has no option "baselin". Did you mean "baseline"? It has root, ');
});

test("without contracts there is nothing", () => {
  expect(godwit.migrations({ root })).toEqual([]);
});

test("the options carry the contract and its hash, and are plain JSON", () => {
  contract("ids");
  const config = godwit.migrations({ root }).find(({ name }) => name === "godwit/ids")!;
  expect(config.basePath).toBe(root);
  const rule = (config.rules as Record<string, unknown[]>)["ids/no-raw-uuid"]!;
  expect(rule[2]).toMatchObject({ id: "ids", root, title: "ids", hash: expect.stringMatching(/^[0-9a-f]{8,}$/) as string });
  expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
});

test("ESLint gets no more config objects than decide something", () => {
  const phases =
    'phases: [{ name: One, files: ["a/**"], severity: warn }, { name: Two, files: ["b/**"] }, { name: Three, files: ["c/**"] }]\n';
  contract("all");
  contract("also");
  contract("phased", phases);
  contract("some", 'files: ["src/**"]\nseverity: warn\n' + phases);
  expect(names(godwit.migrations({ root }))).toEqual([
    "godwit/all, also, phased (TypeScript)",
    "godwit/all, also, phased (JavaScript)",
    "godwit/some (TypeScript)",
    "godwit/some (JavaScript)",
    "godwit/all",
    "godwit/also",
    "godwit/phased",
    "godwit/phased/One",
    "godwit/some",
  ]);
});

test("what it returns is a config to the compiler, too", () => {
  const configs: Linter.Config[] = defineConfig([
    ...godwit.migrations({ root }),
    godwit.configs.recommended,
    { plugins: { godwit } },
  ]);
  expect(configs).toHaveLength(2);
});
