import { expect, it } from "vitest";
import { findPlaces } from "./find-places.js";
import type { EngineRule } from "./pending-violation.js";

function placesOf(text: string, ...patterns: readonly (string | undefined)[]): readonly string[] | undefined {
  const rules = patterns.map((pattern) => ({ prepared: { looksFor: () => pattern } }) as unknown as EngineRule);
  return findPlaces(text, rules)?.map((place) => text.slice(0, place + 1).match(/\S*$/)![0]);
}

it("finds what the rules look for, the names that declarations take by it, and what loads modules", () => {
  const text =
    'import { v4 as id$ } from "uuid";\nimport { a } from "b";\nconst { c } = require("uuid");\nid$(), a(), c(), crypto();\n';
  expect(placesOf(text, "uuid", "crypto")).toEqual(["v4", "id$", '"uuid', "c", "require", 'require("uuid', "id$", "c", "crypto"]);
});

it.each([
  ["a rule that looks at everything", 'import "uuid";', ["uuid", undefined]],
  ["a name that may be written with escapes", 'import { v4 } from "uuid";\n\\u0076\\u0034();', ["uuid"]],
  ["what is looked for in another spelling", 'import { v4 } from "uui\\x64";', ["uuid"]],
])("takes everything for %s", (_, text, patterns) => {
  expect(placesOf(text, ...patterns)).toBeUndefined();
});

it("ends with a pattern that matches nothing", () => {
  expect(placesOf("ab", "")).toHaveLength(3);
});
