import type { CompiledRule, Engine, EngineOptions, Violation } from "@godwit/core/engine";

export { createFileTree } from "../../core/src/modules/tree/file-tree.js";
export { createIgnored } from "../../core/src/modules/tree/ignored.js";
export { describeAction, describeReplacement } from "../../core/src/run/messages.js";
export { RangeIndex } from "../../core/src/syntax/ranges.js";
export { ruleDescriptions, ruleDocs, ruleNames } from "../../core/src/rules/index.js";
export { isSetupFile, isTestFile } from "../../core/src/semantics/mocks/test-declarations.js";

const REPORTING: readonly string[] = ["no-raw-uuid", "no-deprecated-import"];

/** What a violation is called, without the replacement. */
export function describeViolation({ found, problem }: Violation): string {
  return `${found} ${problem}`;
}

/** How often each method ran. */
export const calls = { compile: 0, analyse: 0 };

/**
 * An engine whose rules report each word of their option `word`: `fix` replaces it by `with` and adds an import at the top,
 * `suggestion` and `hint` do what they say. A line after one with `disable` is disabled.
 */
export function createEngine({ root }: EngineOptions): Engine {
  return {
    root,
    modules: { root, forget: () => undefined, settingsFaults: () => [] } as Partial<Engine["modules"]> as Engine["modules"],
    componentRules: () => [],
    mayHoldNearDuplicates: () => false,
    nearDuplicates: () => [],
    findEndless: () => [],
    compile(rule, option, contract) {
      calls.compile++;
      const nothing = {
        listsNearDuplicates: false,
        mayWrite: false,
        mayConcern: () => false,
        namesWhatItFinds: () => false,
        passages: () => [],
      };
      if (!REPORTING.includes(rule)) return { rule, contract, ...nothing };
      const word = (option as { replace?: { with: string }[] }).replace?.[0]?.with ?? "BAD";
      if (word === "BROKEN") throw new Error("BROKEN is no template");
      const mayConcern = (_path: string, text: string) => text.includes(word);
      return { rule, contract, ...nothing, word, mayConcern } as CompiledRule;
    },
    analyse(source, rules) {
      calls.analyse++;
      if (source.text.includes("CRASH")) throw new Error("crashed");
      const violations = rules.flatMap((rule) => find(source.text, rule)).sort((a, b) => a.range[0] - b.range[0]);
      const header = { range: [0, 0] as const, text: "/* new */ " };
      return {
        violations,
        editAll: () => [],
        faults: () => [],
        fixAll: () => [
          header,
          ...violations.filter((one) => one.level === "fix" && !one.disabled).map((one) => ({ range: one.range, text: "good" })),
        ],
      };
    },
    compileContract: () => ({ rules: [], problems: [] }),
    validate: () => [],
    readPlaces: () => false,
    bringsManyFiles: () => false,
    classesAskedFor: () => [],
    doublesMethod: () => undefined,
    readMocks: () => ({
      mocks: [],
      hasTests: false,
      asks: () => false,
      imports: () => false,
      loads: () => false,
      loadsAnew: () => 0,
    }),
    searchUnmatched: () => {
      throw new Error("not asked");
    },
    factsOf: () => ({ bans: [], written: [], packages: [], wrappingTypes: [] }),
  };
}

/** No text of these tests is a test. */
export function mayHaveTests(): boolean {
  return false;
}

function find(text: string, rule: CompiledRule): Violation[] {
  const { word } = rule as CompiledRule & { word: string };
  return [...text.matchAll(new RegExp(`${word}(_suggest|_hint)?`, "g"))].map((match): Violation => {
    const range = [match.index, match.index + match[0].length] as const;
    const level = match[1] === "_suggest" ? "suggestion" : match[1] === "_hint" ? "hint" : "fix";
    const edits = () => [
      { range: [0, 0] as const, text: "/* new */ " },
      { range, text: "good" },
    ];
    const line = text.slice(0, match.index).split("\n").at(-2);
    return {
      contract: rule.contract.id ?? "",
      rule: rule.rule,
      range,
      found: match[0],
      problem: `{{of}} ${rule.contract.id}`,
      replacement: { kind: "code", code: "good" },
      level,
      reason: level === "fix" ? null : "because",
      help: null,
      purpose: {},
      disabled: line?.includes("disable") ?? false,
      isMock: false,
      exportsChanged: () => ({ left: [], needed: [], givenOn: [], classes: [], same: [] }),
      fix: () => (level === "fix" ? edits() : undefined),
      suggestions: level === "suggestion" ? [{ action: { kind: "replace" }, edits }] : [],
    };
  });
}
