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
});
