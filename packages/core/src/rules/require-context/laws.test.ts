import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { describeViolation } from "../../run/messages.js";
import { runRule, type RuleRun } from "../../../test-support/project-engine.js";
import { expectSoundCheck, faultOf } from "../../../test-support/rule-laws.js";
import { fillTree } from "../../../../../test/support/temporary-tree.js";
import { applyTextEdits } from "../../edits/compose.js";

/** Pieces of a program; `№` is a fresh number. */
const PIECES: readonly string[] = [
  "function createA№(title: string) { return title; } export const a№ = (ctx: UserContext) => createA№('x');",
  "const createB№ = title => title; export function b№(context: UserContext) { return ['x'].map((t) => createB№(t)); }",
  "const createC№ = async () => 1; export async function c№({ context }: { context: UserContext }) { await createC№(); }",
  "function createD№(t: string): string; function createD№(t: string, n: number): string; function createD№(t: string, n = 1): string { return n ? createD№(t, n - 1) : t; } export const d№ = (who: UserContext) => createD№('x', 2);",
  "export function createE№(title: string) { return title; }",
  "export function createF№(context?: UserContext) {} export function createG№(context: UserContext | null, x = 1) {}",
  "export function createH№(context: string) {} export const createI№ = ({ context }: { context: UserContext }) => context;",
  "function low№(t: string) { return run('a', t); } function createJ№(t: string) { return low№(t); } export const j№ = (ctx: UserContext) => createJ№('x');",
  "class K№ { #createK() {} private createL(x = 1) { this.#createK(); } run(context: UserContext) { this.createL(); this.#createK(); } }",
  "class M№ { constructor(private readonly by: UserContext) {} go() { return [run('m'), store({ id: 'x' }), store()]; } }",
  "class N№ { @Get('/') list() {} @Get() one(context: UserContext) {} }",
  "app.get('/a', (req) => req); app.get('/b', wrap(async function (req) { return req; })); app.get('/c', function named№(c) {});",
  "app.get('/d', handler№); function handler№(req: any) { const context = req.context; return context; }",
  "app.get('/e', distant); app.get('/f', distantGood);",
  "export function o№(ctx: UserContext, rest: any[]) { run('a'); run(ctx, 'b'); run(...rest); run(null, 'c'); run(); store({ id: /* x */ 'y', }); store({}); store({ context: ctx }); }",
  "export const p№ = (ctx: UserContext) => run /* the call */ ( /* first */ 'a' /* last */ );",
  "let held№: UserContext | undefined; export function q№(context: UserContext) { held№ = context; globalThis.held = context; }",
  "const map№ = new Map(); export function r№(context: UserContext) { map№.set('x', context); map№.set(context.id, context); }",
  "function createS№(title: string) { const context = 1; return title + context; } export const s№ = (ctx: UserContext) => createS№('x');",
  "function createT№() {} [1].forEach(createT№); createT№();",
  "function createU№(this: unknown, t: string) { return t; } export const u№ = (context: UserContext) => createU№('x');",
  "const createV№ = function* (t: string) { yield t; }; export const v№ = (context: UserContext) => [...createV№('x')];",
  "// eslint-disable-next-line laws/require-context\nfunction createW№() {}",
  "function createX№<T,>(t: T) { return t; } export const x№ = (context: UserContext) => createX№<string>('x');",
];

const program = fc
  .tuple(
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom(
      'import type { UserContext } from "./context.js";',
      'import { UserContext } from "../index.js";',
      'import { UserContext as Owner } from "./context.js"; type UserContext = Owner;',
    ),
  )
  .map(([pieces, eol, head]) => {
    const lines = pieces.map((piece, index) => piece.replaceAll("№", String(index)));
    const imports = 'import { distant, distantGood, run, store } from "./work.js";';
    return [head, imports, "declare const app: any, wrap: any, Get: any;", ...lines, ""].join("\n").replaceAll("\n", eol);
  });

const OPTION = {
  parameter: "context",
  type: "UserContext",
  names: ["create*"],
  decorators: ["Get"],
  handlers: ["app.get($_, $handler)"],
  calls: ["run($$$_)", "store($$$_)"],
};
const CONTEXT = {
  imports: { UserContext: "./src/context.ts" },
  scope: { context: { from: ["context", "ctx", "this.context"], type: "UserContext" } },
};

let root: string;
let run: RuleRun;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-context-laws-")));
  fillTree(root, {
    "package.json": { name: "laws", type: "module" },
    "src/context.ts": "export class UserContext { id = ''; }",
    "src/index.ts": 'export * from "./context.js";',
    "src/work.ts": [
      'import type { UserContext } from "./context.js";',
      "export function run(context: UserContext, title: string) {}",
      "export function store(options: { context: UserContext; id: string }) {}",
      "export const distant = (req: unknown) => req; export function distantGood(context: UserContext) {}",
    ].join("\n"),
  });
  run = runRule(root, "require-context", OPTION, CONTEXT);
});

const FILE = "src/a.ts";

describe("require-context on generated programs", () => {
  it("reports a place once, and fixes nothing by itself", () => {
    assertProperty(
      fc.property(program, (text) => {
        const { violations } = run.analyse(FILE, text);
        const places = violations.map(({ range }) => range.join("-"));
        expect(new Set(places).size, text).toBe(places.length);
        expect(violations.filter(({ level }) => level === "fix")).toEqual([]);
        expect(run.fixed(FILE, text)).toBe(text);
      }),
      150,
    );
  });

  it("has suggestions that are complete by themselves and settle what they are for", () => {
    assertProperty(
      fc.property(program, (text) => {
        const before = run.analyse(FILE, text).violations;
        for (const violation of before) {
          expect(violation.reason, describeViolation(violation)).not.toBeNull();
          for (const suggestion of violation.suggestions) {
            const after = applyTextEdits(text, suggestion.edits());
            expect(faultOf(FILE, text, after), `${text}\n→\n${after}`).toBeUndefined();
            const left = run.analyse(FILE, after).violations;
            expect(left.length, `${text}\n→\n${after}`).toBeLessThan(before.length);
          }
        }
      }),
      150,
    );
  });
});

const WORDS = [
  "create", "createX", "CREATE_Y", "run", "store", "app", ".", "get", "(", ")", "'/x', ", "(c) => c", "function ", "context", "ctx", "UserContext", "\\u0063ontext",
  " = ", "let a", "{ ", " }", ": ", ";\n", "export ", "const ", "@Get() ", "class A { ", "globalThis.", "import { UserContext as U } from './context.js';\n", "U", "=> ", "new ", "async ",
]; // prettier-ignore

/** Code between tokens that means nothing. */
const gap = fc.constantFrom("", "", " ", "\n", " /* it's [ */ ", " // don't (\n");
const joined = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((texts) => texts.join(""));

const DECLARED = [
  "let held: UserContext | undefined;", "var held;", "const held: { a?: string; b: UserContext[] } = { b: [] };", "let held = [], other = 1;", "const { held = [] } = all;",
  "const held = [];", "const held: string[] = <any>[];", "const held = new Map<string, UserContext>();", "const held = new /* a */ Set();", "const held = (new Array(1));", "class held { static a; static keep(context: UserContext) { this.a = context; } }",
  "class other { #a; a = 1; static keep = (context: UserContext) => { this.b\n.a = context; }; }", "function held() {}", "namespace held { export let a; }", "import held from './x';", "const [held] = [[]];",
]; // prettier-ignore
const target = fc.oneof(
  joined("held", gap, fc.constantFrom("", ".a", "?.a", "!.a", "[0]", ".b[0]", "['a']", ".this.a"), gap),
  fc.constantFrom("this.a", "this.#a", "(held as any)", "(held)", "globalThis.a", "exports.a", "window['a']", "[held]", "({ held }", "const [x]", "const x: A<B>", "(x) => x.a"),
); // prettier-ignore
const stored = fc.constantFrom("context", "{ context }", "'a' || context", "'a'", "1", "[context]", "await context", "null", "(context)", "this.context"); // prettier-ignore
const keeping = fc.oneof(
  joined(target, fc.constantFrom("=", " = ", "??=", " ||= ", "+=", "==", " => "), gap, stored),
  joined("held", gap, fc.constantFrom(".", "?.", "!."), gap, fc.constantFrom("push", "add", "unshift"), gap, "(", stored, ")"),
  joined("held", fc.constantFrom("['set']", ".set", "[`set`]"), "(", gap, "'a',", gap, stored, ")"),
);
const stateProgram = joined(
  fc.array(fc.constantFrom(...DECLARED), { maxLength: 2 }).map((all) => all.join("\n")),
  "\nexport async function keep(context: UserContext) {\n",
  fc.array(keeping, { minLength: 1, maxLength: 2 }).map((all) => all.join(";\n")),
  fc.constantFrom(";", " || context;", ".a;"),
  "\n}\n",
);

const argument = joined(
  gap,
  fc.constantFrom("'/a'", '"it\'s"', "`/a`", "`a${b(1, ')')}`", "(req) => req", "handle", "{ handler: handle }", "{ a: 1 }", "{ a }[x] || handle", "f(1, 2)", "/\\)/", "...all", "{ handle }.handle", "1 < 2", "[auth, handle]", "<a>:)</a>"),
  gap,
); // prettier-ignore
const handled = joined(
  fc.constantFrom("const { get } = app; get", "const route = app.get; route", "const route = app.get.bind(app); route", "app.get", "app.get.bind(app)", "app?.get?.", "app['get']", "app[`get`]", "(app.get)", "app.get!", "app.get<A>", "const k = { get: app.get }; k.get", "app.get\n"),
  gap,
  "(",
  fc.array(argument, { maxLength: 3 }).map((all) => all.join(",")),
  fc.constantFrom(")", ",)", ", /* none */)"),
); // prettier-ignore
const handlerProgram = joined("const handle = (req) => req, t = 'a.get.b', u = \"get\";\n", handled, ";\n");

describe("the check of the text before a parse", () => {
  const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 16 }).map((parts) => parts.join(""));
  const options = [
    OPTION,
    { parameter: "context", names: ["create*"] },
    { parameter: "context", files: ["src/**"] },
    { parameter: "ctx", files: ["other/**"], names: ["create*"], calls: ["run($$$_)"] },
    { parameter: "context", type: "UserContext", handlers: ["$_.get($_, $handler)"] },
  ];

  it("lets no file by in which the rule would find something", () => {
    const all = options.map((option) => runRule(root, "require-context", option, CONTEXT));
    assertProperty(
      fc.property(fc.oneof(soup, program), fc.nat(all.length - 1), (text, index) => {
        const one = all[index]!;
        expectSoundCheck(one, FILE, text, join(root, FILE));
      }),
      1000,
    );
  });

  it.each([
    ["what is kept in state", stateProgram],
    ["handlers", handlerProgram],
  ])("lets none by for %s, however it is written", (_, programs) => {
    const option = { parameter: "context", type: "UserContext", handlers: ["$_.get($_, $handler)"] };
    const one = runRule(root, "require-context", option, CONTEXT);
    let reported = 0;
    assertProperty(
      fc.property(programs, (text) => {
        expectSoundCheck(one, FILE, text, join(root, FILE));
        if (one.rule.mayConcern(join(root, FILE), text) && reported < 10) reported += reportedIn(one, text);
      }),
      4500,
    );
    expect(reported).toBeGreaterThanOrEqual(10);
  });
});

/** How much is reported in a text; nothing if it does not parse. */
function reportedIn(one: RuleRun, text: string): number {
  try {
    return one.analyse(FILE, text).violations.length;
  } catch {
    return 0;
  }
}
