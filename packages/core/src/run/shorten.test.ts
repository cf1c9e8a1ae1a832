import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { keepEnd, shorten } from "./messages.js";

const CALL = "await UserExecutionEngine.createFromLegacy(this.registry, this.sink, context)";

test.each([
  [CALL, 80, CALL],
  [CALL, 70, "await UserExecutionEngine.createFromLegacy(this.registry, …)"],
  [CALL, 55, "await UserExecutionEngine.createFromLegacy(…)"],
  [CALL, 30, "await createFromLegacy(…)"],
  [CALL, 20, "await…"],
  ["run(first, [1, 2, 3], () => { stop(); }).then(finish)", 40, "run(first, [1, 2, 3], …).then(finish)"],
  ['Engine from "../../src/a/rather/deep/folder/engine.js"', 40, 'Engine from "…/deep/folder/engine.js"'],
  ['newId("a text, with (brackets) that is long")', 20, "newId(…)"],
  ['() => UnifiedIdGenerator.generateBaseId("user")', 30, '() => generateBaseId("user")'],
  ['type Role = "user" | "assistant"', 22, 'type Role = "user"…'],
  ["(agent) => ({ id: newId(agent) })", 11, "(…) => (…)"],
  ["the file's first import isn't one that others need", 30, "the file's first import isn't…"],
  ["nothing(to leave, out [of", 12, "nothing(to…"],
  ["`order_${Date.now()}_${Math.random().toString(36)}`", 42, "`order_${Date.now()}_${Math.random().…"],
  ["aSingleWordThatIsMuchTooLong", 10, "aSingleWo…"],
])("%s in %i characters", (text, length, shortened) => {
  expect(shorten(text, length)).toBe(shortened);
});

test("the end of a text begins with a whole word or operator", () => {
  expect(keepEnd("agents.map((agent) => ({ stepId: ", 20)).toBe("…=> ({ stepId: ");
  expect(keepEnd('say("a long quotation") + ', 12)).toBe("…+ ");
  expect(keepEnd("short", 10)).toBe("short");
});

test("no text is longer than asked, and what is left of it is in the text", () => {
  const text = fc.array(fc.constantFrom("run", "(", ")", ", ", '"./a/b.js"', "[", "]", " => ", "'it\\'s'", "😀", "."), {
    maxLength: 60,
  });
  assertProperty(
    fc.property(text, fc.integer({ min: 1, max: 60 }), (parts, length) => {
      const whole = parts.join("");
      for (const short of [shorten(whole, length), keepEnd(whole, length)]) {
        expect(short.length).toBeLessThanOrEqual(Math.max(length, whole.length > length ? 1 : 0));
        expect(short).not.toMatch(/\p{Surrogate}/u);
        let at = 0;
        for (const part of short.split("…")) {
          at = whole.indexOf(part, at);
          expect(at, part).toBeGreaterThanOrEqual(0);
        }
      }
    }),
  );
});

test("a text of a line of megabytes takes no longer than its beginning", () => {
  expect(shorten(`${"run(".repeat(500_000)}x`, 30)).toHaveLength(29);
});
