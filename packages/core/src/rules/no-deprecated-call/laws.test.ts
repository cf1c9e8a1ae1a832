import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { runRule, useRule } from "../../../test-support/project-engine.js";
import { describeLaws, expectPlacesOnce, expectSoundCheck } from "../../../test-support/rule-laws.js";

/** Ways to import the old module: the lines above, and the local name of an export. */
const SOURCES: readonly (readonly [head: string, name: (exported: string) => string])[] = [
  [
    'import { Engine, make, send, tag, Dec, box, Old } from "./old.js"; void [Engine, make, send, tag, Dec, box, Old];',
    (name) => name,
  ],
  ['import * as all from "./old.js"; void all;', (name) => `all.${name}`],
  ['import whole from "./old.js"; const { x } = whole;', (name) => `require("./old.js").${name}`],
  ['const loaded = require("./index.js");', (name) => `loaded.${name}`],
  ['const late = await import("./old.js");', (name) => `late.${name}`],
];

/** Uses; `@x@` is a name of the old module, `№` a fresh number. */
const USES: readonly string[] = [
  "export async function a№(ctx: Context) { return new @Engine@(1, ctx, null).run(); }",
  "export const b№ = () => new @Engine@(1, /* two */ 2, 3);",
  "export const c№ = new @Engine@(seen(), seen(), null), c_№ = new @Engine@;",
  "class D№ extends @Engine@ { constructor() { super(1, 2, null); } }",
  "class E№ { engine = new @Engine@(1, 2, 3); static { new @Engine@(...seen(), null); } }",
  "const f№ = @make@; export const ff№ = f№('a', f№('b'));",
  "const { make: g№ } = @box@; seen(g№('a'), g№);",
  "const h№ = @make@.bind(null, 'a'); export const hh№ = () => h№();",
  "export const i№ = [@make@('a', ...seen()), @make@.call(null, 'b'), ['c'].map(@make@)];",
  "export const j№ = @send@({ to: 'a', what: seen(), ...seen });",
  "export const k№ = @send@({ what: { x: @make@('b') }, later: true, to: 'c' });",
  "const l№ = { to: 'a', what: 1 }; export const ll№ = @send@(l№);",
  "const m№ = { to: 'a', what: 1 }; m№.to = 'b'; @send@(m№)",
  "export const n№ = @tag@`a ${@make@('x')} b` + @tag@``;",
  "@@Dec@('x') class O№ { @@Dec@('y') m() {} }",
  "const { secret: p№, other: p_№ } = @box@; seen(p№, p_№);",
  "const { secret: q№ } = @box@; export const qq№ = q№;",
  "if (@box@.secret) seen(@box@['secret']); @box@.secret = 'b';",
  "export const r№ = <p><@Old@ kind='a' {...seen}>x {@make@('k')}</@Old@><@Old@ a=\"b\" /><@Old@ gone /></p>;",
  "export const s№ = (Fresh: number) => [Fresh, <@Old@ kind={seen(1)} b />];",
  "seen(@box@?.make?.('a'), maybe?.legacy('b'), maybe.legacy(@make@('c')));",
  "export async function t№(fresh: number) { for (const u of seen) await @make@(u, fresh); }",
  "export function v№(): string { return @make@('x', ) }",
  "// eslint-disable-next-line godwit/no-deprecated-call\nseen(@make@('off'));",
];

const use = fc.record({ source: fc.nat(SOURCES.length - 1), place: fc.constantFrom(...USES) });
const program = fc.tuple(fc.array(use, { minLength: 1, maxLength: 6 }), fc.constantFrom("\n", "\r\n")).map(([uses, eol]) => {
  const heads = [...new Set(uses.map(({ source }) => SOURCES[source]![0]))];
  const lines = uses.map(({ source, place }, index) => {
    const [, name] = SOURCES[source]!;
    // A tag and a decorator take no call as their name.
    const tag = (exported: string) => (name(exported).includes("(") ? exported : name(exported));
    return place
      .replaceAll("№", String(index))
      .replaceAll(/@@(\w+)@/gu, (_, exported: string) => `@${tag(exported)}`)
      .replaceAll(/(<\/?)@(\w+)@/gu, (_, open: string, exported: string) => `${open}${tag(exported)}`)
      .replaceAll(/@(\w+)@/gu, (_, exported: string) => name(exported));
  });
  const head = ['import type { Context } from "./context.js";', ...heads, "declare const seen: any, maybe: any;"];
  return [...head, ...lines, ""].join("\n").replaceAll("\n", eol);
});

const OPTION = {
  replace: [
    { match: "new Engine($a, $b, null)", with: "new Fresh({ a: $a, b: $b })" },
    { match: "new Engine($a, $b, $c)", with: "await Fresh.open($a, $b, $c)" },
    { match: "make($x, $y)", with: "fresh({ y: $y, x: $x })" },
    { match: "make($x)", with: "fresh({ x: $x })" },
    { match: "send({ to: $to, what: $what, $$$rest })", with: "fresh($to, { $$$rest, what: $what })" },
    { match: "tag`$text`", with: "fresh`$text`" },
    { match: "Dec($x)", with: "fresh($x)" },
    { match: "box.secret", with: "fresh.secret()" },
    { match: "<Old kind={$kind} $$$props />", with: "<Fresh $$$props variant={$kind} />" },
    { match: "<Old gone />" },
    { match: "<Old $$$props />", with: "<Fresh $$$props />" },
    { match: "$x.legacy($y)", with: "fresh($x, $y)" },
  ],
};
const OLD = { Engine: "./src/old.ts", make: "./src/old.ts", send: "./src/old.ts", tag: "./src/old.ts", box: "./src/old.ts" };
const CONTEXT = {
  imports: { ...OLD, Dec: "./src/old.ts", Old: "./src/old.ts", Fresh: "./src/fresh.ts", fresh: "./src/fresh.ts" },
};

const OLD_NAMES = "Engine make send tag Dec box Old".split(" ");
const project = useRule({
  rule: "no-deprecated-call",
  option: OPTION,
  context: CONTEXT,
  files: {
    "src/old.ts": `${OLD_NAMES.map((name) => `export const ${name}: any = {};`).join(" ")} export default {};`,
    "src/index.ts": 'export * from "./old.js";',
    "src/fresh.ts": "export const Fresh: any = {}; export const fresh: any = {};",
    "src/context.ts": "export class Context {}",
  },
});

const FILE = "src/a.tsx";
const KNOWN = new Set(["require", "Promise"]);

describeLaws("no-deprecated-call on generated programs", project, {
  file: FILE,
  programs: program,
  library: KNOWN,
  onePass: 250,
  wholeEdits: 150,
});

describe("no-deprecated-call on generated programs", () => {
  it("finds something in most of them, and reports a place once", () => {
    let found = 0;
    assertProperty(
      fc.property(program, (text) => {
        found += expectPlacesOnce(project.run, FILE, text);
      }),
      120,
    );
    expect(found).toBeGreaterThan(120);
  });
});

const PIECES = [
  "Engine", "make", "send", "tag", "box", "secret", "legacy", "Old", "Dec", "\\u006dake", "new ", "extends ", "class A ", "super(", "...a",
  "import { ", "import ", " from ", '"./old.js"', '"./index.js"', "'./old.js'", ".", "(", ")", "()", "const a = ", "const { ", " } = ", ";\n",
  "Reflect.construct(", ".call(", ".bind(", "vi.spyOn(", "vi.mocked(", " as ", "import(", "await ", "{", "}", "<", " />", "`", "[", "]", ", ", "null", "* as all",
]; // prettier-ignore

describe("the check of the text before a parse", () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 16 }).map((parts) => parts.join(""));
  const options = [
    OPTION,
    { replace: [{ match: "box.secret.deep($x, 'literal')", with: "fresh($x)" }] },
    { replace: [{ match: "make({ kind: 'old', $$$rest })" }, { match: "<Old kind='a' />" }] },
    { replace: [{ match: "<font size='x' />" }, { match: "await make($x)", with: "fresh($x)" }] },
    { replace: [{ match: "new Engine('some literal', $$$rest)" }] },
  ];
  const runs = () => options.map((option) => runRule(tmpdir(), "no-deprecated-call", option, CONTEXT));

  it("lets no file by in which the rule would find something", () => {
    const all = [project.run, ...runs()];
    assertProperty(
      fc.property(fc.oneof(soup, program), fc.nat(all.length - 1), (text, index) => {
        const one = all[index]!;
        expectSoundCheck(one, FILE, text);
      }),
      1500,
    );
  });
});

describe("entries that rename props of one component", () => {
  const rename = (prop: string) => ({ match: `<Old ${prop}={$x} $$$props />`, with: `<Old on${prop}={$x} $$$props />` });
  const option = { replace: ["Done", "Fail"].map(rename) };

  it("rename all of an element, one run after the other", () => {
    const { fixed } = runRule(project.root, "no-deprecated-call", option, CONTEXT);
    const head = 'import { Old } from "./old.js";\n';
    expect(fixed(FILE, fixed(FILE, `${head}void <Old Done={f} id="c" Fail={f} />;`))).toBe(
      `${head}void <Old onDone={f} id="c" onFail={f} />;`,
    );
  });
});
