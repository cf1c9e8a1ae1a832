import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { assertShallow, nestsLittle, SourceSyntaxError } from "@godwit/core/modules";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { sampleOf } from "../../../../test/support/properties.js";
import { parseSource } from "./parse.js";

/** Code that can be put into itself: the text before, the text behind. */
type Wrap = readonly [before: string, behind: string];

/** `…` is where the code comes again. */
function wrapsOf(texts: readonly string[]): readonly Wrap[] {
  return texts.map((text) => text.split("…") as unknown as Wrap);
}

// prettier-ignore
const EXPRESSIONS: readonly Wrap[] = wrapsOf([
  "(…)", "[…]", "{a:…}", "a=>…", "(a:b)=>…", "()=>{x=…}", "async a=>…", "class{a=…}", "class{a(){x=…}}", "{a(){return …}}",
  "function(){return …}", "(class extends …{})", "f(…)", "new f(…)", "a[…]", "a?.(…)", "a+…", "a&&…", "a**…", "a=…", "a?b:…",
  "a?…:b", "!…", "- …", "typeof …", "void …", "new …", "`${…}`", "`a(`+…", "<a>{…}</a>", "<a b={…}/>", "<a>don't (…</a>",
  "<>{b&&…}</>", "<a>{b.map(c=>…)}</a>", "/[/(]/+…", "'('+…", "a/*(*/+…", "a<(…)", "a?(b)=>…:c", "<T,>(a)=>…", "[...…]",
  "{[…]:1}", "{get a(){return …}}", "(a=…)=>1", "import(…)", "f<A<B>>(…)", "a as b,…",
  "a<[…]", "a<{b:…}", "a<{[…]:1}", "f<(a:b)=>…>()", "a<b…", "{a=…}", "[a=…]", "async(…)", "async(a=…)=>1", "a<(a:typeof …",
]);
// prettier-ignore
const STATEMENTS: readonly Wrap[] = wrapsOf([
  "{…}", "if(a)…", "if(a){}else …", "if(a)b;else …", "while(a)\n…", "for(;;)…", "a:…", "do …;while(a)", "try{…}finally{}",
  "try{}catch{…}", "switch(a){case 1:…}", "function f(){…}", "f(()=>{…})", "(function(){…})()", "namespace a{…}",
  "class A{static{…}}", "if(a)b,c;else if(d)…",
]);
// prettier-ignore
const TYPES: readonly Wrap[] = wrapsOf([
  "(…)", "[…]", "{a:…}", "A<…>", "A<b,…>", "()=>…", "(a:…)=>b", "a extends b?c:…", "a extends b?…:c", "keyof …", "`${…}`",
  "new()=>…", "{[a in b]:…}", "import('a').b<…>",
]);
/** Chains, which grow at their end. */
const CHAINS = [
  ".a",
  "?.a",
  "()",
  "[0]",
  "!",
  "``",
  "+a",
  "\n*a",
  "-f(a)",
  "&&a",
  "&&a==b",
  "||a&&b",
  "??a",
  "==a",
  " in a",
  " as a",
  ".a(b=>b)",
  " satisfies a",
];

const PLACES = [
  { wraps: EXPRESSIONS, write: (inner: string) => `x = ${inner};`, core: "1" },
  { wraps: STATEMENTS, write: (inner: string) => inner, core: ";" },
  { wraps: TYPES, write: (inner: string) => `type T = ${inner};`, core: "a" },
];

/** The text with as many repetitions as a bound lets through. */
function deepest(write: (times: number) => string, isLetThrough = isShallow): string {
  let [passes, fails] = [1, 30_000];
  if (isLetThrough(write(fails))) return write(fails);
  while (fails - passes > 1) {
    const middle = (passes + fails) >> 1;
    if (isLetThrough(write(middle))) passes = middle;
    else fails = middle;
  }
  return write(passes);
}

function isShallow(text: string): boolean {
  try {
    assertShallow("a.tsx", text);
    return true;
  } catch (error) {
    if (error instanceof SourceSyntaxError) return false;
    throw error;
  }
}

/** In a worker with half of its stack, or on the main thread. */
const PARSE_ALL = `
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";
const { parseSync } = createRequire(${JSON.stringify(import.meta.url)})("oxc-parser");
const isAlone = process.argv[2] === "main";
if (isMainThread && !isAlone) new Worker(new URL(import.meta.url), { workerData: readFileSync(0, "utf8"), resourceLimits: { stackSizeMb: 2 } });
else for (const text of JSON.parse(isAlone ? readFileSync(0, "utf8") : workerData)) {
  parseSync("a.tsx", text, { lang: "tsx", astType: "ts", range: true, preserveParens: false }).program;
  parseSync("a.tsx", text, { lang: "tsx", showSemanticErrors: true });
}
`;

const folder = mkdtempSync(path.join(tmpdir(), "godwit-nesting-"));
const script = path.join(folder, "parse-all.mjs");
writeFileSync(script, PARSE_ALL);
afterAll(() => rmSync(folder, { recursive: true }));

/** Parses texts in a process of their own: on its main thread, or with half of the stack that a worker has, a quarter of the main thread's. */
function survives(texts: readonly string[], thread: Thread): boolean {
  const { status, stderr } = spawnSync(process.execPath, [script, thread], { input: JSON.stringify(texts), encoding: "utf8" });
  // A crash says nothing.
  expect(stderr).toBe("");
  return status === 0;
}

type Thread = "main" | "worker";

/** The beginnings of the texts that end the process. */
function crashing(texts: readonly string[], thread: Thread = "worker"): string[] {
  return survives(texts, thread) ? [] : texts.filter((text) => !survives([text], thread)).map((text) => text.slice(0, 60));
}

/** Every kind of nesting, each as deep as a bound lets through. */
function everyNesting(isLetThrough: (text: string) => boolean): readonly string[] {
  const nested = PLACES.flatMap(({ wraps, write, core }) =>
    wraps.map(([before, behind]) => deepest((times) => write(before.repeat(times) + core + behind.repeat(times)), isLetThrough)),
  );
  const unclosed = PLACES.flatMap(({ wraps, write }) =>
    wraps.map(([before]) => deepest((times) => write(before.repeat(times)), isLetThrough)),
  );
  const chains = CHAINS.map((link) => deepest((times) => `x = a${link.repeat(times)};`, isLetThrough));
  return [...nested, ...unclosed, ...chains];
}

test(
  "the native parser survives every kind of nesting that the bound lets through, with half of the stack",
  { tags: "slow", timeout: 120_000 },
  () => {
    expect(crashing(everyNesting(isShallow))).toEqual([]);
  },
);

test("it survives what nests little by a plain count", { tags: "slow", timeout: 120_000 }, () => {
  expect(crashing(everyNesting(nestsLittle))).toEqual([]);
});

test.each([
  ["type arguments", "x = a<(b);"],
  ["a template", "x = `${a}`;"],
  ["statements in each other", "do do do a; while (b); while (c); while (d)"],
  ["many calls", "f(a, b);\n".repeat(50_000)],
  ["many operators", "a = b ? c : d;\n".repeat(50_000)],
  ["many branches", "if (a) { b(); } else if (c) { d(); }\n".repeat(100)],
  ["many fields without commas", "class A {\n" + "a: B<C> = 1\n".repeat(100) + "}"],
  ["many elements", `x = <a>${"<b c={d}>e</b>\n".repeat(60)}</a>;`],
])("a plain count shows that %s nest little", (_, text) => {
  expect(nestsLittle(text)).toBe(true);
});

test.each([
  ["many brackets", "f(".repeat(3_000)],
  ["a long text without any", "do ".repeat(20_000)],
  ["type arguments that are read again", "a<(b=".repeat(15)],
  ["such behind a comment", "a</* */(b=".repeat(15)],
])("%s are counted exactly", (_, text) => {
  expect(nestsLittle(text)).toBe(false);
});

/** Some kinds of nesting in each other, as deep as a bound lets through. */
function mixtures(isLetThrough: (text: string) => boolean): fc.Arbitrary<string> {
  return fc.constantFrom(...PLACES).chain(({ wraps, write, core }) => {
    const some = fc.array(fc.constantFrom(...wraps), { minLength: 1, maxLength: 4 });
    const links = fc.array(fc.constantFrom(...CHAINS), { maxLength: core === "1" ? 2 : 0 });
    return fc.tuple(some, links).map(([chosen, chain]) => {
      const before = chosen.map(([text]) => text).join("");
      const behind = chosen.map(([, text]) => text).reverse();
      const after = [...behind, ...chain].join("");
      return deepest((times) => write(before.repeat(times) + core + after.repeat(times)), isLetThrough);
    });
  });
}

test("the native parser survives mixtures of them", { tags: "slow", timeout: 120_000 }, () => {
  expect(crashing(sampleOf(mixtures(isShallow), 200))).toEqual([]);
  expect(crashing(sampleOf(mixtures(nestsLittle), 100))).toEqual([]);
});

test.each([
  ["parentheses that may be parameters of a type", `x = ${"a<(a=".repeat(40)}1${")".repeat(40)};`],
  ["keys that may be of a type, of parameters or of an object", `x = ${"new a<([{[".repeat(40)}1${"]:1}])".repeat(40)};`],
  ["such in type arguments", `x = ${"f<A<(a=".repeat(20)}1${")>>()".repeat(20)};`],
  ["parentheses", `x = ${"(".repeat(10_000)}1${")".repeat(10_000)};`],
  ["lists that are not closed", `x = ${"[".repeat(10_000)}`],
  ["types", `type T = ${"A<".repeat(10_000)}b${">".repeat(10_000)};`],
  ["a template", `x = ${"`${".repeat(10_000)}1${"}`".repeat(10_000)};`],
  ["terms without brackets", `x = a${"+a".repeat(100_000)};`],
  ["members", `x = a${".a".repeat(100_000)};`],
  ["conditions", `x = ${"a?b:".repeat(20_000)}c;`],
  ["else if", `${"if(a){}else ".repeat(20_000)}{}`],
  ["elements", `x = ${"<a>".repeat(20_000)}${"</a>".repeat(20_000)};`],
  ["behind text that looks like a string", `x = <a>don't</a>; y = ${"(".repeat(10_000)}1`],
  ["in what looks like a string", `x = <a>'</a>; y = ${"(".repeat(10_000)} '`],
  ["behind a type parameter", `type F = { f: <T>(x: T) => T }; y = ${"(".repeat(10_000)}1`],
  ["behind a regular expression", `x = /["'\`(]/; y = ${"(".repeat(10_000)}1`],
])("refuses a file with %s that is too deep, with its place", (_, text) => {
  expect(() => parseSource("a.tsx", text)).toThrow(/too deeply/);
  expect(() => parseSource("a.tsx", `\n\n${text}`)).toThrow(expect.objectContaining({ line: 3 }));
});

test.each([
  ["strings put together", `x = ${'"a" +\n'.repeat(1_500)}"b";`],
  ["a table of comparisons", `x = ${"(a >= 1 && a <= 2) || (a === 3) || ".repeat(900)}c;`],
  ["a table of numbers", `x = ${"a == 1 || 2 <= a && a <= 3 || ".repeat(900)}b;`],
  [
    "a long string, a long template and a long comment",
    ['"a"', "`a`", "/*a*/ 1"].map((each, index) => `var x${index} = ${each.replace("a", "a".repeat(3_000_000))};\n`).join(""),
  ],
  ["a type with many members", `type T = ${'| "a"\n'.repeat(20_000)};`],
  ["statements without semicolons", 'foo.bar("a")\nif (a) b()\nconst c = a ? b : c\n'.repeat(20_000)],
  ["a bundle of functions", "var a=function(b){return b?c(b):d},e=[1,2,{f:1<g,h:2}],i=j<k?l:m;".repeat(5_000)],
  ["cases", `switch (a) {\n${'case "a":\n'.repeat(3_000)}b()\n}`],
  ["brackets in strings", `x = [${"'(', \"[\", `{`, /\\(/, ".repeat(5_000)}];`],
  ["brackets in comments", "// (((([[[\n/* {{{ */\n".repeat(5_000)],
  ["smileys in JSX", `x = <p>${"it's :( <b>and</b> {a} ".repeat(3_000)}</p>;`],
  ["methods with type parameters", `class A {\n${"f<T>(a: B<T>): C<T> {}\n[g]() {}\n".repeat(3_000)}}`],
  ["elements with type arguments", `x = [${"<A<B> c={d} />, <E<F>>g</E>, <T,>(a: T) => a, ".repeat(1_000)}];`],
])("reads %s", (_, text) => {
  expect(isShallow(text)).toBe(true);
  expect(() => parseSource("a.tsx", text)).not.toThrow();
});
