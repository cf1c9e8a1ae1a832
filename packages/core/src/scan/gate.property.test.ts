import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { ContentScan } from "./content-scan.js";
import { allOf, anyOf, ANYTHING, contains, containsInAnyCase, containsWord, type Needs } from "./needs.js";

const WORDS = ["uuid", "lodash/get", "get Instance", "x.y", "$a_b", "kit"];
/** Pieces of texts: words, parts of them, and what may spell a part in another way. */
const PIECES = [
  ...WORDS,
  ...[
    "UUID",
    "uu",
    "id",
    "uu\\id",
    "u\\u0075id",
    "\\x75uid",
    "uu\\\nid",
    "uui&#100;",
    "\\nuuid",
    "\\\\uuid",
    "\\uuid",
    "\\n\\uuid",
  ],
  ...[
    "lodash\\/get",
    "get\\tInstance",
    "get  Instance",
    "x\\.y",
    "\\$a_b",
    "\u212Ait",
    "KIT",
    "é",
    "\u2028",
    "\\\u2028",
    " ",
    "\n",
    "\\",
    "\\n",
    "1",
    "&amp;",
  ],
];

const needs: fc.Arbitrary<Needs> = fc.letrec<{ need: Needs }>((tie) => ({
  need: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...WORDS).map(contains),
    fc.constantFrom(...WORDS).map(containsWord),
    fc.constantFrom(...WORDS).map(containsInAnyCase),
    fc.array(tie("need"), { maxLength: 3 }).map(anyOf),
    fc.array(tie("need"), { maxLength: 3 }).map(allOf),
  ),
})).need;

/** Whether a content fulfils each condition; with a condition that all fulfil no gate is before them. */
function answers(conditions: readonly Needs[], content: string | Buffer, hasGate: boolean): readonly boolean[] {
  const scan = new ContentScan();
  const checks = conditions.map((each) => scan.prepare(each));
  if (!hasGate) scan.prepare(ANYTHING);
  return checks.map((check) => check(content));
}

test("a gate before a scan changes no answer, for texts and for bytes", () => {
  const passed = new Set<boolean>();
  assertProperty(
    fc.property(
      fc.array(needs, { minLength: 1, maxLength: 3 }),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }),
      (conditions, pieces) => {
        const text = pieces.join("");
        for (const content of [text, Buffer.from(text)]) {
          const expected = answers(conditions, content, false);
          expect(answers(conditions, content, true)).toEqual(expected);
          for (const each of expected) passed.add(each);
        }
      },
    ),
    3_000,
  );
  expect(passed.size).toBe(2);
});
