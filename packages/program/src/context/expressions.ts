import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";
import type { WantedExpression, WantedType } from "./wanted.js";

/** An expression as reports and maps name it: `Logger.getInstance()`. */
export function textOfExpression({ root, rest }: WantedExpression): string {
  return root.name + rest;
}

/** One step behind an expression's name: a member, or a call. */
type Step = { readonly member: string } | "call";

/** The steps of `.getInstance()`. */
function stepsOf({ ts }: ProgramReader, { rest }: WantedExpression): readonly Step[] {
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
