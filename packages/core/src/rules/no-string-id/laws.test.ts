import fc from "fast-check";
import { useRule } from "../../../test-support/project-engine.js";
import { describeLaws } from "../../../test-support/rule-laws.js";

const NAMES = ["userId", "ownerUserId", "user_id", "threadId", "USER_ID"] as const;
const VALUES = [
  '"user-1"',
  "`user-${n}`",
  '"user-" + n',
  '""',
  '"unknown"',
  "raw",
  "record.id",
  "record?.other",
  "typed",
  "UserId_(raw)",
  'flag ? "user-2" : raw',
  'record.other ?? "user-3"',
] as const;

/** Places with № for a number of their own, @ for the name and = for a value. */
const PLACES: readonly string[] = [
  "export const f№ = () => { const @ = =; return @; };",
  "export const f№ = () => { const @: string = =; return @.length; };",
  "export const f№ = () => { let @ = =; @ = raw; return @; };",
  "export const f№ = () => { const @: string = =; let copy = @; copy = raw; return copy; };",
  "export const f№ = () => { const @ = =; const list = [@]; list.push(raw); return list; };",
  "export const f№ = () => { const @ = =; return @ === raw || @ === 'user-9'; };",
  "function g№(@: string) { return @.length; } export const f№ = () => g№(=);",
  "function g№(@: string) { return @.length; } export const f№ = () => [raw].map(g№).concat(g№(=));",
  "function g№(@?: string) { return @; } export const f№ = () => g№() ?? g№(=);",
  "function g№(@: string = =) { return @; } export const f№ = () => g№();",
  "function g№(@: string): string { return @ === '' ? '' : g№(@.slice(1)); } export const f№ = () => g№(=);",
  "function h№(@: string) { return @; } function g№(@: string) { return h№(@); } export const f№ = () => g№(=) + h№(raw);",
  "export const o№ = { nested: { @: = } };",
  "export const o№: { @: string } = { @: = };",
  "export const o№ = () => { const state = { @: = }; state.@ = raw; return state; };",
  "export const o№ = { @: = } as unknown as { @: string; more: number };",
  "export class C№ { @ = =; set(value: string) { this.@ = value; } }",
  "export class C№ { private readonly @: string = =; get() { return this.@; } }",
  "export const p№ = ({ @ = = }: { @?: string }) => @;",
  "export interface I№ { @: string; many@s: string[]; by: Map<string, number> }",
  "export const get_@ = (): string => =;",
  "export const l№ = (@s: string[]) => { @s.push(=); return @s.includes(raw); };",
  "export const c№ = = as unknown as UserId_;",
  "export const n№ = 'userId';",
];

const statement = fc.record({
  place: fc.constantFrom(...PLACES),
  name: fc.constantFrom(...NAMES),
  value: fc.constantFrom(...VALUES),
});
const ALIASES = [
  "",
  "",
  "type UserId = string;\nexport const alias = (userId: UserId) => userId;\n",
  "class ThreadId {}\nexport const other = ThreadId;\n",
] as const;

const program = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 5 }), fc.constantFrom(...ALIASES), fc.boolean())
  .map(([statements, alias, isCrlf]) => {
    const lines = statements.map(({ place, name, value }, index) =>
      place
        .replace(
          / = =|\(=\)|: =(?= [};])|=> =;|= = as/gu,
          (part) =>
            `${part.slice(0, part.lastIndexOf("=", part.endsWith("= as") ? part.length - 4 : undefined))}${value}${part.endsWith(")") ? ")" : part.endsWith(";") ? ";" : part.endsWith(" as") ? " as" : ""}`,
        )
        .replaceAll("get_@", `get${index}_@`)
        .replaceAll("@", () => name)
        .replaceAll("№", String(index)),
    );
    const head =
      'import { UserId as UserId_ } from "./ids.js";\ndeclare const n: number, raw: string, flag: boolean, typed: UserId_;\ndeclare const record: { id: string; other?: string };\n';
    const text = `${head}${alias}${lines.join("\n")}\nexport const end = [n, raw, flag, typed, record];\n`;
    return isCrlf ? text.replaceAll("\n", "\r\n") : text;
  });

const IDS = `export type UserId = string & { readonly __brand: "UserId" };
export const UserId = (value: string): UserId => value as UserId;
export type ThreadId = string & { readonly __brand: "ThreadId" };
export const ThreadId = (value: string): ThreadId => value as ThreadId;
`;
const FILE = "src/a.ts";

const project = useRule({
  rule: "no-string-id",
  option: [{ type: "UserId" }, { type: "ThreadId" }],
  context: { imports: { UserId: "./src/ids.ts", ThreadId: "./src/ids.ts" } },
  files: { "src/ids.ts": IDS },
});

describeLaws("no-string-id on generated programs", project, {
  file: FILE,
  programs: program,
  onePass: 300,
  wholeEdits: 200,
  soundCheck: 200,
  typeErrors: { modules: { "src/ids.ts": IDS }, sample: 170, moreThan: 160 },
});
