import { format } from "prettier";
import { expect, test } from "vitest";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { createSourceReader, type ReadableFile } from "./tokens.js";

function open(file: string, text: string): ReadableFile {
  const { program, comments } = parseWithOxc(file, text);
  // oxc gives comments a start and an end only.
  const ranged = (comments as unknown as { start: number; end: number }[]).map((each) => ({
    ...each,
    range: [each.start, each.end],
  }));
  return { text, program, comments: () => ranged as unknown as typeof comments };
}

/** The source of the place that `‹…›` marks. */
function sourceIn(marked: string, jsx = false): string {
  const start = marked.indexOf("‹");
  const text = marked.replace("‹", "").replace("›", "");
  return createSourceReader(open(jsx ? "/a.tsx" : "/a.ts", text))([start, marked.indexOf("›") - 1]);
}

test.each([
  ["a variable", "const userId: string = ‹v4()›;", "userId=v4()"],
  ["a type", "const userId: ‹string› = v4();", "userId:string"],
  ["a parameter", "function f(a: number, userId: ‹string›) {}", "f userId:string"],
  [
    "a parameter with a default",
    "class A { constructor(private userId: ‹string› = 'x') {} }",
    'constructor private userId:string="x"',
  ],
  ["a signature's parameter", "interface A { find(id: ‹string›, b: number): void }", "find id:string"],
  ["the type that a method returns", "class A { find(): ‹string› { return x; } }", "find :string"],
  ["a function's name", "export function ‹handle›(req: Request) { return req; }", "handle"],
  ["a property", "create({ name, id: ‹v4()›, other: 1 });", "id:v4()"],
  ["a statement", "function f() { track('x', ‹v4()›); }", 'track("x",v4())'],
  ["a value of an arrow function", "const make = () => ‹v4()›;", "make=()=>v4()"],
  ["a callback's own code", "it('x', () => { const a = ‹v4()›; });", "a=v4()"],
  ["bodies are left out", 'const x = ‹get("a")›.map((y) => { return y + 1; });', 'x=get("a").map(y=>{…})'],
  ["a condition", "if (‹registry.has(x)›) { y(); }", "registry.has(x)"],
  ["an import", "import { a, ‹v4 as uuid›, b } from 'uuid';", 'v4 as uuid from "uuid"'],
  ["a module", "import { a, b } from ‹'uuid'›;", 'from "uuid"'],
  ["a comment", "/**\n * Finds.\n * @param {‹any›} user  the user\n */\nfunction f(user) {}", "@param {any} user the user"],
  ["a template", "const a = ‹id(`x ${ b }  y`)›;", "a=id(`x ${b}  y`)"],
])("%s", (_, marked, source) => {
  expect(sourceIn(marked)).toBe(source);
});

test("an attribute and a child of JSX", () => {
  expect(sourceIn("const x = <p a='b' id={‹v4()›}>text</p>;", true)).toBe("id={v4()}");
  expect(sourceIn("const x = <p a='b'>some  text {‹v4()›}</p>;", true)).toBe("{v4()}");
});

test.each([
  "const userId = ‹v4({ 'random': 0XFF, b: [1, 2,], })›",
  "class A { 'id' = ‹(v4() as string)›; }",
  "type A = { a: string, id: ‹| string | undefined›, }",
  "const f = async x => ‹(await get(x))›",
  "export default ‹get('it\\'s', \"a\", (function () { return 1 }))›",
  "call(‹veryLongFunctionName(argumentNumberOne, argumentNumberTwo, { three: 3, four: 'four' }, argumentNumberFive)›, 2)",
  "throw (‹new OldError('x')›)",
  "const a = ‹b ? (c) : ((d))›, e = 1",
  "interface A { a(): void, find(id: ‹string›, other: number): Promise<Array<string>>, }",
  "const x = ‹get()›\n  .then(y => y.z, ((e) => { throw e }))",
])("formatting changes nothing: %s", async (marked) => {
  const start = marked.indexOf("‹");
  const plain = marked.replace("‹", "").replace("›", "");
  const formatted = await format(plain, { parser: "typescript", printWidth: 40 });
  const site = plain.slice(start, marked.indexOf("›") - 1);
  // The same unit is found from its name, which formatting does not change.
  const anchor = /[\w$]+/.exec(site)![0];
  const sourceAt = (text: string, at: number): string => createSourceReader(open("/a.ts", text))([at, at + anchor.length]);
  expect(sourceAt(formatted, formatted.indexOf(anchor))).toBe(sourceAt(plain, plain.indexOf(anchor)));
});

test("comments and line ends change nothing, values do", () => {
  const source = sourceIn("const a = ‹v4(1,  2)›;");
  expect(sourceIn("const a = ‹v4(// why\r\n1, /* x */ 2)›")).toBe(source);
  expect(sourceIn("let a=‹v4(1,3)›")).not.toBe(source);
  expect(sourceIn("let b=‹v4(1,2)›")).not.toBe(source);
  expect(sourceIn("let a = ‹v4(`x\r\ny`)›")).toBe(sourceIn("let a = ‹v4(`x\ny`)›"));
});

test("a long source is cut, and what differs behind the cut is still seen", () => {
  const long = (end: string): string =>
    sourceIn(`const a = ‹v4(${Array.from({ length: 40 }, () => "value").join(", ")}, ${end})›;`);
  expect(long("x")).toMatch(/^a=v4\(value,value,.*… [0-9a-f]{16}$/);
  expect(long("x").length).toBeLessThan(160);
  expect(long("x")).not.toBe(long("y"));
});
