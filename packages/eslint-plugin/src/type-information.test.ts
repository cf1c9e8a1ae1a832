import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseForESLint } from "@typescript-eslint/parser";
import type { TSESTree } from "@typescript-eslint/utils";
import { SourceCode } from "eslint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { typeInformationOf } from "./source-file.js";

const FILES: Readonly<Record<string, string>> = {
  "tsconfig.json": '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022" } }',
  "context.ts": `export interface UserContext { userId: string; user?: { id: string } }
export class Session { context: UserContext = { userId: "" } }
export class LongSession extends Session {}
export type Alias = { a: 1 };
export default class Main { main = 1 }
`,
  "a.ts": `import Main, { LongSession, Session, type Alias, type UserContext } from "./context.js";
declare const context: UserContext;
declare const maybe: UserContext | undefined;
declare const other: { userId: string };
declare const anything: any;
declare const session: LongSession;
declare const either: Session | UserContext;
declare const alias: Alias;
declare const main: Main;
declare function make(userId: string, ...rest: string[]): void;
class Service {
  private readonly context: UserContext = context;
  run(): void {
    make(this.context.userId, "x", "y");
  }
}
export { Service };
`,
};

let folder: string;
let types: NonNullable<ReturnType<typeof typeInformationOf>>;
let program: TSESTree.Program;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-types-")));
  for (const [file, text] of Object.entries(FILES)) writeFileSync(path.join(folder, file), text);
  const text = FILES["a.ts"]!;
  const parsed = parseForESLint(text, {
    filePath: path.join(folder, "a.ts"),
    projectService: true,
    tsconfigRootDir: folder,
    range: true,
    loc: true,
  });
  program = parsed.ast;
  const sourceCode = new SourceCode({
    text,
    ast: parsed.ast as never,
    parserServices: parsed.services as never,
    scopeManager: parsed.scopeManager as never,
    visitorKeys: parsed.visitorKeys as never,
  });
  // ESLint links nodes to their parents before it runs rules.
  sourceCode.traverse();
  types = typeInformationOf(sourceCode as never)!;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const declared = (name: string): TSESTree.Node =>
  program.body
    .flatMap((statement) => (statement.type === "VariableDeclaration" ? statement.declarations : []))
    .find(({ id }) => id.type === "Identifier" && id.name === name)!.id;

const isOf = (name: string, exported: string, file = "context.ts"): boolean | undefined =>
  types.isOfType(declared(name), { exported, declaredIn: (found) => found === path.join(folder, file) });

test("knows a type by its name and the file that declares it, null and undefined aside", () => {
  expect([isOf("context", "UserContext"), isOf("maybe", "UserContext"), isOf("alias", "Alias")]).toEqual([true, true, true]);
  expect([isOf("other", "UserContext"), isOf("context", "UserContext", "b.ts"), isOf("either", "UserContext")]).toEqual([
    false,
    false,
    false,
  ]);
});

test("counts a subclass, and knows a default export by that name", () => {
  expect([isOf("session", "Session"), isOf("main", "default")]).toEqual([true, true]);
  expect([isOf("context", "default"), isOf("main", "Main")]).toEqual([false, false]);
});

test("does not know about any", () => {
  expect(isOf("anything", "UserContext")).toBeUndefined();
});

const call = (): TSESTree.CallExpression => {
  const service = program.body.find((statement) => statement.type === "ClassDeclaration")!;
  const method = service.body.body.find((member) => member.type === "MethodDefinition")!;
  return (method.value.body!.body[0] as TSESTree.ExpressionStatement).expression as TSESTree.CallExpression;
};

test("follows a path from a variable or this, as seen from a place", () => {
  expect(
    ["context.userId", "maybe.user.id", "this.context", "this.context.user.id"].map((each) => types.hasPath(call(), each)),
  ).toEqual([true, true, true, true]);
  expect(["context.nope", "this.other", "this.context.user.name"].map((each) => types.hasPath(call(), each))).toEqual([
    false,
    false,
    false,
  ]);
  expect([types.hasPath(call(), "anything.at.all"), types.hasPath(call(), "nowhere")]).toEqual([undefined, undefined]);
});

test("names the parameter of an argument, but no rest parameter", () => {
  expect([0, 1, 5].map((index) => types.parameterName(call(), index))).toEqual(["userId", undefined, undefined]);
});
