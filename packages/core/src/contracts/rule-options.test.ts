import { describe, expect, it } from "vitest";
import { parseRuleOption } from "./index.js";
import { parse, places } from "../../test-support/contract-text.js";
import { ruleDescriptions } from "../../test-support/with-rules.js";

describe("the option of a rule with entries", () => {
  it("wraps a single entry and leaves a list", () => {
    const rule = ruleDescriptions.find(({ name }) => name === "no-deprecated-import")!;
    expect(parseRuleOption(rule, { from: "a", to: "b" }).value).toEqual([{ from: "a", to: "b" }]);
    expect(parseRuleOption(rule, [{ from: "a", to: "b" }]).value).toEqual([{ from: "a", to: "b" }]);
  });

  it("has its problems reported at their place in a contract, with and without a list", () => {
    expect(places(parse("title: T\nrules:\n  no-deprecated-import: { from: a, to: b, as: c }"))).toEqual(["4:47 contradiction"]);
    expect(places(parse("title: T\nrules:\n  no-deprecated-import:\n    - { from: a, to: b, as: c }"))).toEqual([
      "5:29 contradiction",
    ]);
  });
});
