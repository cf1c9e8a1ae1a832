import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";
import { Reach } from "./reach.js";
import type { WantedExpression, WantedType } from "./wanted.js";

/** An expression as reports and maps name it: `Logger.getInstance()`. */
export function textOfExpression({ root, rest }: WantedExpression): string {
  return root.name + rest;
}

/** One step behind an expression's name: a member, or a call. */
export type Step = { readonly member: string } | "call";

/** The steps of `.getInstance()`. */
export function stepsOf({ ts }: ProgramReader, { rest }: WantedExpression): readonly Step[] {
  const source = ts.createSourceFile("x.ts", `x${rest}`, ts.ScriptTarget.Latest);
  const [statement] = source.statements;
  const steps: Step[] = [];
  let at = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  while (at && (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at))) {
    steps.unshift(ts.isCallExpression(at) ? "call" : { member: at.name.text });
    at = at.expression;
  }
  return steps;
}

/** What a module exports under a name, where it is declared; `from` is the file that imports it. */
export function findExport(
  { ts, checker, program, sources }: ProgramReader,
  type: WantedType,
  from: string,
): ts.Symbol | undefined {
  const source =
    "file" in type.module
      ? sources.get(type.module.file)
      : program.getSourceFile(
          ts.resolveModuleName(type.module.package, from, program.getCompilerOptions(), ts.sys).resolvedModule
            ?.resolvedFileName ?? "",
        );
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === type.exported);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The declarations whose code an expression runs first: the accessor of `Logger.getInstance()`, the function of `getLogger()`. */
export function runsIn(reader: ProgramReader, expression: WantedExpression): readonly ts.Node[] {
  const [at] = reader.sources.values();
  const symbol = at && findExport(reader, expression.root, at.fileName);
  const [step] = stepsOf(reader, expression);
  if (!symbol || step === undefined) return [];
  if (step === "call") return symbol.declarations ?? [];
  const { checker } = reader;
  return checker.getPropertyOfType(checker.getTypeOfSymbolAtLocation(symbol, at), step.member)?.declarations ?? [];
}

/** Why evaluating an expression may throw; undefined if its code shows that it can't. */
export function throwingPart(
  reader: ProgramReader,
  expression: WantedExpression,
  symbol: ts.Symbol,
  at: ts.Node,
): string | undefined {
  const { ts, checker } = reader;
  const reach = new Reach(reader, (node) => ts.isThrowStatement(node), { ofUnknown: true });
  let type: ts.Type | undefined = checker.getTypeOfSymbolAtLocation(symbol, at);
  let declarations: readonly ts.Node[] = [];
  for (const step of stepsOf(reader, expression)) {
    if (type === undefined || type.flags & ts.TypeFlags.Any) return "its type is not known";
    if (step === "call") {
      const [signature] = type.getCallSignatures();
      if (!signature) return "it is not known what is called";
      const code = declarations.map((each) => bodyOf(ts, each));
      if (code.some((body) => body === undefined || reach.has(body))) return "it may throw";
      type = signature.getReturnType();
      declarations = [];
      continue;
    }
    const property = checker.getPropertyOfType(checker.getApparentType(type), step.member);
    if (!property) return `it may have no ${step.member}`;
    declarations = property.declarations ?? [];
    const getters = declarations.filter((each) => ts.isGetAccessorDeclaration(each));
    if (getters.some(({ body }) => !body || reach.has(body))) return "it may throw";
    type = checker.getTypeOfSymbolAtLocation(property, at);
  }
  return undefined;
}

function bodyOf(ts: ProgramReader["ts"], node: ts.Node): ts.Node | undefined {
  if ((ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) && node.initializer) return bodyOf(ts, node.initializer);
  return "body" in node ? (node.body as ts.Node | undefined) : undefined;
}

/** The names that an expression's export has in a file. */
export function namesIn({ text }: ts.SourceFile, { root: { name, exported } }: WantedExpression): ReadonlySet<string> {
  const aliases = text.includes(" as ") ? text.matchAll(new RegExp(String.raw`\b${exported}\s+as\s+([\w$]+)`, "gu")) : [];
  return new Set([name, exported, ...[...aliases].map(([, alias]) => alias!)]);
}

/** `services.Logger`, where a name is a member of a namespace; otherwise the name itself. */
export function baseOf({ isPropertyAccessExpression }: ProgramReader["ts"], name: ts.Identifier): ts.Node {
  return isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
}
