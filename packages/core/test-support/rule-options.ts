import { createRequire } from "node:module";
import { parseRuleOption, ruleOptionSchema } from "../src/contracts/index.js";
import { describe, expect, it } from "vitest";
import { ruleNamed } from "../src/rules/index.js";

/** What a rule's option is tested with. */
interface OptionExamples {
  /** A right option with every key. */
  readonly right: unknown;
  /** Wrong options with what is found in each: `path.to.the.value severity code`. */
  readonly wrong?: readonly (readonly [option: unknown, problems: readonly string[]])[];
}

type Validator = (data: unknown) => boolean;
const require = createRequire(import.meta.url);
const Ajv = require("ajv") as new (options: object) => { compile(schema: object): Validator };

/** Tests a rule's option: the parser, its problems, and the JSON Schema that ESLint reads. */
export function describeOption(name: string, { right, wrong = [] }: OptionExamples): void {
  const rule = ruleNamed(name);
  const problemsOf = (option: unknown): string[] =>
    parseRuleOption(rule, option).problems.map(({ path, severity, code }) => `${path.join(".")} ${severity} ${code}`);

  describe(`the option of ${name}`, () => {
    it("takes every key, with no problem", () => {
      expect(problemsOf(right)).toEqual([]);
      const isSingleEntry = rule.hasEntries && !Array.isArray(right);
      expect(parseRuleOption(rule, right).value).toEqual(isSingleEntry ? [right] : right);
    });

    it("has a JSON Schema that agrees with the parser", () => {
      const isValid = new Ajv({ meta: false, schemaId: "auto", validateSchema: false }).compile(ruleOptionSchema(rule));
      expect(isValid(right)).toBe(true);
      for (const other of [null, 3, "x", [3], { nope: 1 }, [{ nope: 1 }]])
        expect(isValid(other), JSON.stringify(other)).toBe(problemsOf(other).length === 0);
    });

    if (wrong.length > 0) {
      it.each(wrong.map(([option, problems]) => ({ option, problems })))(
        "says what is wrong with $option",
        ({ option, problems }) => {
          expect(problemsOf(option).sort()).toEqual([...problems].sort());
        },
      );
    }
  });
}
