import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { LiteralScanner, type Literal } from "./literal-scanner.js";

// Few letters, so that literals overlap, contain each other and are found.
const letters = fc.constantFrom("a", "b", "A", "_", "-");
const literal = fc
  .record({ text: fc.string({ unit: letters, minLength: 1, maxLength: 4 }), isWord: fc.boolean(), ignoresCase: fc.boolean() })
  .map((each): Literal => (each.ignoresCase ? { ...each, text: each.text.toLowerCase() } : each));
const content = fc.string({ unit: fc.constantFrom("a", "b", "A", "B", "_", "-", " ", "é", "\u212A", "😀"), maxLength: 30 });

function isThere(given: string, { text: literal, isWord, ignoresCase }: Literal): boolean {
  const text = ignoresCase ? given.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : given;
  for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1)) {
    const around = [text[at - 1] ?? "", text[at + literal.length] ?? ""];
    if (!isWord || !around.some((each) => /^[A-Za-z0-9_$]$/.test(each))) return true;
  }
  return false;
}

it("finds in one pass what a search for each literal finds, in its own case or in any, in a text and in its bytes", () => {
  assertProperty(
    fc.property(fc.array(literal, { minLength: 1, maxLength: 12 }), content, (literals, text) => {
      const expected = literals.map((each) => (isThere(text, each) ? 1 : 0));
      for (const given of [text, Buffer.from(text)]) {
        const found = new Uint8Array(literals.length);
        new LiteralScanner(literals).scan(given, found);
        expect([...found]).toEqual(expected);
      }
    }),
    2000,
  );
});
