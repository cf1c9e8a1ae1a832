import type ts from "typescript";
import { nameOf, type CallableDeclaration } from "../callers/callables.js";
import { exportedAs, givenBy, moduleMocksIn, type ModuleMock } from "./module-mocks.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { hidesParameters } from "../callers/conversions.js";
import type { TestWatch } from "../callers/uses.js";

const OF_ARGUMENTS = /[cC]alled\w*With|Snapshot/u;
/** What a mock knows of its calls besides their arguments: `run.mock.results`. */
const BESIDE_ARGUMENTS = new Set(["invocationCallOrder", "results", "settledResults", "instances", "contexts"]);
/** What hands a mock on, so that what is done with the result is done with the mock. */
const HANDLES = new Set(["mocked", "expect", "isMockFunction"]);

/** Why a function can't take more: a test puts another one in its place, and looks at what that is called with. */
export function mockOf(
  reader: ProgramReader,
  declaration: CallableDeclaration,
  isTest: (file: string) => boolean,
): string | undefined {
  const { ts } = reader;
  if (!ts.isSourceFile(declaration.parent) && !ts.isVariableDeclarationList(declaration.parent)) return undefined;
  const name = nameOf(reader, declaration);
  const sources = new Set(reader.named(name).map((node) => node.getSourceFile()));
  for (const source of sources) {
    if (!isTest(reader.fileOf(source) ?? "")) continue;
    for (const mock of moduleMocksIn(reader, source)) {
      const exported = exportedAs(reader, mock, [declaration]) ?? (isOfUnknown(mock, declaration) ? name : undefined);
      const given = exported === undefined ? "real" : givenBy(reader, mock, exported);
      if (typeof given === "string") continue;
      const found = lookAtMock(reader, given, name);
      if (found) return `a test looks at what it is called with, at ${reader.describe(found)}`;
    }
  }
  return undefined;
}

/** A mock of a module that can't be found, by a path with the name of the declaration's file. */
function isOfUnknown({ module, specifier }: ModuleMock, declaration: ts.Node): boolean {
  return module === undefined && stem(specifier) === stem(declaration.getSourceFile().fileName);
}

/** `run` of `./tasks/run.js`. */
function stem(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]sx?$/u, "");
}

/** Where a test looks at the arguments of what its mock gives for a name. */
function lookAtMock(reader: ProgramReader, given: ts.Node, name: string): ts.Node | undefined {
  const { ts } = reader;
  const names = new Set([name]);
  if (ts.isMethodDeclaration(given) && given.parameters.length > 0) return given;
  const value = ts.isPropertyAssignment(given) ? reader.innermost(given.initializer) : undefined;
  if (value && (ts.isClassLike(value) || takesArguments(ts, value))) return value;
  const taker = value && takerIn(ts, value);
  if (taker) return taker;
  if (value && ts.isIdentifier(value)) names.add(value.text);
  if (value && ts.isPropertyAccessExpression(value)) names.add(value.name.text);
  return findLook(reader, given.getSourceFile(), names);
}

/** What looks at its arguments in `vi.fn((id) => …)`, `vi.fn().mockImplementation(save)`. */
function takerIn(ts: ProgramReader["ts"], value: ts.Node): ts.Node | undefined {
  for (let at = value; ts.isCallExpression(at) || ts.isPropertyAccessExpression(at); at = at.expression) {
    if (!ts.isCallExpression(at)) continue;
    const callee = ts.isPropertyAccessExpression(at.expression) ? at.expression.name.text : "";
    const taker = /^(?:fn|spy|stub|fake|callsFake|mockImplementation)/u.test(callee) ? at.arguments[0] : undefined;
    if (taker && (takesArguments(ts, taker) || !ts.isFunctionLike(taker))) return taker;
  }
  return undefined;
}

/** What a test may see of the arguments that a function takes. */
export function argumentWatch(reader: ProgramReader, isTest: (file: string) => boolean): TestWatch {
  return {
    isTest,
    hides: hidesParameters,
    refusal(source, names) {
      const look = findLook(reader, source, names);
      return look && `a test looks at what it is called with, at ${reader.describe(look)}`;
    },
  };
}

/** Where a test file looks at what spies and mocks of some names are called with; undefined if nowhere. */
function findLook(reader: ProgramReader, source: ts.SourceFile, names: ReadonlySet<string>): ts.Node | undefined {
  const { ts } = reader;
  const mocks = new Set<ts.Node>(moduleMocksIn(reader, source).map(({ call }) => call));
  const known = new Set(names);
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found || mocks.has(node)) return;
    const isName = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node);
    if (isName && known.has(node.text)) {
      const { parent } = node;
      const isKept = (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
      if (isKept && parent.initializer) found ??= takerIn(ts, reader.innermost(parent.initializer));
      const use = followUse(reader, node);
      if (use.isLook) found ??= node;
      if (use.holder !== undefined) known.add(use.holder);
    }
    ts.forEachChild(node, visit);
  };
  // What holds a mock may be used above the place where it is set.
  for (let size = -1; size !== known.size && !found;) {
    size = known.size;
    visit(source);
  }
  return found;
}

/** What is done with a name: whether its arguments are looked at, and what holds it then. */
function followUse(reader: ProgramReader, name: ts.Node): { readonly isLook?: boolean; readonly holder?: string } {
  const { ts } = reader;
  let at = name;
  if (ts.isStringLiteralLike(name)) {
    // `vi.spyOn(service, "run")`
    if (!ts.isCallExpression(name.parent) || name.parent.arguments[1] !== name) return {};
    at = name.parent;
  }
  for (;;) {
    at = reader.outermost(at);
    const { parent } = at;
    if (ts.isVariableDeclaration(parent) && parent.initializer === at)
      return ts.isIdentifier(parent.name) ? { holder: parent.name.text } : { isLook: true };
    if (ts.isBinaryExpression(parent) && parent.right === at && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left } = parent;
      const holder = ts.isPropertyAccessExpression(left) ? left.name.text : ts.isIdentifier(left) ? left.text : undefined;
      return holder === undefined ? { isLook: true } : { holder };
    }
    if (ts.isPropertyAccessExpression(parent) && parent.name === at) at = parent;
    else if (ts.isPropertyAccessExpression(parent)) {
      const member = parent.name.text;
      if (member === "mock" && ts.isPropertyAccessExpression(parent.parent) && BESIDE_ARGUMENTS.has(parent.parent.name.text))
        return {};
      if (OF_ARGUMENTS.test(member) || /^(?:mock|args|calls|firstCall|lastCall|getCalls?)$/u.test(member))
        return { isLook: true };
      if (/^(?:mockImplementation|callsFake|withImplementation)/u.test(member) && isLookingImplementation(ts, parent.parent))
        return { isLook: true };
      at = parent;
    } else if (ts.isCallExpression(parent) && parent.expression === at) {
      // The function itself is called.
      if (at === name || (ts.isPropertyAccessExpression(at) && at.name === name)) return {};
      at = parent;
    } else if (ts.isCallExpression(parent)) {
      const callee = ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : parent.expression.getText();
      if (ts.isStringLiteralLike(name) && at === name) return {};
      if (!HANDLES.has(callee)) return { isLook: OF_ARGUMENTS.test(callee) || /^(?:when|verify)$/u.test(callee) };
      at = parent;
    } else return {};
  }
}

function isLookingImplementation(ts: ProgramReader["ts"], call: ts.Node): boolean {
  if (!ts.isCallExpression(call)) return true;
  return call.arguments.some((each) => takesArguments(ts, each) || !(ts.isArrowFunction(each) || ts.isFunctionExpression(each)));
}

function takesArguments(ts: ProgramReader["ts"], node: ts.Node): boolean {
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && node.parameters.length > 0;
}
