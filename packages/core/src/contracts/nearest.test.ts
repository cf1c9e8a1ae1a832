import { describe, expect, it } from "vitest";
import { suggestNearest } from "./index.js";

const KEYS = ["title", "track", "status", "risk", "rules", "imports", "ignores", "dependsOn", "no-raw-uuid"];

describe("suggestNearest", () => {
  it.each([
    ["titel", "title"],
    ["rule", "rules"],
    ["import", "imports"],
    ["depends-on", "dependsOn"],
    ["depends_on", "dependsOn"],
    ["Status", "status"],
    ["noRawUuid", "no-raw-uuid"],
    ["x", undefined],
    ["zebra", undefined],
    ["", undefined],
  ])("%s → %s", (word, nearest) => {
    expect(suggestNearest(word, KEYS)).toBe(nearest);
  });

  it("takes no time for words that are far too long", () => {
    expect(suggestNearest("a".repeat(1_000_000), KEYS)).toBeUndefined();
  });
});
