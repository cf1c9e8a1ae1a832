import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { useRule } from "../../../test-support/project-engine.js";
import { describeLaws, expectSoundCheck } from "../../../test-support/rule-laws.js";

/** A way to a source: what it needs above, and how it is called and named. */
interface Source {
  readonly head: string;
  readonly call: string;
  readonly value: string;
}

const SOURCES: readonly Source[] = [
  { head: 'import { v4 } from "uuid";', call: "v4()", value: "v4" },
  { head: "import { v4 as uuidv4, validate } from 'uuid'; validate('x');", call: "uuidv4()", value: "uuidv4" },
  { head: 'import * as uuid from "uuid";', call: 'uuid["v4"]()', value: "uuid.v4" },
  { head: 'import legacy from "uuid/v4";', call: "legacy()", value: "legacy" },
  { head: 'import { randomUUID, createHash } from "node:crypto"; createHash("md5");', call: "randomUUID()", value: "randomUUID" },
  { head: 'import * as nodeCrypto from "crypto";', call: "nodeCrypto.randomUUID()", value: "nodeCrypto.randomUUID" },
  { head: "", call: "crypto.randomUUID()", value: "crypto.randomUUID" },
  { head: "", call: "globalThis.crypto?.randomUUID?.()", value: "self.crypto.randomUUID" },
  { head: 'import { nanoid } from "nanoid";', call: "(0, nanoid)()", value: "nanoid" },
  { head: 'const cuid = require("cuid");', call: "cuid()", value: "cuid" },
  { head: "", call: 'require("uuid").v4()', value: "window.crypto['randomUUID']" },
  { head: 'import type { v7 as V7 } from "uuid"; import { v7 } from "uuid"; let t: typeof V7;', call: "v7!()", value: "v7" },
];

const HANGING: readonly ((call: string) => string)[] = [
  (call) => call,
  (call) => `${call}.slice(0, 8)`,
  (call) => `${call}.replace(/-/g, "")`,
  (call) => `String(${call})`,
  (call) => `\`user_\${${call}}\``,
  (call) => `(${call} as string).toString()`,
  (call) => `"item-" + ${call}`,
  (call) => `${call}.split("-")[0]`,
  (call) => `${call}.toUpperCase()`,
];

/** Surroundings; `@` is where the expression goes, `№` a fresh number. */
const CALL_PLACES: readonly string[] = [
  "export const user№Id = @;",
  "let thread№Id: string; thread№Id = @;",
  "const order№ = { id: @, note: 1 };",
  "const list№ = [{ userId: @ }, { x: 1 }];",
  "export const make№Id = () => @;",
  "function createTask№() { return { id: @ }; }",
  "class Store№ { #taskId = @; get first() { return this.#taskId; } }",
  "class Box№ { id = @; get first() { return this.id; } }",
  "const maybe№Id = Math.random() > 0.5 ? @ : undefined;",
  "const other№Id = (globalThis as any).x ?? @;",
  "async function later№() { const jobId = await @; return jobId; }",
  "function open№(sessionId = @, { toolId = 2 } = {}) { return [sessionId, toolId]; }",
  "const url№ = `https://example.com/${@}`;",
  "users.push({ id: @ });",
  "save№(@); function save№(userId: string) { return userId; }",
  "if (users) @",
  "console.log(@)",
  "foo\n@",
  "export const key№ = <string>@;",
  "const deep№ = { a: { b: [() => ({ messageId: @ })] } };",
  "switch (users.length) { case 1: { const planId = @; users.push(planId); } }",
  "const userId№ = /* before */ @ /* after */; // behind",
];
const VALUE_PLACES: readonly string[] = [
  "const schema№ = { userId: { type: String, default: @ } };",
  "export const makeUser№Id = @;",
  "const ids№ = [1, 2].map(@);",
  "register№(@); function register№(makeThreadId: () => string) { return makeThreadId; }",
  "class Maker№ { newRunId = @; }",
  "const fallback№ = users.make ?? @;",
];
const NEUTRAL: readonly string[] = [
  "const context = { userId: '1' };",
  "const UnifiedIds = 1;",
  "const ctx = {};",
  "type T№ = { id: string };",
  "// eslint-disable-next-line no-console",
  "if (typeof crypto.randomUUID === 'function') users.push(1);",
  "export const has№ = 'randomUUID' in crypto;",
];

const places = <T extends string>(list: readonly T[]) => fc.constantFrom(...list);
const call = fc.record({ place: places(CALL_PLACES), hanging: fc.nat(HANGING.length - 1), kind: fc.constant("call" as const) });
const value = fc.record({ place: places(VALUE_PLACES), hanging: fc.constant(0), kind: fc.constant("value" as const) });
const neutral = fc.record({ place: places(NEUTRAL), hanging: fc.constant(0), kind: fc.constant("neutral" as const) });
const statement = fc.record({
  source: fc.nat(SOURCES.length - 1),
  form: fc.oneof({ weight: 5, arbitrary: call }, { weight: 2, arbitrary: value }, { weight: 1, arbitrary: neutral }),
});
type Statement = typeof statement extends fc.Arbitrary<infer T> ? T : never;

interface Written {
  readonly text: string;
  readonly sites: number;
}

function write(statements: readonly Statement[], eol: string): Written {
  const used = [...new Set(statements.filter(({ form }) => form.kind !== "neutral").map(({ source }) => source))].sort();
  const heads = used.map((index) => SOURCES[index]!.head).filter((head) => head !== "");
  const lines = statements.map(({ source, form }, index) => {
    const { call: made, value: given } = SOURCES[source]!;
    const expression = form.kind === "value" ? given : HANGING[form.hanging]!(made);
    return form.place.replace("@", () => expression).replaceAll("№", String(index));
  });
  const text = ["declare const users: any, foo: any;", ...new Set(lines)].join("\n");
  const sites = new Set(lines.filter((_, index) => statements[index]!.form.kind !== "neutral")).size;
  return { text: [...heads, text, ""].join("\n").replaceAll("\n", eol), sites };
}

const program = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 7 }), fc.constantFrom("\n", "\r\n"))
  .map(([statements, eol]) => write(statements, eol));

const OPTION = {
  replace: [
    { when: { name: "*thread*" }, with: "(newId(), newId($entity))" },
    { when: { decoration: "slice" }, with: "newId($userId) || UnifiedIds.make($entity)" },
    { when: { decoration: "template" }, with: "{ id: UnifiedIds.make($entity) }.id" },
    { with: ["await UnifiedIds.later($context)", "UnifiedIds.make($entity)"] },
  ],
};
const CONTEXT = {
  imports: { UnifiedIds: "./src/ids.ts", newId: "./src/ids.ts#default" },
  scope: { userId: ["userId", "context.userId"], context: ["ctx"] },
};

const project = useRule({
  rule: "no-raw-uuid",
  option: OPTION,
  context: CONTEXT,
  files: {
    "src/ids.ts":
      "export const UnifiedIds: any = {}; export default function newId(...x: unknown[]): string { return String(x); }",
  },
});

const FILE = "src/a.ts";
const KNOWN = new Set(["require", "crypto", "globalThis"]);

describeLaws("no-raw-uuid on generated programs", project, {
  file: FILE,
  programs: program.map(({ text }) => text),
  library: KNOWN,
  onePass: 400,
  wholeEdits: 300,
});

describe("no-raw-uuid on generated programs", () => {
  it("reports every site once", () => {
    assertProperty(
      fc.property(program, ({ text, sites }) => {
        expect(project.run.analyse(FILE, text).violations.map(({ range }) => text.slice(...range))).toHaveLength(sites);
      }),
      400,
    );
  });

  it("keeps every line that holds no site and no import", () => {
    assertProperty(
      fc.property(program, ({ text }) => {
        const touched = project.run.analyse(FILE, text).violations.map(({ range }) => range);
        const fixed = project.run.fixed(FILE, text);
        let at = 0;
        for (const line of text.split(/(?<=\n)/u)) {
          const range = [at, at + line.length] as const;
          at = range[1];
          const isFree = !/^import|require/u.test(line) && touched.every(([start, end]) => end <= range[0] || range[1] <= start);
          if (isFree) expect(fixed).toContain(line);
        }
      }),
      200,
    );
  });
});

const PIECES = [
  "uuid", "\\u0075uid", "u\\u{75}id", "v4", "nanoid", "cuid", "crypto", "random", "UUID", "randomUUID", "\\u0072andomUUID", "Math", "toString", "36",
  "import { ", " } from ", '"', "'", "\\x75uid", ".", "(", ")", "()", "const a = ", ";\n", "[", "]", " as ", "require(", "import(", "xxxxxxxx-xxxx-4xxx",
  ".replace(/x/g, '0')", "userId = ", "let ", "await ", "`", "globalThis", "node:", "/v4", "ulid", "@paralleldrive/cuid2", "createId", "default",
]; // prettier-ignore

describe("the check of the text before a parse", () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(""));
  const spelled = fc
    .tuple(fc.constantFrom("uuid", "nanoid", "cuid", "ulid", "node:crypto", "uuid/v4"), fc.nat(3), fc.nat(5))
    .map(([name, way, at]) => {
      const index = at % name.length;
      const code = name.charCodeAt(index).toString(16);
      const escaped = [name.charAt(index), `\\u00${code}`, `\\x${code}`, `\\u{${code}}`][way] as string;
      return `import * as m from "${name.slice(0, index)}${escaped}${name.slice(index + 1)}";\nexport const userId = [m.default(), m.v4(), m.randomUUID(), m.nanoid()];`;
    });

  it("lets no file by in which the rule would find something", () => {
    assertProperty(
      fc.property(
        fc.oneof(
          soup,
          spelled,
          program.map(({ text }) => text),
        ),
        (text) => {
          expectSoundCheck(project.run, FILE, text);
        },
      ),
      1500,
    );
  });
});
