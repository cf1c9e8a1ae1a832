import ts from "typescript";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../test/support/properties.js";
import { compareErrors, describeErrors, type ErrorsOfText, type TypeError } from "./type-errors.js";

/** A text without its marks: `/*1 message*\/` is an error of that code at the word that follows it. */
function textWith(marked: string): ErrorsOfText {
  const marks: { readonly code: number; readonly message: string; readonly start: number }[] = [];
  let text = "";
  let last = 0;
  for (const match of marked.matchAll(/\/\*(\d+) ([^*]*)\*\/ ?/gu)) {
    text += marked.slice(last, match.index);
    last = match.index + match[0].length;
    marks.push({ code: Number(match[1]), message: match[2]!, start: text.length });
  }
  text += marked.slice(last);
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const diagnostics = marks.map(({ code, message, start }) => ({
    ...{ file, start, length: /^\w*/u.exec(text.slice(start))![0].length, category: ts.DiagnosticCategory.Error },
    ...{ code, messageText: message },
  }));
  return { errors: describeErrors(ts, file, diagnostics), text };
}

const shown = (errors: readonly TypeError[]) => errors.map(({ code, line, column }) => `${code} at ${line}:${column}`);
const added = (before: string, after: string) => compareErrors(textWith(before), textWith(after)).added.map(placeOf);
const reworded = (before: string, after: string) => shown(compareErrors(textWith(before), textWith(after)).reworded);
const placeOf = ({ code, line }: TypeError): string => `${code} at ${line}`;

test("an error stays the same where an edit alters its line", () => {
  const before = "const a = 1;\nuse(/*7 no*/ x, id);\nconst b = 2;\n";
  expect(added(before, 'import "y";\nconst a = 1;\nuse(/*7 no*/ x, UserId(id));\nconst b = 2;\n')).toEqual([]);
});

test("also where the edit adds lines above, and no other line stayed", () => {
  expect(added("/*7 no*/ x;\n", 'import "y";\n\n/*7 no*/ UserId(x);\n')).toEqual([]);
  expect(added('import "z";\n\n/*7 no*/ x;\n', 'import "z";\nimport "y";\n\n/*7 no*/ UserId(x);\n')).toEqual([]);
});

test("and where a formatter divides its line anew", () => {
  const [before, divided] = [
    'import { x, /*7 no*/ y } from "z";\ngo();\n',
    'import {\n  Id,\n  x,\n  /*7 no*/ y,\n} from "z";\ngo();\n',
  ];
  expect(added(before, divided)).toEqual([]);
  expect(added(before, divided.replace("  x", "  /*7 no*/ x"))).toEqual(["7 at 3"]);
  expect(added('import { /*7 no*/ x, y } from "z";\ngo();\n', divided)).toEqual(["7 at 4"]);
});

test("another path into a package that is not installed is missed as the first one was", () => {
  const importOf = (path: string) => `/*2307 Cannot find module '${path}' or its types.*/ import { a } from "${path}";\ngo(a);\n`;
  expect(added(importOf("@x/lib/old"), importOf("@x/lib/new"))).toEqual([]);
  expect(added(`${importOf("@x/lib/old")}b();\n`, `go(a);\nb();\n${importOf("@x/lib/new").split("go")[0]!}`)).toEqual([]);
  expect(added(importOf("@x/lib/old"), importOf("@x/lib/new") + importOf("@x/lib/old"))).toEqual([]);
  expect(added(importOf("@x/lib/old"), importOf("@x/other"))).toEqual(["2307 at 1"]);
  expect(added(importOf("./lib/old"), importOf("./lib/new"))).toEqual(["2307 at 1"]);
});

test("another path by an alias is missed as all were before", () => {
  const importOf = (path: string) => `/*2307 Cannot find module '${path}' or its types.*/ import { a } from "${path}";\n`;
  expect(added(importOf("~/old"), importOf("~/new") + importOf("~/old"))).toEqual([]);
  expect(added(importOf("~/old"), importOf("@/new") + importOf("~/old"))).toEqual(["2307 at 1"]);
  const found = 'import { b } from "~/found";\n';
  expect(added(importOf("~/old") + found, importOf("~/new") + importOf("~/old") + found)).toEqual(["2307 at 1"]);
});

test("a circle in a mapped type is told at another line by chance", () => {
  const circle = "/*2615 Type of property 'AND' circularly references itself in mapped type.*/";
  expect(added("use(x);\nuse(y);\n", `use(z);\n${circle} use(y);\n`)).toEqual([]);
  expect(added("use(x);\nuse(y);\n", `${circle} use(z);\nuse(y);\n`)).toEqual(["2615 at 1"]);
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
  expect(reworded("use(/*7 { a: { n: 1; }; b: 2; } is no X*/ x);\n", "use(/*7 { b: 2; a: { ...; }; } is no X*/ x);\n")).toEqual(
    [],
  );
  expect(reworded("use(/*7 { a: 1; } is no X*/ x);\n", "use(/*7 { a: 1; } is no Y*/ x);\n")).toEqual(["7 at 1:5"]);
});

test.each([
  ["2304 Cannot find name 'expect'.", "2552 Cannot find name 'expect'. Did you mean 'expected'?"],
  ["2552 Cannot find name 'expect'. Did you mean 'expected'?", "2552 Cannot find name 'expect'. Did you mean 'ExpectId'?"],
  ["2551 Property 'a.b' does not exist on type 'A'. Did you mean 'ab'?", "2339 Property 'a.b' does not exist on type 'A'."],
  ["2503 Cannot find namespace 'A'.", "2833 Cannot find namespace 'A'. Did you mean 'B'?"],
])("an error stays the same with a guess at what was meant, and without: %s", (one, other) => {
  const [before, after] = [one, other].map((told) => `use(/*${told}*/ x);\n`) as [string, string];
  expect(added(before, after)).toEqual([]);
  expect(reworded(before, after)).toEqual([]);
  expect(added(before, `${after}/*2304 Cannot find name 'y'.*/ y;\n`)).toEqual(["2304 at 2"]);
});

test("TypeScript guesses at ten names, so that what others miss alters an error", () => {
  const misses = Array.from({ length: 11 }, (_, at) => `valuf${at};\n`);
  // Without these the checker misses names of its own.
  const globals = [
    "Array<T>",
    "Boolean",
    "CallableFunction",
    "Function",
    "IArguments",
    "NewableFunction",
    "Number",
    "Object",
    "RegExp",
    "String",
  ];
  const declared = [
    ...globals.map((each) => `interface ${each} {}\n`),
    ...Array.from({ length: 11 }, (_, at) => `declare const value${at}: number;\n`),
  ].join("");
  const errorsOf = (text: string): ErrorsOfText => {
    const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
    const host = { ...ts.createCompilerHost({}), getSourceFile: (name: string) => (name === "a.ts" ? file : undefined) };
    const diagnostics = ts.createProgram(["a.ts"], { noLib: true, types: [] }, host).getSemanticDiagnostics(file);
    return { text, errors: describeErrors(ts, file, diagnostics) };
  };
  const [before, after] = [errorsOf(declared + misses.join("")), errorsOf(declared + misses.at(-1)!)];
  expect([before.errors.at(-1)!.code, after.errors.at(-1)!.code]).toEqual([2304, 2552]);
  expect(compareErrors(before, after)).toEqual({ added: [], reworded: [] });
});

test("an old error that is told in other words is no new one", () => {
  expect(added("use(/*7 no A*/ x, y);\n", 'import "y";\nuse(/*7 no B*/ x, y);\n')).toEqual([]);
  expect(reworded("use(/*7 no A*/ x, y);\n", 'import "y";\nuse(/*7 no B*/ x, y);\n')).toEqual(["7 at 2:5"]);
  expect(reworded("use(/*7 no A*/ x, y);\n", 'import "y";\nuse(/*7 no A*/ x, y);\n')).toEqual([]);
  expect(reworded("use(/*7 no A*/ x);\n", "use(/*7 no B*/ x, id);\n")).toEqual([]);
});

test("words may not hide an error of another code, about another expression, on another line, or one more", () => {
  const before = "use(/*7 no A*/ x, y);\nuse(x, y);\n";
  expect(added(before, "use(/*8 no B*/ x, y);\nuse(x, y);\n")).toEqual(["8 at 1"]);
  expect(added(before, "use(x, /*7 no B*/ y);\nuse(x, y);\n")).toEqual(["7 at 1"]);
  expect(added(before, "use(/*7 no A*/ x, /*7 no B*/ y);\nuse(x, y);\n")).toEqual(["7 at 1"]);
  expect(added(before, "use(x, y);\nuse(/*7 no B*/ x, y);\n")).toEqual(["7 at 2"]);
  expect(added(before, "use(/*7 no B*//*7 no C*/ x, y);\nuse(x, y);\n")).toEqual(["7 at 1"]);
});

test("errors of an unchanged text grow nowhere without being told, and of those that stay, other words are told", () => {
  const words = ["one", "two", "three"];
  const messages = fc.array(fc.constantFrom("A", "B"), { maxLength: 2 });
  const state = fc.array(fc.record({ 7: messages, 8: messages }), { minLength: words.length * 2, maxLength: words.length * 2 });
  const place = (index: number): string => `${index < words.length ? 1 : 2}:${words[index % words.length]!}`;
  const write = (errors: readonly Readonly<Record<7 | 8, readonly string[]>>[]): string =>
    [0, 1]
      .map((line) => {
        const marked = words.map((word, index) => {
          const here = errors[line * words.length + index]!;
          // Each place has messages of its own, so that no error moves to another one.
          const marks = ([7, 8] as const).flatMap((code) => here[code].map((each) => `/*${code} ${each}${line}${word}*/`));
          return `${marks.join("")} ${word}`;
        });
        return `f${line}(${marked.join(", ")});\n`;
      })
      .join("");
  assertProperty(
    fc.property(state, state, (before, after) => {
      const [old, now] = [textWith(write(before)), textWith(write(after))];
      const change = compareErrors(old, now);
      for (const [index, here] of after.entries())
        for (const code of [7, 8] as const) {
          const [line, word] = place(index).split(":");
          const at = (errors: readonly TypeError[]): number =>
            errors.filter((each) => each.code === code && String(each.line) === line && wordAt(now.text, each) === word).length;
          const had = before[index]![code];
          expect(at(change.added)).toBe(Math.max(0, here[code].length - had.length));
          expect(at(change.added) + at(change.reworded)).toBe(beyond(here[code], had));
        }
    }),
  );
});

function wordAt(text: string, { start }: TypeError): string {
  return /^\w*/u.exec(text.slice(start))![0];
}

/** How many of some texts are not among others, as multisets. */
function beyond(some: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return some.filter((each) => (left.includes(each) ? (left.splice(left.indexOf(each), 1), false) : true)).length;
}
