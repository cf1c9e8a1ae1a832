import fc from "fast-check";
import { expect, test } from "vitest";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { assertProperty } from "../../../../test/support/properties.js";
import { applyTextEdits } from "../edits/compose.js";
import { changedStatements } from "./sound-edits.js";

const STATEMENTS = [
  "import { a } from 'm';",
  "const a1 = () => ({ b: `${c}` });",
  "call(x)",
  "function f() { return { g }; }",
  "@d export class C { m() {} }",
  "if (a) { b() } else c;",
  "for (;;) {}",
  "/* note */ label: y",
  "export { z };",
  "type T = { u: 1 };",
  ";",
];
const WRITTEN = [
  "1",
  "",
  "x",
  "(",
  ")",
  "{",
  "}",
  "`",
  "'",
  "/*",
  "*/",
  "//",
  "class 1 {}",
  "a b",
  "[0]",
  "\n",
  ";",
  "await q",
  "import 'n';\n",
];

function parses(text: string): boolean {
  try {
    parseWithOxc("/a.ts", text);
    return true;
  } catch {
    return false;
  }
}

test("a parser finds in the changed statements each fault of the whole text, and hardly another one", () => {
  const statement = fc.tuple(fc.constantFrom(...STATEMENTS), fc.constantFrom("\n", "\n\n", "; ", "\n// end\n"));
  const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 6 }), text: fc.constantFrom(...WRITTEN) });
  let [broken, sound, found] = [0, 0, 0];
  assertProperty(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 12 }),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      (parts, wanted) => {
        const text = parts.flat().join("");
        fc.pre(parses(text));
        const statements = parseWithOxc("/a.ts", text).program.body.map(({ range }) => range);
        let end = -1;
        const edits = wanted
          .map(({ at, length, text: written }) => ({ start: at % (text.length + 1), length, text: written }))
          .sort((a, b) => a.start - b.start)
          .map(({ start, length, text: written }) => ({
            range: [start, Math.min(start + length, text.length)] as const,
            text: written,
          }))
          .filter(({ range }) => range[0] > end && ((end = range[1]), true));
        const part = changedStatements(text, edits, statements);
        expect(parses(part.before)).toBe(true);
        const isWhole = parses(applyTextEdits(text, edits));
        if (isWhole) sound++;
        else broken++;
        // A comment or a template that is opened may end far behind, which does no less harm.
        if (parses(part.after)) found++;
        else return;
        expect(isWhole).toBe(true);
      },
    ),
    1_000,
  );
  expect(broken).toBeGreaterThan(100);
  expect(found).toBeGreaterThan(sound * 0.85);
});
