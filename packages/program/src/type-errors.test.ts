import ts from "typescript";
import { expect, test } from "vitest";
import { addedErrors, describeErrors, type ErrorsOfText } from "./type-errors.js";

/** A text whose marks `/*1 message*\/` are errors of that code at what follows them. */
function textWith(text: string): ErrorsOfText {
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const diagnostics = [...text.matchAll(/\/\*(\d+) ([^*]*)\*\//gu)].map((match) => ({
    ...{ file, start: match.index, length: match[0].length, category: ts.DiagnosticCategory.Error },
    ...{ code: Number(match[1]), messageText: match[2]! },
  }));
  return { errors: describeErrors(ts, file, diagnostics), text };
}

const added = (before: string, after: string) =>
  addedErrors(textWith(before), textWith(after)).map(({ code, line }) => `${code} at ${line}`);

test("an error stays the same where an edit alters its line", () => {
  const before = "const a = 1;\nuse(/*7 no*/ x, id);\nconst b = 2;\n";
  expect(added(before, 'import "y";\nconst a = 1;\nuse(/*7 no*/ x, UserId(id));\nconst b = 2;\n')).toEqual([]);
});

test("also where the edit adds lines above, and no other line stayed", () => {
  expect(added("/*7 no*/ x;\n", 'import "y";\n\n/*7 no*/ UserId(x);\n')).toEqual([]);
  expect(added('import "z";\n\n/*7 no*/ x;\n', 'import "z";\nimport "y";\n\n/*7 no*/ UserId(x);\n')).toEqual([]);
});

test("another error on an edited line is new, and so is one more", () => {
  const before = "const a = 1;\nuse(/*7 no*/ x, id);\nconst b = 2;\n";
  expect(added(before, "const a = 1;\nuse(/*7 other*/ x, id2);\nconst b = 2;\n")).toEqual(["7 at 2"]);
  expect(added(before, "const a = 1;\nuse(/*7 no*/ x, /*7 no*/ id2);\nconst b = 2;\n")).toEqual(["7 at 2"]);
});

test("the same error on another line of the function is new", () => {
  const before = "f(() => {\n  use(/*7 no*/ x);\n  go();\n  use(y);\n});\n";
  expect(added(before, "f(() => {\n  use(x);\n  go();\n  use(/*7 no*/ y);\n});\n")).toEqual(["7 at 4"]);
});

test("the members of an object type may be listed in another order", () => {
  expect(added("use(/*7 { a: { n: 1; }; b: 2; } is no X*/ x);\n", "use(/*7 { b: 2; a: { ...; }; } is no X*/ x);\n")).toEqual([]);
  expect(added("use(/*7 { a: 1; } is no X*/ x);\n", "use(/*7 { a: 1; } is no Y*/ x);\n")).toEqual(["7 at 1"]);
});
