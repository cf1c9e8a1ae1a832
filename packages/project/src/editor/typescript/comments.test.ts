import { parse } from "@typescript-eslint/parser";
import ts from "typescript";
import { expect, test } from "vitest";
import { readComments } from "./comments.js";

test.each([
  ["a.ts", "// a\nconst b = 'http://x'; /* c */ const d = `//${/* e */ f}//`; // g"],
  ["a.ts", "const r = /\\/\\/[/*]/; const q = a / b / c; //d\n/** doc */ export function f() {} /**/"],
  ["a.ts", "#!/usr/bin/env node // no\nf(); // yes"],
  ["a.tsx", "const v = <a href='//x' /* in */>// text {/* child */} /* text */</a>; // end"],
  ["a.ts", "type A = '//' | /* b */ `/*${string}*/`; const o = { /* k */ '//': 1, }; "],
  ["a.ts", "a; // \u2028b; /* c\u2029d */ e"],
])("finds in %s %j what typescript-eslint finds", (file, text) => {
  const { comments } = parse(text, {
    range: true,
    comment: true,
    loc: true,
    ecmaFeatures: { jsx: file.endsWith("x") },
    filePath: file,
  });
  const own = readComments(ts, ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  const plain = (list: readonly { type: string; value: string; range: readonly number[] }[] = []) =>
    list.map(({ type, value, range }) => ({ type, value, range }));
  expect(plain(own)).toEqual(plain(comments));
});

test("takes a comment that is never closed to the end of the text", () => {
  const [comment] = readComments(ts, ts.createSourceFile("a.ts", "a; /* b", ts.ScriptTarget.Latest, true));
  expect(comment).toMatchObject({ type: "Block", value: " b", range: [3, 7] });
});
