import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { inOneLine } from "../reasons/reasons.js";
import type { Violation } from "./engine.js";
import { describeViolation } from "./messages.js";

const violation = (more: Partial<Violation>): Violation =>
  ({ found: "v4()", problem: "is a raw uuid", replacement: null, level: "fix", reason: null, ...more }) as Violation;

describe("the message of a violation", () => {
  it("says what to write instead of what", () => {
    const replacement = { kind: "code", code: 'newId("user")' } as const;
    expect(describeViolation(violation({ replacement }))).toBe('Use newId("user") instead of v4().');
    expect(describeViolation(violation({ replacement, level: "suggestion", reason: "its target is a UUID" }))).toBe(
      'Use newId("user") instead of v4(). Review: its target is a UUID.',
    );
  });

  it("writes a chain of calls over several lines in one", () => {
    const replacement = { kind: "code", code: "project()" } as const;
    expect(describeViolation(violation({ found: "sdk\n    .forProject(\n  id,\n)\n    ?.last", replacement }))).toBe(
      "Use project() instead of sdk.forProject( id, )?.last.",
    );
  });

  it("says what is wrong where nothing replaces it, and what to do by hand", () => {
    expect(describeViolation(violation({ level: "hint", reason: "the contract names no replacement" }))).toBe(
      "v4() is a raw uuid. By hand: the contract names no replacement.",
    );
  });

  it("names a module that has moved once, by the specifier that will be written", () => {
    const replacement = {
      kind: "moved",
      moves: [{ name: "Engine", module: "./src/engine.ts" }],
      specifier: "../engine.js",
    } as const;
    expect(describeViolation(violation({ found: 'Engine from "./old.js"', replacement }))).toBe(
      'Use Engine from "../engine.js" instead of "./old.js".',
    );
  });

  it("leaves out what an old and a new path share where the message would be long", () => {
    const moved = (found: string, specifier: string) =>
      describeViolation(
        violation({
          found: `"${found}"`,
          replacement: { kind: "moved", moves: [{ name: undefined, module: specifier }], specifier },
        }),
      );
    const folder = "../src/agents/of-a-long-name";
    expect(moved(`${folder}/legacy/defaults.js`, `${folder}/runtime/defaults.js`)).toBe(
      `Use "${folder}/runtime/defaults.js" instead of "…/legacy/…".`,
    );
    expect(moved(`${folder}/legacy.js`, `${folder}/runtime.js`)).toBe(`Use "${folder}/runtime.js" instead of "…/legacy.js".`);
    expect(moved("a".repeat(50), "b".repeat(50))).toContain(`instead of "${"a".repeat(50)}"`);
    expect(moved(`${folder}/x`, `${folder}/x/y`)).toContain(`instead of "${folder}/x"`);
    expect(moved("./legacy/a.js", "./runtime/a.js")).toBe('Use "./runtime/a.js" instead of "./legacy/a.js".');
  });

  it("gives a long text no more than what a short one and a long reason leave", () => {
    const reason = "this file mocks the module that it comes from, and the mock has to move with it";
    const replacement = { kind: "code", code: 'UnifiedIdGenerator.generateBaseId("user")' } as const;
    expect(describeViolation(violation({ replacement, level: "suggestion", reason }))).toBe(
      `Use generateBaseId("user") instead of v4(). Review: ${reason}.`,
    );
  });

  it("cuts code for a reason, and never the reason, which says what to do", () => {
    const reason = "nothing in InteractionHookEvent is near it: add it there, or leave it out with `except`";
    const message = describeViolation(violation({ found: `"${"a/".repeat(60)}"`, level: "hint", reason }));
    expect(message).toContain("…/a/");
    expect(message).toContain(`. By hand: ${reason}.`);
  });

  it("is one line, and below 140 characters without its reason, whatever it speaks of", () => {
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
      fc.string({ minLength: 1, maxLength: 400, unit: "grapheme" }),
    );
    const replacement = fc.oneof(
      fc.constant(null),
      text.map((code) => ({ kind: "code" as const, code })),
      text.map((words) => ({ kind: "words" as const, words })),
      fc.record({ name: text, module: text }).map((move) => ({ kind: "moved" as const, moves: [move] })),
    );
    assertProperty(
      fc.property(text, replacement, fc.option(text), (found, written, reason) => {
        const level = reason === null ? "fix" : "hint";
        const message = describeViolation(
          violation({ found, replacement: written, level, reason, problem: "is on its way out: remove it" }),
        );
        expect(message).not.toMatch(/[\r\n]/u);
        const tail = reason === null ? "" : ` By hand: ${inOneLine(reason)}.`;
        expect(message.endsWith(tail)).toBe(true);
        expect(message.length - tail.length).toBeLessThan(140);
      }),
    );
  });
});
