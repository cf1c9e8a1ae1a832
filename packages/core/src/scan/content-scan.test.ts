import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { ContentScan } from "./content-scan.js";
import { allOf, anyOf, ANYTHING, confirmedBy, contains, containsInAnyCase, containsWord, NOTHING, type Needs } from "./needs.js";

function ask(needs: Needs, text: string): boolean {
  const scan = new ContentScan();
  const mayHold = scan.prepare(needs);
  const answer = mayHold(text);
  expect(mayHold(Buffer.from(text)), "of bytes").toBe(answer);
  return answer;
}

describe("what a file needs", () => {
  it("is a combination of texts", () => {
    const needs = anyOf([allOf([contains("uuid"), containsWord("v4")]), contains("cuid")]);
    expect(ask(needs, "import { v4 } from 'uuid';")).toBe(true);
    expect(ask(needs, "import { v44 } from 'uuid';")).toBe(false);
    expect(ask(needs, "v4")).toBe(false);
    expect(ask(needs, "@paralleldrive/cuid2")).toBe(true);
    expect([ask(ANYTHING, ""), ask(NOTHING, "uuid")]).toEqual([true, false]);
  });

  it.each([
    ["a name's letter", "\\u0075uid"],
    ["a long escape", "\\u{000075}uid"],
    ["a hexadecimal one", '"\\x75uid"'],
    ["an octal one", '"\\165uid"'],
    ["a backslash that means nothing", '"uui\\d"'],
    ["a line's end", '"uu\\\nid"'],
    ["a line's end of Windows", '"uu\\\r\nid"'],
    ["an entity", '<a b="u&#117;id" />'],
    ["a hexadecimal entity", '<a b="u&#x75;id" />'],
  ])("is found with %s", (_, text) => {
    expect(ask(contains("uuid"), text)).toBe(true);
    expect(ask(contains("nanoid"), text)).toBe(false);
  });

  it("has any case where it is said so, also with the letters that are others in lower case", () => {
    expect(ask(containsInAnyCase("Token"), "TOKEN")).toBe(true);
    expect(ask(containsInAnyCase("token"), "to\u212Aen")).toBe(true);
    expect(ask(contains("token"), "TOKEN")).toBe(false);
  });

  it("leaves to the parser what could be written in yet another way", () => {
    expect(ask(contains('say "hello"'), "say 'hello'")).toBe(true);
    expect(ask(contains("café"), "caf&eacute;")).toBe(true);
    expect(ask(contains("é"), "")).toBe(true);
  });

  it("is confirmed by a test that is asked only where the texts are there", () => {
    let asked = 0;
    const needs = allOf([contains("instance"), confirmedBy((text) => ((asked += 1), text.includes("X.instance")))]);
    const mayHold = new ContentScan().prepare(needs);
    expect(mayHold("nothing")).toBe(false);
    expect(asked).toBe(0);
    expect(mayHold("instance")).toBe(false);
    expect(mayHold("X.instance")).toBe(true);
    expect(mayHold("X.\\u0069nstance; instance")).toBe(true);
    expect(mayHold('X["inst\\ance"]')).toBe(true);
  });

  it("is known of each content, whatever was asked before, and with conditions that come later", () => {
    const scan = new ContentScan();
    const first = scan.prepare(contains("uuid"));
    expect(first("uuid")).toBe(true);
    const second = scan.prepare(contains("nanoid"));
    expect([first("nanoid"), second("nanoid"), first("uuid"), second("uuid")]).toEqual([false, true, true, false]);
  });
});
