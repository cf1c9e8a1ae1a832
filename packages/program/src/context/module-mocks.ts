import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";

/** A call of a test that replaces a module: `vi.mock("./logger.js", () => ({ … }))`. */
export interface ModuleMock {
  readonly call: ts.CallExpression;
  readonly specifier: string;
  readonly factory: ts.Node | undefined;
  /** The file that the specifier means, in the program; undefined where it is not known. */
  readonly module: ts.SourceFile | undefined;
}

const MOCKS = new Set(["mock", "doMock", "setMock", "unstable_mockModule", "module"]);
const MAY_MOCK = /\.(?:mock|doMock|setMock|unstable_mockModule|module)\b/u;
const known = new WeakMap<ProgramReader, Map<ts.SourceFile, readonly ModuleMock[]>>();

/** The modules that a file mocks. */
export function moduleMocksIn(reader: ProgramReader, source: ts.SourceFile): readonly ModuleMock[] {
  let own = known.get(reader);
  if (!own) known.set(reader, (own = new Map<ts.SourceFile, readonly ModuleMock[]>()));
  let mocks = own.get(source);
  if (!mocks) own.set(source, (mocks = MAY_MOCK.test(source.text) ? findMocks(reader, source) : []));
  return mocks;
}

function findMocks(reader: ProgramReader, source: ts.SourceFile): readonly ModuleMock[] {
  const { ts, program } = reader;
  const mocks: ModuleMock[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && MOCKS.has(node.expression.name.text)) {
      const [first, factory] = node.arguments;
      // `vi.mock(import("./logger.js"), …)`
      const path =
        first && ts.isCallExpression(first) && first.expression.kind === ts.SyntaxKind.ImportKeyword ? first.arguments[0] : first;
      if (path && ts.isStringLiteralLike(path)) {
        const { resolvedModule } = ts.resolveModuleName(path.text, source.fileName, program.getCompilerOptions(), ts.sys);
        const module = program.getSourceFile(resolvedModule?.resolvedFileName ?? "");
        mocks.push({ call: node, specifier: path.text, factory, module });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mocks;
}

/** The name under which a mocked module exports what some declarations declare; undefined if it does not. */
export function exportedAs(
  { checker, ts }: ProgramReader,
  { module }: ModuleMock,
  declarations: readonly ts.Node[],
): string | undefined {
  const symbol = module && checker.getSymbolAtLocation(module);
  const found = (symbol ? checker.getExportsOfModule(symbol) : []).find((each) =>
    (each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each).declarations?.some((own) =>
      declarations.includes(own),
    ),
  );
  return found?.name;
}

/** What a mock's factory gives for an export: its code, the real one, nothing, or what can't be told. */
export function givenBy(
  { ts }: ProgramReader,
  { factory }: ModuleMock,
  exported: string,
): ts.Node | "real" | "nothing" | "unknown" {
  const object = factory && resultOf(ts, factory);
  if (!object || !ts.isObjectLiteralExpression(object)) return "unknown";
  let isPartial = false;
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      if (!/(?:[iI]mportOriginal|[aA]ctual|original)/u.test(property.expression.getText())) return "unknown";
      isPartial = true;
    } else if (!property.name || ts.isComputedPropertyName(property.name)) return "unknown";
    else if (property.name.text === exported) return property;
  }
  return isPartial ? "real" : "nothing";
}

/** The expression that a factory gives, where it does nothing else that could leave it. */
function resultOf(ts: ProgramReader["ts"], factory: ts.Node): ts.Node | undefined {
  if (!ts.isArrowFunction(factory) && !ts.isFunctionExpression(factory)) return undefined;
  let at: ts.Node = factory.body;
  if (ts.isBlock(at)) {
    const last = at.statements.at(-1);
    const isPlain = at.statements.slice(0, -1).every((each) => ts.isVariableStatement(each) || ts.isExpressionStatement(each));
    if (!isPlain || !last || !ts.isReturnStatement(last) || !last.expression) return undefined;
    at = last.expression;
  }
  while (ts.isParenthesizedExpression(at) || ts.isAsExpression(at) || ts.isSatisfiesExpression(at)) at = at.expression;
  return at;
}
