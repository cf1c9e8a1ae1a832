import type { TSESTree } from "@typescript-eslint/types";
import { sensitivityOf } from "../semantics/effects.js";
import type { FileView } from "../semantics/file-view.js";
import { keyName, memberName, type Node, rewrap, unwrap } from "../syntax/nodes.js";
import type { Fitting } from "./may-fit.js";
import { operandsOf } from "./logical-chains.js";
import { holeAt, holeOf, listHoleOf } from "./template-holes.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import type { Binding } from "./filling.js";

/** `a === b`, also as `b === a`, and as `a == b` where that gives the same; other operators as they are written. */
export function fitsBinary(
  { file, fitting }: { readonly file: FileView; readonly fitting: Fitting },
  pattern: TSESTree.BinaryExpression,
  node: TSESTree.BinaryExpression,
): boolean {
  const isSame = pattern.operator === node.operator;
  const isEquality = /^[!=]==?$/u.test(pattern.operator);
  if (!isSame && !(isEquality && isSameEquality(file, pattern, node))) return false;
  const fits = (left: Node, right: Node): boolean =>
    fitting.attempt(() => fitting.fits(pattern.left, left) && fitting.fits(pattern.right, right));
  if (fits(node.left, node.right)) return true;
  return isEquality && mayChangePlaces(file, [node.left, node.right]) && fits(node.right, node.left);
}

function isSameEquality(file: FileView, pattern: TSESTree.BinaryExpression, node: TSESTree.BinaryExpression): boolean {
  const isNegated = (operator: string) => operator.startsWith("!");
  return (
    /^[!=]==?$/u.test(node.operator) &&
    isNegated(pattern.operator) === isNegated(node.operator) &&
    isStrictAnyway(file, node.left, node.right)
  );
}

/** The longest chain whose operands are tried in another order. */
const MOST_OPERANDS = 5;

/** `a || b` with its operands in any order, where the order does not matter; a longer chain as it is written. */
export function fitsLogical(
  { file, fitting }: { readonly file: FileView; readonly fitting: Fitting },
  pattern: TSESTree.LogicalExpression,
  node: TSESTree.LogicalExpression,
): boolean {
  if (pattern.operator !== node.operator) return false;
  if (fitting.attempt(() => fitting.fits(pattern.left, node.left) && fitting.fits(pattern.right, node.right))) return true;
  const [wanted, operands] = [operandsOf(undefined, pattern), operandsOf(file, node)];
  const mayReorder =
    pattern.operator !== "??" &&
    wanted.length === operands.length &&
    wanted.length <= MOST_OPERANDS &&
    mayChangePlaces(file, operands) &&
    (isCondition(node) || operands.every(isTruthValue));
  return mayReorder && fitting.attempt(() => fitsInAnyOrder(fitting, wanted, operands));
}

function fitsInAnyOrder(fitting: Fitting, [first, ...others]: readonly Node[], operands: readonly Node[]): boolean {
  if (!first) return true;
  return operands.some((operand) =>
    fitting.attempt(
      () =>
        fitting.fits(first, operand) &&
        fitsInAnyOrder(
          fitting,
          others,
          operands.filter((other) => other !== operand),
        ),
    ),
  );
}

/** Whether nothing can tell in which order the operands are evaluated. */
function mayChangePlaces(file: FileView, operands: readonly Node[]): boolean {
  const acting = operands.filter((operand) => sensitivityOf(file, operand) === "acts");
  if (acting.length === 0) return true;
  return acting.length === 1 && operands.every((each) => acting.includes(each) || sensitivityOf(file, each) === "constant");
}

/** Whether only the truth of an expression counts: `if (x)`, `!x`, `x ? a : b`. */
function isCondition(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  switch (parent?.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      return parent.test === outer;
    case "UnaryExpression":
      return parent.operator === "!";
    case "LogicalExpression":
      return parent.operator !== "??" && isCondition(parent);
    default:
      return false;
  }
}

const COMPARISONS = /^(?:[!=]==?|[<>]=?|in|instanceof)$/u;

function isTruthValue(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "Literal") return typeof inner.value === "boolean";
  if (inner.type === "LogicalExpression") return isTruthValue(inner.left) && isTruthValue(inner.right);
  return inner.type === "UnaryExpression"
    ? inner.operator === "!"
    : inner.type === "BinaryExpression" && COMPARISONS.test(inner.operator);
}

/** What an expression surely is, as far as the file shows. */
interface Primitive {
  readonly kind: "string" | "number" | "boolean";
  /** Whether it may be `null` or `undefined` too. */
  readonly mayBeAbsent: boolean;
}

/** Whether `==` gives what `===` gives: both sides are of one primitive type, and at most one of them may be absent. */
function isStrictAnyway(file: FileView, left: Node, right: Node): boolean {
  const [a, b] = [primitiveOf(file, left), primitiveOf(file, right)];
  return !!a && !!b && a.kind === b.kind && !(a.mayBeAbsent && b.mayBeAbsent);
}

function primitiveOf(file: FileView, node: Node): Primitive | undefined {
  const inner = unwrap(node);
  switch (inner.type) {
    case "TemplateLiteral":
      return present("string");
    case "Literal":
      return primitiveOfValue(inner.value);
    case "UnaryExpression":
      if (inner.operator === "typeof") return present("string");
      return inner.operator === "!" ? present("boolean") : undefined;
    case "CallExpression":
      return inner.callee.type === "Identifier" && inner.callee.name === "String" && !file.variableOf(inner.callee)
        ? present("string")
        : undefined;
    case "MemberExpression":
      return isEnvironment(inner.object) ? { kind: "string", mayBeAbsent: true } : undefined;
    case "Identifier":
      return primitiveOfType(annotationOf(file, inner));
    default:
      return undefined;
  }
}

function present(kind: Primitive["kind"]): Primitive {
  return { kind, mayBeAbsent: false };
}

function primitiveOfValue(value: unknown): Primitive | undefined {
  const kind = typeof value;
  return kind === "string" || kind === "number" || kind === "boolean" ? present(kind) : undefined;
}

/** `process.env`: its members are texts. */
function isEnvironment(node: Node): boolean {
  const inner = unwrap(node);
  return (
    inner.type === "MemberExpression" &&
    memberName(inner) === "env" &&
    inner.object.type === "Identifier" &&
    inner.object.name === "process"
  );
}

function annotationOf(file: FileView, name: TSESTree.Identifier): Node | undefined {
  const definition = file.variableOf(name)?.defs[0]?.name;
  if (definition?.type !== "Identifier") return undefined;
  const type = definition.typeAnnotation?.typeAnnotation;
  return definition.optional ? undefined : type;
}

function primitiveOfType(type: Node | undefined): Primitive | undefined {
  switch (type?.type) {
    case "TSStringKeyword":
      return present("string");
    case "TSNumberKeyword":
      return present("number");
    case "TSBooleanKeyword":
      return present("boolean");
    case "TSLiteralType":
      return type.literal.type === "Literal" ? primitiveOfValue(type.literal.value) : undefined;
    case "TSUnionType": {
      const isAbsent = (part: Node) => part.type === "TSUndefinedKeyword" || part.type === "TSNullKeyword";
      const kinds = type.types.filter((part) => !isAbsent(part)).map((part) => primitiveOfType(part)?.kind);
      const [kind] = kinds;
      return kind && kinds.every((each) => each === kind) ? { kind, mayBeAbsent: type.types.some(isAbsent) } : undefined;
    }
    default:
      return undefined;
  }
}

/** Properties in any order; `$$$rest` takes what is left. */
export function fitsObject(fitting: Fitting, pattern: TSESTree.ObjectExpression, node: TSESTree.ObjectExpression): boolean {
  let left: readonly Node[] = node.properties;
  let rest: string | undefined;
  for (const property of pattern.properties) {
    const hole = listHoleOf(property);
    if (hole !== undefined) {
      rest = hole;
      continue;
    }
    const found = left.find((candidate) => fitting.attempt(() => fitsProperty(fitting, property, candidate)));
    if (!found) return false;
    left = left.filter((candidate) => candidate !== found);
  }
  return rest === undefined ? left.length === 0 : fitting.bindList(rest, left);
}

function fitsProperty(fitting: Fitting, pattern: Node, node: Node): boolean {
  if (pattern.type === "SpreadElement") return node.type === "SpreadElement" && fitting.fits(pattern.argument, node.argument);
  if (pattern.type !== "Property" || node.type !== "Property" || pattern.kind !== node.kind) return false;
  // A method's text is no expression, and may only stay in its place.
  if (node.method && !pattern.method && !holeAt(pattern.value)) return false;
  const name = keyName(pattern);
  // `{ $context }` takes the value of that key, `{ $key: … }` any key.
  const hole = pattern.key.type === "Identifier" && !pattern.computed ? holeOf(pattern.key.name) : undefined;
  const isKeyFit =
    hole && !pattern.shorthand
      ? !node.computed && fitting.bindName(pattern.key as TSESTree.Identifier, node.key)
      : name !== undefined && keyName(node) === (hole?.name ?? name);
  return isKeyFit && fitting.fits(pattern.value, node.value);
}

/** What a matcher has bound up to now. */
export interface State {
  readonly bindings: Map<string, Binding>;
  readonly bound: Node[];
  readonly aliases: Set<AliasHolder>;
  isGuess: boolean;
}

/** The state before anything is bound. */
export function emptyState(): State {
  return { bindings: new Map(), bound: [], aliases: new Set(), isGuess: false };
}

/** A copy that can be changed without changing the state. */
export function copyOf(state: State): State {
  return { bindings: new Map(state.bindings), bound: [...state.bound], aliases: new Set(state.aliases), isGuess: state.isGuess };
}

/** Takes over the bindings of an attempt that succeeded. */
export function adopt(state: State, attempt: State): void {
  for (const [name, binding] of attempt.bindings) state.bindings.set(name, binding);
  state.bound.splice(0, state.bound.length, ...attempt.bound);
  for (const alias of attempt.aliases) state.aliases.add(alias);
  state.isGuess = attempt.isGuess;
}

/** Returns to an earlier copy. */
export function restore(state: State, before: State): void {
  state.bindings.clear();
  state.aliases.clear();
  adopt(state, before);
}
