import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";
import type { WantedExpression, WantedType } from "./wanted.js";
import type { ContextGraph, NeedPlace } from "./call-graph.js";

/** An expression as reports and maps name it: `Logger.getInstance()`. */
export function textOfExpression({ root, rest }: WantedExpression): string {
  return root.name + rest;
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
  if (!symbol) return [];
  if (/^\s*\(/u.test(expression.rest)) return symbol.declarations ?? [];
  const member = /^\s*\??\.\s*([\w$]+)/u.exec(expression.rest)?.[1];
  const { checker } = reader;
  const type = member === undefined ? undefined : checker.getTypeOfSymbolAtLocation(symbol, at);
  return (type && checker.getPropertyOfType(type, member!)?.declarations) ?? [];
}

/** What is known of the sites and of tests. */
interface RepeatsSetting {
  /** What each site has now, as far as it means the same in every file. */
  readonly sites: readonly { readonly place: NeedPlace; readonly expression: WantedExpression | undefined }[];
  isTest(file: string): boolean;
  /** Why code of a file finds no expression there; undefined if it does. */
  whyMissing(file: string, expression: WantedExpression): string | undefined;
}

/** Lets each call in a test pass the expression that all sites behind it have, so that the test's mocks serve them as before. */
export function planRepeats(graph: ContextGraph, { sites, isTest, whyMissing }: RepeatsSetting): void {
  const reached = findReached(graph, sites);
  for (const callable of graph.callables.values()) {
    const [expression, ...others] = [...(reached.get(callable.key)?.values() ?? [])];
    if (!expression || others.length > 0 || isTest(callable.at.file)) continue;
    for (const [key, call] of callable.calls) {
      if (call.candidate !== undefined || !call.isInTest) continue;
      const reason = whyMissing(call.at.file, expression);
      const container = { ...call.container, reason: `a test that has none: ${reason}` };
      callable.calls.set(key, reason === undefined ? { ...call, repeats: expression } : { ...call, container });
    }
  }
}

/** For each function the expressions that the sites behind it have, by their texts. */
function findReached(
  graph: ContextGraph,
  sites: RepeatsSetting["sites"],
): ReadonlyMap<string, ReadonlyMap<string, WantedExpression | undefined>> {
  const reached = new Map<string, Map<string, WantedExpression | undefined>>();
  const queue = sites.map(({ place, expression }) => ({ place, expression }));
  for (const { place, expression } of queue)
    for (const { callable } of place.holders) {
      const known = reached.get(callable) ?? new Map<string, WantedExpression | undefined>();
      reached.set(callable, known);
      const text = expression ? textOfExpression(expression) : "";
      if (known.has(text)) continue;
      known.set(text, expression);
      for (const call of graph.callables.get(callable)?.calls.values() ?? []) queue.push({ place: call, expression });
    }
  return reached;
}
