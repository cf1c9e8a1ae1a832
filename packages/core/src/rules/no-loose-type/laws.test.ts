import fc from "fast-check";
import { useRule } from "../../../test-support/project-engine.js";
import { describeLaws } from "../../../test-support/rule-laws.js";

const TYPES = [
  "any",
  "unknown",
  "object",
  "{}",
  "Record<string, any>",
  "Record<string, unknown>",
  "{ [key: string]: any }",
  "{ isValid: boolean }",
  "any[]",
  "object | null",
  "string",
] as const;
const VALUES = [
  "rejected('x')",
  "{ isValid: true, scopes: [] }",
  "{ isValid: flag, scopes: ['read'], userId: text }",
  "{ isValid: true }",
  "{ valid: true }",
  "{ isValid: 1, scopes: [] }",
  "raw",
  "known",
  "flag ? known : rejected('x')",
  "null",
  "[]",
  "JSON.parse(text)",
] as const;
const READS = [
  "",
  "@.isValid",
  "@.valid",
  "`${@.reason}`",
  "!!@.userId",
  "@.scopes.length",
  "console.log(@)",
  "take(@)",
  "@ = raw",
] as const;

/** Places with № for a number, ¤ for a type, = for a value, @ for reads of what has the name. */
const PLACES: readonly string[] = [
  "export function f№() { const auth: ¤ = «V»; «R:auth»; }",
  "export function f№() { let auth: ¤ = «V»; auth = «V»; «R:auth»; }",
  "export function verifyToken№(): ¤ { return «V»; }",
  "export async function verifyToken№(): Promise<¤> { return «V»; }",
  "const verifyToken№ = (): ¤ => («V»); export function f№() { const found = verifyToken№(); «R:found»; }",
  "const verifyToken№ = (): ¤ => («V»); export const g№ = (): string => verifyToken№().reason;",
  "function g№(auth: ¤) { «R:auth»; return auth; } export const h№ = () => g№(«V»);",
  "export function g№(auth: ¤) { «R:auth»; }",
  "export interface I№ { auth: ¤; verifyToken№(): Promise<¤> }",
  "export class C№ { auth: ¤ = «V»; verifyToken№ = (): ¤ => («V»); }",
  "export const c№ = () => { const auth = «V» as ¤; «R:auth»; };",
  "export const m№ = new Map<string, ¤>(); export const authByKey№ = new Map<string, ¤>();",
  // A chain of those before.
  "export function verifyTokenA(): ¤ { return verifyTokenB(); } function verifyTokenB(): ¤ { return «V»; }",
  "export const k№ = () => { const auth: ¤ = verifyTokenB(); keep№(auth); }; function keep№(auth: ¤) { «R:auth»; } function verifyTokenB(): ¤ { return «V»; }",
  "export const guard№ = (auth: ¤): auth is never => !auth;",
];

const statement = fc.record({
  place: fc.constantFrom(...PLACES),
  type: fc.constantFrom(...TYPES),
  value: fc.constantFrom(...VALUES),
  read: fc.constantFrom(...READS),
});
const HEADS = [
  "",
  'import type { AuthResult } from "./auth.js";\nexport type Mine = AuthResult;\n',
  'import type { AuthResult as Result } from "./auth.js";\nexport type Mine = Result;\n',
  "export class AuthResult {}\n",
] as const;
const program = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 5 }), fc.constantFrom(...HEADS), fc.boolean())
  .map(([statements, head, isCrlf]) => {
    const lines = statements.map(({ place, type, value, read }, index) =>
      place
        .replaceAll("«V»", () => value)
        .replace(/«R:(\w+)»/u, (_, name: string) => read.replaceAll("@", name))
        .replaceAll("¤", () => type)
        .replaceAll("№", String(index))
        .replaceAll(/verifyToken([AB])/gu, `verifyToken$1${index}`),
    );
    const declared =
      'import { rejected } from "./auth.js";\ndeclare const raw: unknown, flag: boolean, text: string, known: ReturnType<typeof rejected>;\ndeclare function take(value: { isValid: string }): void;\n';
    const body = `${head}${declared}${lines.join("\n")}\nexport const end = [raw, flag, text, known, take, rejected];\n`;
    return isCrlf ? body.replaceAll("\n", "\r\n") : body;
  });

const AUTH = `export interface AuthResult { isValid: boolean; userId?: string; scopes: ("read" | "write")[]; reason?: string }
export const rejected = (reason: string): AuthResult => ({ isValid: false, scopes: [], reason });
`;
const FILE = "src/a.ts";

const project = useRule({
  rule: "no-loose-type",
  option: [{ type: "AuthResult", names: ["auth"], functions: ["verifyToken*"] }],
  context: { imports: { AuthResult: "./src/auth.ts" } },
  files: { "src/auth.ts": AUTH },
});

describeLaws("no-loose-type on generated programs", project, {
  file: FILE,
  programs: program,
  onePass: 100,
  wholeEdits: 150,
  soundCheck: 100,
});
