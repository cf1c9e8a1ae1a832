import type ts from "typescript";
import { nameOf, type CallableDeclaration } from "./callables.js";
import type { ProgramReader } from "./program-reader.js";

const MOCKS = new Set(["mock", "doMock", "unstable_mockModule"]);
/** What a test says of the arguments of calls. */
const OF_ARGUMENTS = /CalledWith\(|\.mock\.|mockImplementation|calledWith/u;

/** Why a function can't take more: a test puts another one in its place, and looks at what that is called with. */
export function mockOf(
  reader: ProgramReader,
  declaration: CallableDeclaration,
  isTest: (file: string) => boolean,
): string | undefined {
  const { ts } = reader;
  if (!ts.isSourceFile(declaration.parent) && !ts.isVariableDeclarationList(declaration.parent)) return undefined;
  const home = stem(declaration.getSourceFile().fileName);
  const mock = reader.named(nameOf(reader, declaration)).find((node) => {
    const { parent } = node;
    const isKey =
      (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) &&
      parent.name === node;
    if (!isKey || !OF_ARGUMENTS.test(node.getSourceFile().text) || !isTest(reader.fileOf(node) ?? "")) return false;
    const mocking = ts.findAncestor(node, (each): each is ts.CallExpression => ts.isCallExpression(each) && isMock(reader, each));
    const [module] = mocking?.arguments ?? [];
    return module !== undefined && ts.isStringLiteralLike(module) && [home, "index"].includes(stem(module.text));
  });
  return mock && `a test mocks it at ${reader.describe(mock)}`;
}

function isMock({ ts }: ProgramReader, { expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && MOCKS.has(expression.name.text);
}

/** `run` of `./tasks/run.js`. */
function stem(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]sx?$/u, "");
}
