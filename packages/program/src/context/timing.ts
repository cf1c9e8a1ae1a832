import type ts from "typescript";
import type { Timing } from "./call-graph.js";
import type { ProgramReader } from "../callers/program-reader.js";

/** Callbacks of these run before the call returns. */
const AT_ONCE = new Set(["forEach", "map", "filter", "some", "every", "reduce", "find", "findIndex", "flatMap", "sort"]);
const LAZY = new Set(["&&", "||", "??", "&&=", "||=", "??="]);

/** What code may do before a place is reached. */
export interface CodeJudge {
  /** Whether it may change what the value's expression gives. */
  changes(code: ts.Node): boolean;
  throws(code: ts.Node): boolean;
}

/** When a place is reached after the function around it is called. */
export function timingOf(reader: ProgramReader, place: ts.Node, owner: ts.SignatureDeclaration, judge: CodeJudge): Timing {
  const { ts } = reader;
  if ("asteriskToken" in owner && owner.asteriskToken) return "later";
  // Where an asynchronous function throws, its promise is rejected; the call itself goes on.
  let timing: Timing = isAsync(ts, owner) ? "maybe" : "always";
  for (let at = place; at.parent !== owner; at = at.parent) {
    const { parent } = at;
    if (ts.isClassLike(parent)) return "later";
    if (ts.isFunctionLike(parent)) {
      if (!runsAtOnce(ts, parent)) return "later";
      timing = "maybe";
    } else if (isConditional(ts, parent, at)) timing = "maybe";
  }
  const before = codeBefore(ts, owner, place);
  const whole = before.filter(({ parent, end }) => !before.includes(parent) && end <= place.parent.end);
  if (whole.some((code) => judge.changes(code))) return "changed";
  if (before.some((node) => ts.isAwaitExpression(node) || isLoopWithAwait(ts, node, place))) return "later";
  return before.some((node) => leaves(ts, node)) || whole.some((code) => judge.throws(code)) ? "maybe" : timing;
}

/** When a field is set up after its class's constructor is called. */
export function timingOfField({ ts }: ProgramReader, field: ts.PropertyDeclaration, judge: CodeJudge): Timing {
  const owner = field.parent;
  // The constructor of another class runs before.
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) return "changed";
  const before = owner.members
    .slice(0, owner.members.indexOf(field))
    .flatMap((each) => (ts.isPropertyDeclaration(each) && each.initializer ? [each.initializer] : []));
  if (before.some((code) => judge.changes(code))) return "changed";
  return before.some((code) => judge.throws(code)) ? "maybe" : "always";
}

type TypeScript = ProgramReader["ts"];

function isAsync(ts: TypeScript, node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false);
}

/** `items.forEach((item) => …)` */
function runsAtOnce(ts: TypeScript, node: ts.SignatureDeclaration): boolean {
  const { parent } = node;
  if (!ts.isArrowFunction(node) || isAsync(ts, node) || !ts.isCallExpression(parent)) return false;
  return ts.isPropertyAccessExpression(parent.expression) && AT_ONCE.has(parent.expression.name.text);
}

/** Whether a part of a node is not evaluated each time that the node is, or what it throws is caught there. */
function isConditional(ts: TypeScript, node: ts.Node, part: ts.Node): boolean {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isSwitchStatement(node)) return node.expression !== part;
  if (ts.isConditionalExpression(node)) return node.condition !== part;
  if (ts.isBinaryExpression(node)) return node.right === part && LAZY.has(node.operatorToken.getText());
  if (ts.isForStatement(node)) return node.initializer !== part;
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return node.expression !== part;
  if (ts.isCallExpression(node) || ts.isElementAccessExpression(node))
    return ts.isOptionalChain(node) && !(ts.isElementAccessExpression(node) && node.expression === part);
  return ts.isTryStatement(node) || ts.isCaseOrDefaultClause(node) || ts.isDoStatement(node) || ts.isParameter(node);
}

/** What a function evaluates, or may evaluate, before it comes to a place: all nodes that end before it, and the loops around it. */
function codeBefore(ts: TypeScript, owner: ts.Node, place: ts.Node): readonly ts.Node[] {
  const start = place.getStart();
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node.pos >= start) return;
    const isAround = node.end > start;
    // What is only declared does not run.
    if (!isAround && ts.isFunctionLike(node)) return;
    if (!isAround || ts.isIterationStatement(node, false)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(owner, visit);
  const { parent } = place;
  const isCallee = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === place;
  const given = isCallee ? (parent.arguments ?? []) : [];
  return [...found, ...given.flatMap((each) => allIn(ts, each))];
}

function allIn(ts: TypeScript, node: ts.Node): readonly ts.Node[] {
  if (ts.isFunctionLike(node)) return [];
  const found = [node];
  ts.forEachChild(node, (child) => void found.push(...allIn(ts, child)));
  return found;
}

function isLoopWithAwait(ts: TypeScript, node: ts.Node, place: ts.Node): boolean {
  if (!ts.isIterationStatement(node, false) || node.end <= place.pos) return false;
  const isWaiting = (each: ts.Node): boolean =>
    ts.isAwaitExpression(each) || (!ts.isFunctionLike(each) && (ts.forEachChild(each, isWaiting) ?? false));
  return (ts.isForOfStatement(node) && node.awaitModifier !== undefined) || isWaiting(node.statement);
}

function leaves(ts: TypeScript, node: ts.Node): boolean {
  return ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node);
}
