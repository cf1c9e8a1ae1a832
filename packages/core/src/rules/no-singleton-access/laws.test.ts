import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { runRule, useRule } from "../../../test-support/project-engine.js";
import { describeLaws, expectPlacesOnce, expectSoundCheck } from "../../../test-support/rule-laws.js";

/** Ways to an instance: the lines above, and the expression. */
const SOURCES: readonly (readonly [head: string, instance: string])[] = [
  ['import { Registry } from "./registry.js";', "Registry.getInstance()"],
  ['import { Registry as R } from "../index.js";', 'R["getInstance"]()'],
  ['import { Renamed } from "../index.js";', "Renamed!.getInstance()"],
  ['import * as all from "./registry.js";', "(all.Registry).getInstance()"],
  ['import Whole, { registry as shared } from "./registry.js"; Whole.name;', "shared"],
  ['import { getRegistry } from "./registry.js";', "getRegistry()"],
  ['const loaded = require("./registry.js");', "loaded.registry"],
  ['const { Registry: Local } = await import("./registry.js");', "Local?.getInstance()"],
  ['import { Registry as Held } from "./registry.js"; const Alias = Held;', "Alias.getInstance()"],
];

/** Uses of an instance; `@` is its expression, `№` a fresh number. */
const PLACES: readonly string[] = [
  "export async function a№(context: UserContext) { return @.get('x'); }",
  "export function b№(context: UserContext) { return @.get('x').run(); }",
  "export const c№ = async (ctx: UserContext) => { const r = @; r.get('a'); return r.get('b'); };",
  "export const d№ = async (context: UserContext) => { const { get, names } = @; return [get('a'), names()]; };",
  "export const e№ = async (context: UserContext) => { const one = @, two = one; return () => two.get(two.get('x').name); };",
  "export class F№ { private readonly r = @; constructor(readonly context: UserContext) {} async run() { return this.r.get('x'); } }",
  "export class G№ { #r; constructor() { this.#r = @; } run(context: UserContext) { return [this.#r.get('x'), this.#r.names()]; } }",
  "export class H№ { static #r = @; static async run(context?: UserContext) { return H№.#r.get('x'); } }",
  "export const i№ = @;",
  "export function j№(r = @, userId = '1') { return r.pool(userId); }",
  "export const k№ = (userId: string) => `${@.pool(userId)}`;",
  "export async function l№(context: UserContext, list: string[]) { list.forEach((x) => @.get(x)); return list.map((x) => @.get(x)); }",
  "export function* m№(context: UserContext) { yield @.get('x'); }",
  "export async function n№(context: UserContext) { let r = @; r = @; return r.get('x'); }",
  "if (seen) @.names()",
  "seen.push(@.pool(1), @)",
  "export async function o№(context: UserContext) { await @.get(/* the name */ 'x'); @.get('y').then(seen); seen.n += @.get('z').n }",
  "export async function p№(context: UserContext, getFactory: number) { return [@.get('x'), getFactory]; }",
  "function q№(context: UserContext): string { return @.get('x'); }\nexport const callQ№ = (context: UserContext) => q№(context);",
];
const NEUTRAL: readonly string[] = [
  "export const v№ = { instance: 1, shared: 2 }.instance;",
  "class Own№ { static instance = new Own№(); static getInstance() { return Own№.instance; } }",
  "// eslint-disable-next-line godwit/no-singleton-access",
  "const poolFor = 1; seen.push(poolFor);",
];

const statement = fc.record({
  source: fc.nat(SOURCES.length - 1),
  place: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PLACES) }, { weight: 1, arbitrary: fc.constantFrom(...NEUTRAL) }),
});
const program = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 6 }), fc.constantFrom("\n", "\r\n"))
  .map(([statements, eol]) => {
    const heads = [...new Set(statements.map(({ source }) => SOURCES[source]![0]))];
    const lines = statements.map(({ source, place }, index) =>
      place.replaceAll("@", () => SOURCES[source]![1]).replaceAll("№", String(index)),
    );
    const head = ['import type { UserContext } from "./context.js";', ...heads, "declare const seen: any;"];
    return [...head, ...new Set(lines), ""].join("\n").replaceAll("\n", eol);
  });

const OPTION = {
  classes: ["Registry"],
  objects: ["registry"],
  functions: ["getRegistry"],
  construct: true,
  replace: [
    { match: "Registry.getInstance().get($type)", with: "await getFactory().create($type, $context)" },
    { match: "registry.get($type)", with: "await getFactory().create($type, $context)" },
    { match: "getRegistry().get($type)", with: "await getFactory().create($type, { $context })" },
    { match: "Registry.getInstance().pool($$$id)", with: "poolFor($$$id)" },
    { match: "registry.pool($id)", with: "poolFor($id, $userId)" },
    { match: "Registry.getInstance()", with: "await getFactory()" },
  ],
};
const CONTEXT = {
  imports: {
    Registry: "./src/registry.ts",
    registry: "./src/registry.ts",
    getRegistry: "./src/registry.ts",
    getFactory: "./src/factory.ts",
    poolFor: "./src/factory.ts",
    UserContext: "./src/context.ts",
  },
  scope: { context: { from: ["context", "ctx", "this.context"], type: "UserContext" }, userId: ["userId"] },
};

const project = useRule({
  rule: "no-singleton-access",
  option: OPTION,
  context: CONTEXT,
  files: {
    "src/registry.ts":
      "export class Registry { static getInstance(): any {} } export const registry: any = {}; export function getRegistry(): any {} export default Registry;",
    "src/index.ts": 'export * from "./registry.js"; export { Registry as Renamed } from "./registry.js";',
    "src/factory.ts": "export const getFactory: any = {}; export const poolFor: any = {};",
    "src/context.ts": "export class UserContext {}",
  },
});

const FILE = "src/a.ts";
const KNOWN = new Set(["require", "Promise"]);

describeLaws("no-singleton-access on generated programs", project, {
  file: FILE,
  programs: program,
  library: KNOWN,
  onePass: 200,
  wholeEdits: 120,
});

describe("no-singleton-access on generated programs", () => {
  it("reports a place once", () => {
    assertProperty(
      fc.property(program, (text) => {
        expectPlacesOnce(project.run, FILE, text);
      }),
      120,
    );
  });
});

const PIECES = [
  "Registry", "registry", "getRegistry", "getInstance", "\\u0067etInstance", "instance", "shared", "Renamed", "new ", "get", "pool", "static ", "class ",
  "import { ", "import ", " from ", '"./registry.js"', '"./index.js"', "'./registry.js'", ".", "(", ")", "()", "const a = ", "const { ", " } = ", ";\n",
  "export ", "default ", "globalThis.", " as ", "import(", "await ", "{", "}", "['get", "Instance']", "let x: ", "return ", "=> ", "* as all",
]; // prettier-ignore

describe("the check of the text before a parse", () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(""));
  const used = fc
    .tuple(
      fc.constantFrom('import { Registry as X } from "./registry.js";', 'import X from "./registry.js";', 'import * as all from "./registry.js"; const { Registry: X } = all;', 'import { Renamed as X } from "../index.js";', 'export { registry } from "./registry.js";\nclass X {}', "class X {}"),
      fc.constantFrom("X.getInstance();", "const { getInstance } = X;", "export const x = new X();", "new X();", "let x: X; export const y = () => x;", "X.getInstance().get('a');", "vi.spyOn(X, `getInstance`);", "globalThis.x = new X();"),
    )
    .map((parts) => parts.join("\n")); // prettier-ignore
  const options = [
    OPTION,
    { ...OPTION, replace: [] },
    {},
    { accessors: ["current"], declarations: true },
    { classes: ["Registry"], declarations: false },
  ];
  const runs = () => options.map((option) => runRule(tmpdir(), "no-singleton-access", option, CONTEXT));

  it("lets no file by in which the rule would find something", () => {
    const all = [project.run, ...runs()];
    assertProperty(
      fc.property(fc.oneof(soup, used, program), fc.nat(all.length - 1), (text, index) => {
        const one = all[index]!;
        expectSoundCheck(one, FILE, text);
      }),
      1500,
    );
  });
});
