import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";
import { isPromise, writeAt } from "./async-functions.js";
import type { Write } from "./call-graph.js";

/** What a call of a function that becomes async needs: nothing, since it is waited for or handed on; an `await`; or what can't be. */
export type Wait =
  | { readonly kind: "waits" }
  | { readonly kind: "handed-on" }
  | { readonly kind: "returned" }
  | { readonly kind: "write"; readonly writes: readonly Write[] }
  | { readonly kind: "stop"; readonly reason: string };

/** Says how the result of a call is waited for. */
export function waitFor(reader: ProgramReader, call: ts.CallExpression): Wait {
  const { ts } = reader;
  const outer = reader.outermost(call);
  if (ts.isAwaitExpression(outer.parent)) return { kind: "waits" };
  if (isReturned(reader, call)) return { kind: "returned" };
  if (isWanted(reader, call)) return { kind: "handed-on" };
  const assignment = compoundAround(reader, call);
  if (assignment) return { kind: "stop", reason: `what is changed may change while it waits, at ${reader.describe(assignment)}` };
  return writeAwait(reader, call);
}

function writeAwait(reader: ProgramReader, call: ts.CallExpression): Wait {
  const { ts } = reader;
  const { parent } = call;
  const start = call.getStart();
  if (!needsParentheses(ts, call)) return { kind: "write", writes: [writeAt(reader, call, start, "await ")] };
  const isChain = ts.isOptionalChain(call) && ts.isOptionalChain(parent);
  if (ts.isOptionalChain(call) && ts.isNonNullExpression(parent))
    return { kind: "stop", reason: `it is part of an optional chain at ${reader.describe(call)}` };
  // What is behind it is left out where there was nothing to call.
  const isOpen = isChain && !ts.isNonNullExpression(parent) && !parent.questionDotToken;
  const goesOn = isOpen ? (ts.isPropertyAccessExpression(parent) ? "?" : "?.") : "";
  const opening = continuesLine(reader, call) ? ";(await " : "(await ";
  return {
    kind: "write",
    writes: [writeAt(reader, call, start, opening), writeAt(reader, call, call.end, `)${goesOn}`)],
  };
}

/** Whether `await f()` there would wait for more than the call, or formatters would write it with parentheses. */
function needsParentheses(ts: ProgramReader["ts"], call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === call;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === call;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === call;
  if (ts.isConditionalExpression(parent)) return parent.condition === call;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return kind !== ts.SyntaxKind.CommaToken && !(kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment);
  }
  return (
    ts.isNonNullExpression(parent) ||
    ts.isExpressionWithTypeArguments(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent)
  );
}

/** Whether a parenthesis at a call's start would be read as the arguments of the line before, which has no semicolon. */
function continuesLine({ ts }: ProgramReader, call: ts.CallExpression): boolean {
  const statement = ts.findAncestor(call, ts.isExpressionStatement);
  if (statement?.getStart() !== call.getStart()) return false;
  const { parent } = statement;
  const isInList = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isModuleBlock(parent) || ts.isCaseOrDefaultClause(parent);
  const before = isInList ? parent.statements[parent.statements.indexOf(statement) - 1] : undefined;
  const last = before?.getLastToken();
  const isEnded = last === undefined || last.kind === ts.SyntaxKind.SemicolonToken || endsStatement(ts, lastOf(last));
  return !isEnded;
}

function lastOf(node: ts.Node): ts.Node {
  const last = node.getLastToken();
  return last && last !== node ? lastOf(last) : node;
}

/** Whether a token is the brace that ends a statement, and not one of an object or a function in it. */
function endsStatement(ts: ProgramReader["ts"], { kind, parent }: ts.Node): boolean {
  if (kind === ts.SyntaxKind.SemicolonToken) return true;
  if (kind !== ts.SyntaxKind.CloseBraceToken) return false;
  if (ts.isBlock(parent)) return !ts.isArrowFunction(parent.parent) && !ts.isFunctionExpression(parent.parent);
  return ts.isStatement(parent) || ts.isModuleBlock(parent) || ts.isCaseBlock(parent);
}

/** `return f()` and `() => f()` in a function that is async then: it waits by itself, but not where something else has to happen first. */
function isReturned(reader: ProgramReader, call: ts.CallExpression): boolean {
  const { ts } = reader;
  let at: ts.Node = call;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  if (ts.isArrowFunction(at.parent)) return at.parent.body === at;
  if (!ts.isReturnStatement(at.parent)) return false;
  for (let node: ts.Node = at.parent; !ts.isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (ts.isTryStatement(parent) && (parent.tryBlock === node || (parent.catchClause === node && parent.finallyBlock)))
      return false;
    if (ts.isBlock(node) && node.statements.some((each) => isUsing(ts, each))) return false;
    if (ts.isFunctionLike(parent) && "asteriskToken" in parent && parent.asteriskToken) return false;
  }
  return true;
}

function isUsing(ts: ProgramReader["ts"], statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && /^\s*(?:await\s+)?using\s/u.test(statement.getText());
}

/** `Promise.all([f(), g()])`, `Promise.resolve(f())`: a promise is as good there as what it gives. */
function isWanted(reader: ProgramReader, call: ts.CallExpression): boolean {
  const { ts, checker } = reader;
  const outer = reader.outermost(call) as ts.Expression;
  const list = ts.isArrayLiteralExpression(outer.parent) ? (reader.outermost(outer.parent) as ts.Expression) : undefined;
  const argument = list ?? outer;
  const taker = argument.parent;
  if (!ts.isCallExpression(taker) || !taker.arguments.includes(argument)) return false;
  if (ts.isPropertyAccessExpression(taker.expression) && taker.expression.expression.getText() === "Promise")
    return (list ? /^(?:all|allSettled|any|race)$/u : /^resolve$/u).test(taker.expression.name.text);
  const type = list ? undefined : checker.getContextualType(argument);
  return type !== undefined && isPromise(reader, type, "some");
}

/** `total += f()`: the old total is read before it waits, unless nobody else can change it. */
function compoundAround({ ts, checker }: ProgramReader, call: ts.CallExpression): ts.Node | undefined {
  for (let node: ts.Node = call; !ts.isFunctionLike(node) && !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (!ts.isBinaryExpression(parent) || parent.right !== node) continue;
    const kind = parent.operatorToken.kind;
    const isCompound = kind > ts.SyntaxKind.EqualsToken && kind <= ts.SyntaxKind.LastCompoundAssignment;
    if (!isCompound) continue;
    const variable = ts.isIdentifier(parent.left) ? checker.getSymbolAtLocation(parent.left)?.valueDeclaration : undefined;
    const owner = ts.findAncestor(call, ts.isFunctionLike);
    const isOwn =
      variable && ts.isVariableDeclaration(variable) && owner && ts.findAncestor(variable, ts.isFunctionLike) === owner;
    if (!isOwn || isSharedIn(ts, owner, (parent.left as ts.Identifier).text)) return parent;
  }
  return undefined;
}

/** Whether functions inside of a function have a name of it. */
function isSharedIn(ts: ProgramReader["ts"], owner: ts.Node, name: string): boolean {
  const has = (node: ts.Node): boolean => (ts.isIdentifier(node) && node.text === name) || (ts.forEachChild(node, has) ?? false);
  const visit = (node: ts.Node): boolean => (ts.isFunctionLike(node) ? has(node) : (ts.forEachChild(node, visit) ?? false));
  return ts.forEachChild(owner, visit) ?? false;
}
