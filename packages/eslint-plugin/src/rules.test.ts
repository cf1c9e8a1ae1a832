import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Linter as Linter10 } from "eslint";
import { Linter as Linter9 } from "eslint-v9";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { calls } from "../test-support/fake-engine.js";
import godwit from "./index.js";

vi.mock("@godwit/core/engine", async () => ({ ...(await import("../test-support/fake-engine.js")) }));

const require = createRequire(import.meta.url);
const CWD = import.meta.dirname;
const plugins = { godwit, other: godwit };
const raw = (word: string): unknown => ({ replace: [{ with: word }] });

beforeEach(() => Object.assign(calls, { compile: 0, analyse: 0 }));

describe.each([
  ["ESLint 10", "eslint", Linter10],
  ["ESLint 9.30", "eslint-v9", Linter9 as unknown as typeof Linter10],
])("%s", (_, folder, Linter) => {
  const linter = (): Linter10 => new Linter({ cwd: CWD, configType: "flat" });
  type Rules = Record<string, unknown>;
  const verify = (text: string, rules: Rules, filename: string | undefined = path.join(CWD, "a.js"), more: object = {}) =>
    linter().verify(text, [{ plugins, rules, ...more }] as never, filename === undefined ? {} : { filename });
  /** One pass of ESLint's own `--fix`. */
  const fixOnce = (text: string, messages: readonly Linter10.LintMessage[]): string => {
    const file = path.join(path.dirname(require.resolve(`${folder}/package.json`)), "lib/linter/source-code-fixer.js");
    return (require(file) as { applyFixes(text: string, messages: unknown): { output: string } }).applyFixes(text, messages)
      .output;
  };

  test("one report carries the edits of every rule, the others their own", () => {
    const text = "BAD(1);\nWORSE(2);\nBAD(3);\n";
    const rules = { "godwit/no-raw-uuid": "error", "other/no-raw-uuid": ["warn", raw("WORSE")] };
    const messages = verify(text, rules);
    expect(messages.map(({ line, severity, fix }) => [line, severity, fix!.range])).toEqual([
      [1, 2, [0, 21]],
      [2, 1, [0, 22]],
      [3, 2, [0, 22]],
    ]);
    expect(fixOnce(text, messages)).toBe("/* new */ good(1);\ngood(2);\ngood(3);\n");
    expect(messages[0]!.suggestions).toEqual([
      expect.objectContaining({ desc: "Fix this one only.", fix: { range: [0, 3], text: "/* new */ good" } }),
    ]);
    expect(messages[1]!.suggestions).toBeUndefined();
  });

  test("a block that a processor makes a file of is left alone", () => {
    const processor = {
      preprocess: (text: string) => [{ text, filename: "0.js" }],
      postprocess: (all: unknown[][]) => all.flat(),
    };
    const filename = path.join(CWD, "README.md");
    const configs = [
      { files: ["**/*.md"], plugins: { own: { processors: { own: processor } } }, processor: "own/own" },
      { files: ["**/*.js"], plugins, rules: { "godwit/no-raw-uuid": "error", "no-undef": "error" } },
    ];
    expect(
      linter()
        .verify("BAD(1);\n", configs as never, { filename })
        .map(({ ruleId }) => ruleId),
    ).toEqual(["no-undef"]);
  });

  test("a disabled site is left alone and does not carry; its comment counts as used", () => {
    const text = "// eslint-disable-next-line godwit/no-raw-uuid -- disable\nBAD(1);\nBAD(2);\n";
    const messages = verify(text, { "godwit/no-raw-uuid": "error" }, undefined, {
      linterOptions: { reportUnusedDisableDirectives: "error" },
    });
    expect(messages.map(({ line, messageId }) => [line, messageId])).toEqual([[3, "violation"]]);
    const output = fixOnce(text, messages);
    expect(output).toContain("BAD(1);\ngood(2);");
  });

  test("with --no-inline-config a disabled site is reported and not fixed", () => {
    const text = "// eslint-disable-next-line godwit/no-raw-uuid -- disable\nBAD(1);\n";
    const messages = linter().verify(text, [{ plugins, rules: { "godwit/no-raw-uuid": "error" } }] as never, {
      allowInlineConfig: false,
    });
    expect(messages).toMatchObject([{ line: 2, ruleId: "godwit/no-raw-uuid" }]);
    expect(messages[0]!.fix).toBeUndefined();
  });

  test("suggestions and hints have no fix", () => {
    const messages = verify("BAD_suggest;\nBAD_hint;\n", { "godwit/no-raw-uuid": "error" });
    expect(messages.map(({ fix, suggestions }) => [fix, suggestions?.map(({ desc }) => desc)])).toEqual([
      [undefined, ["Use good"]],
      [undefined, undefined],
    ]);
  });

  test("the message is what the engine says, to the letter, at the site's range", () => {
    expect(verify("x;\n  BAD;\n", { "godwit/no-raw-uuid": "error" })).toMatchObject([
      { message: "BAD {{of}} godwit", line: 2, column: 3, endLine: 2, endColumn: 6 },
    ]);
  });

  test("a fix keeps the byte order mark", () => {
    const { output } = linter().verifyAndFix("\uFEFFBAD;\n", [{ plugins, rules: { "godwit/no-raw-uuid": "error" } }] as never);
    expect(output).toBe("\uFEFF/* new */ good;\n");
  });

  test("a text without a name, a name in brackets and standard input are linted", () => {
    for (const name of [undefined, "<input>", "<text>.js", "__placeholder__.js"]) {
      expect(
        linter().verify("BAD;", [{ files: ["**"], plugins, rules: { "godwit/no-raw-uuid": "error" } }] as never, {
          ...(name && { filename: name }),
        }),
      ).toMatchObject([{ ruleId: "godwit/no-raw-uuid" }]);
    }
  });

  test("a SourceCode that is linted twice is analysed twice", () => {
    const one = linter();
    const config = [{ plugins, rules: { "godwit/no-raw-uuid": "error" } }] as never;
    one.verify("BAD;", config);
    const first = calls.analyse;
    expect(one.verify(one.getSourceCode(), config)).toHaveLength(1);
    expect(calls.analyse).toBe(first + 1);
  });

  test("a rule is compiled once for any number of files, and a file without its token is not analysed", () => {
    const one = linter();
    const config = [{ plugins, rules: { "godwit/no-raw-uuid": ["error", raw("ONCE"), { title: `for ${_}` }] } }] as never;
    for (let file = 0; file < 5; file++) one.verify(file === 0 ? "ONCE;" : "fine;", config);
    expect(calls).toEqual({ compile: 1, analyse: 1 });
  });

  test("a mistake in one option, or a crash, is one report and the rest works", () => {
    const rules = { "godwit/no-raw-uuid": ["error", raw("BROKEN")], "other/no-raw-uuid": "error" };
    expect(verify("BAD;", rules).map(({ message }) => message)).toEqual([
      "godwit could not check this file: BROKEN is no template",
      "BAD {{of}} other",
    ]);
    expect(verify("BAD; CRASH", { "godwit/no-raw-uuid": "error" })).toMatchObject([{ line: 1, column: 1, messageId: "failed" }]);
  });

  test("options are checked by their schema", () => {
    expect(() => verify("", { "godwit/no-raw-uuid": ["error", { replaces: [] }] })).toThrow(/replaces/);
    expect(() => verify("", { "godwit/no-raw-uuid": ["error", {}, { import: {} }] })).toThrow(/import/);
    expect(
      verify("", {
        "godwit/no-deprecated-import": [
          "error",
          [{ from: "a", to: "b" }],
          { imports: { a: "./b.ts" }, scope: { x: ["y", "this.z"] } },
        ],
      }),
    ).toEqual([]);
  });
});

test("every rule has a page, says whether it fixes, and has the same type, so that --fix-type treats them alike", () => {
  const rules = Object.entries(godwit.rules).filter(([name]) => name !== "contracts");
  const folders = readdirSync(new URL("../../core/src/rules/", import.meta.url), { withFileTypes: true });
  expect(rules.map(([name]) => name).sort()).toEqual(folders.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  for (const [name, rule] of rules) {
    const best = name === "implements-contract" ? "hint" : name === "require-context" ? "suggestion" : "fix";
    expect(rule.meta).toMatchObject({ type: "suggestion", hasSuggestions: best !== "hint" });
    expect(rule.meta!.fixable).toBe(best === "fix" ? "code" : undefined);
    expect(rule.meta!.docs!.url).toContain(name);
  }
});
