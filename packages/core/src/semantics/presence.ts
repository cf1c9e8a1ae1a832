/** Says whether a path of names has a value at a place, as far as declarations and the conditions around the place tell. */
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { type DeclaringModule, oncePer } from "../modules/index.js";
import {
  childrenOf,
  enclosingFunction,
  finalName,
  isCast,
  isFunction,
  isNothing,
  memberName,
  type Node,
  rewrap,
  stringValue,
  unwrap,
} from "../syntax/nodes.js";
import { resultType } from "./callees.js";
import { type FileView, isSameCode } from "./file-view.js";
import { ownModule } from "./module-view.js";
import { membersOfType } from "./types/type-members.js";
import { annotationOfName, isNothingType, type Kind, plainName, typeInPattern } from "./types/type-parts.js";

/** `there`: it has a value; `maybe`: it may be undefined; `missing`: there is no such member; `unknown`: what declares it is not at hand. */
export type Presence = "there" | "maybe" | "missing" | "unknown";

/** What the members at the end of a path are read from. */
interface Stated {
  readonly module: DeclaringModule;
  readonly type: TSESTree.TypeNode | undefined;
}

/** Whether a condition says that a path has a value where so many of its last members are left out. */
type IsTold = (leftOut: number) => boolean;

/** Whether a type has the members of a path, one in the other, and each with a value. */
export function presenceIn(file: FileView, type: TSESTree.TypeNode, path: readonly string[], isTold: IsTold): Presence {
  const presenceOf = ({ module, type: stated }: Stated, rest: readonly string[]): Presence => {
    const maybe = (): Presence => (isTold(rest.length) ? "there" : "maybe");
    if (stated === undefined) return rest.length === 0 ? "there" : "unknown";
    if (stated.type === "TSUnionType")
      return worst(stated.types.map((part) => (isNothingType(part) ? maybe() : presenceOf({ module, type: part }, rest))));
    if (isNothingType(stated)) return maybe();
    const [name, ...inner] = rest;
    if (name === undefined) return "there";
    const members = [...membersOfType({ declarations: file.modules.declarations, module, seesHidden: true }, stated)];
    const own = members.find((member) => member.name === name);
    if (own?.isHidden) return "missing";
    if (!own) return members.some((member) => member.name === undefined) ? "unknown" : "missing";
    const wrapper = plainName(stated)?.name ?? "";
    if (/^(?:Pick|Omit|Promise|PromiseLike)$/u.test(wrapper)) return "unknown";
    const isOptional = (own.isOptional && wrapper !== "Required") || wrapper === "Partial";
    return worst([isOptional && !isTold(inner.length) ? "maybe" : "there", presenceOf(own, inner)]);
  };
  return presenceOf({ module: ownModule(file), type }, path);
}

const ORDER: readonly Presence[] = ["there", "maybe", "unknown", "missing"];

function worst(all: readonly Presence[]): Presence {
  return all.reduce((one, other) => (ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other), "there");
}

/** Whether the file reads a path at another place as if it always had a value. */
export function isReadAsThere(file: FileView, path: string, site: Node): boolean {
  const [root = "", ...members] = path.split(".");
  const variable = root === "this" ? undefined : file.findVariable(root, site);
  return file.nodes("MemberExpression").some((node) => {
    if (node === site || node.optional || file.textOf(node) !== path) return false;
    let start: Node = node;
    for (const _ of members) start = start.type === "MemberExpression" ? unwrap(start.object) : start;
    return start.type === "ThisExpression" || (start.type === "Identifier" && file.variableOf(start) === variable);
  });
}

function isOptionalChain(part: Node): boolean {
  if (part.type === "MemberExpression") return part.optional || isOptionalChain(part.object);
  return part.type === "CallExpression" && (part.optional || isOptionalChain(part.callee));
}

/** What looks something up that may not be there. */
const LOOKUPS = /^(?:getItem|find|findLast|at|pop|shift|exec|match|useParams)$/u;

/** `map.get(key)`, `list.find(…)`; what a container has for a class or a symbol is there: `container.get(Logger)`. */
function isLookup({ callee, arguments: [key] }: TSESTree.CallExpression): boolean {
  const name = finalName(callee) ?? "";
  const isKey =
    key?.type === "Literal" || key?.type === "TemplateLiteral" || (key?.type === "Identifier" && /^[$_a-z]/u.test(key.name));
  return LOOKUPS.test(name) || (name === "get" && isKey);
}

/** Whether an expression gives nothing at times, as its own syntax tells: `a?.b`, `map.get(key)`, `useParams()`, `a ? b : undefined`. */
export function mayGiveNothing(expression: Node): boolean {
  const value = unwrap(expression);
  switch (value.type) {
    case "MemberExpression":
      return value.optional || isOptionalChain(value.object);
    case "CallExpression":
      return value.optional || isOptionalChain(value.callee) || isLookup(value);
    case "LogicalExpression":
      return value.operator === "&&" || mayGiveNothing(value.right);
    case "ConditionalExpression":
      return [value.consequent, value.alternate].some(mayGiveNothing);
    default:
      return isNothing(value);
  }
}

/** Whether a value, or what a pattern takes out of it, may be nothing also by what a function states, or as it comes from outside. */
export function mayLackValue(file: FileView, value: Node, isPart: boolean): boolean {
  const node = unwrap(value);
  if (isPart) return FROM_OUTSIDE.test(finalName(node) ?? "");
  if (mayGiveNothing(node)) return true;
  if (node.type === "MemberExpression") return FROM_OUTSIDE.test(finalName(node.object) ?? "");
  if (node.type !== "CallExpression") return false;
  const mayBeNothing = ({ type }: { type: Node }): boolean =>
    isNothingType(type) || (type.type === "TSUnionType" && type.types.some(isNothingType));
  return finalName(node.callee) === "header" || resultType(file, node).some((each) => "type" in each && mayBeNothing(each));
}

/** Whether a name or a path may be nothing where it stands, by what declares it and by the conditions around it. */
export function mayBeNothingHere(file: FileView, node: Node): boolean {
  const path = file.textOf(node).replaceAll("?.", ".").split(".");
  const root = rootOf(node);
  const declared = root && (file.variableOf(root)?.defs[0]?.name as Node | undefined);
  if (declared?.type !== "Identifier" || declared.name !== path[0]) return false;
  const stated = typeInPattern(file, declared);
  const isTold = (leftOut: number): boolean => isGuarded(file, path.slice(0, path.length - leftOut).join("."), node);
  if (!stated) return false;
  const isOptional = declared.optional || stated.isOptional;
  if (isOptional && path.length === 1) return !isTold(0);
  return presenceIn(file, stated.type, path.slice(1), isTold) === "maybe" && !isTold(0);
}

/** `a` of `a.b.c`, where all of it is names. */
function rootOf(expression: Node): TSESTree.Identifier | undefined {
  const node = unwrap(expression);
  if (node.type === "Identifier") return node;
  return node.type === "MemberExpression" && !node.computed ? rootOf(node.object) : undefined;
}

/** What a request or the environment may lack: `process.env`, `req.headers`. */
const FROM_OUTSIDE = /^(?:env|headers|query|cookies)$/u;

/** Whether the code tests the value for presence: `taskId ?? newId()`, `taskId ? a : b`, `taskId?.length`. */
export function isTested(variable: Variable): boolean {
  return variable.references.some(({ identifier }) => {
    const outer = rewrap(identifier);
    const { parent } = outer;
    if (parent?.type === "LogicalExpression") return parent.left === outer && parent.operator !== "&&";
    if (parent?.type === "ConditionalExpression") return parent.test === outer;
    return parent?.type === "MemberExpression" && parent.object === outer && parent.optional;
  });
}

/** Whether a condition around a place, or one above it that leaves, says that a path has a value there. */
export function isGuarded(file: FileView, path: string, site: Node): boolean {
  const isName = /^[\w$]+$/u.test(path);
  const variable = isName ? file.findVariable(path, site) : undefined;
  if (isName && variable?.references.some((each) => each.isWrite() && !each.init) !== false) return false;
  for (let node = site; node.parent; node = node.parent) {
    const { parent } = node;
    // TypeScript forgets what it knows of members in a function that runs later.
    if (isFunction(node) && !isName) return false;
    if (isToldBy((test, isTrue) => saysThere(file, path, test, isTrue), node, parent)) return true;
  }
  return false;
}

/** Whether a condition around a place, or one above it that leaves, has asked whether a name is an instance of an error's class. */
export function isSurelyError(file: FileView, name: TSESTree.Identifier): boolean {
  const variable = file.variableOf(name);
  const says: Says = (test, isTrue) =>
    isTrue &&
    test.type === "BinaryExpression" &&
    test.operator === "instanceof" &&
    test.left.type === "Identifier" &&
    file.variableOf(test.left) === variable &&
    /(?:Error|Exception)$/u.test(finalName(test.right) ?? "");
  return !!variable && isToldAround(name, says);
}

/** Whether a condition around a place, or one above it that leaves, has asked whether a member is a text. */
function isSurelyText(file: FileView, member: Node): boolean {
  return isToldAround(
    member,
    (test, isTrue) =>
      test.type === "BinaryExpression" &&
      test.operator === (isTrue ? "===" : "!==") &&
      test.left.type === "UnaryExpression" &&
      test.left.operator === "typeof" &&
      stringValue(test.right) === "string" &&
      isSameCode(file, unwrap(test.left.argument), member),
  );
}

function isToldAround(place: Node, says: Says): boolean {
  for (let node = place; node.parent && !isFunction(node); node = node.parent) if (isToldBy(says, node, node.parent)) return true;
  return false;
}

/** Whether an expression that is true, or false, says it by itself. */
type Says = (expression: Node, isTrue: boolean) => boolean;

function isToldBy(says: Says, node: Node, parent: Node): boolean {
  const tells = (test: Node, isTrue: boolean): boolean => tellsBy(says, test, isTrue);
  switch (parent.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return (node === parent.consequent && tells(parent.test, true)) || (node === parent.alternate && tells(parent.test, false));
    case "WhileStatement":
      return node === parent.body && tells(parent.test, true);
    case "LogicalExpression":
      return node === parent.right && parent.operator !== "??" && tells(parent.left, parent.operator === "&&");
    case "BlockStatement":
    case "Program":
    case "SwitchCase": {
      const statements: readonly Node[] = parent.type === "SwitchCase" ? parent.consequent : parent.body;
      return statements
        .slice(0, Math.max(0, statements.indexOf(node)))
        .some((each) => each.type === "IfStatement" && leaves(each.consequent) && tells(each.test, false));
    }
    default:
      return false;
  }
}

function tellsBy(says: Says, test: Node, isTrue: boolean): boolean {
  const node = unwrap(test);
  if (says(node, isTrue)) return true;
  if (node.type === "UnaryExpression" && node.operator === "!") return tellsBy(says, node.argument, !isTrue);
  const isJoined = node.type === "LogicalExpression" && node.operator === (isTrue ? "&&" : "||");
  return isJoined && [node.left, node.right].some((part) => tellsBy(says, part, isTrue));
}

function saysThere(file: FileView, path: string, node: Node, isTrue: boolean): boolean {
  // What is there is so with all that it is read from.
  const isPath = (part: Node): boolean => `${file.textOf(unwrap(part)).replaceAll("?.", ".")}.`.startsWith(`${path}.`);
  if (isPath(node)) return isTrue;
  if (node.type !== "BinaryExpression") return false;
  const { left, operator, right } = node;
  if (/^!==?$/u.test(operator) ? !isTrue : !/^===?$/u.test(operator) || isTrue)
    return isTrue && operator === "===" && left.type === "UnaryExpression" && left.operator === "typeof" && isPath(left.argument);
  return isPath(left) && /^(?:undefined|null)$/u.test(file.textOf(right));
}

/** `return;`, `{ …; throw new Error(); }` */
function leaves(statement: Node): boolean {
  return /^(?:Return|Throw|Continue|Break)Statement$/u.test(endOf(statement)?.type ?? "");
}

function endOf(statement: Node): Node | undefined {
  return statement.type === "BlockStatement" ? statement.body.at(-1) : statement;
}

const NEVER_RETURN = /exit|abort|fail|fatal|never|notfound|panic|redirect|throw|unreachable/iu;

/** Whether what follows a branch may never run after it: `process.exit(1)` gives `never`. */
function mayLeave(statement: Node): boolean {
  const end = endOf(statement);
  const call = end?.type === "ExpressionStatement" && end.expression.type === "CallExpression" && end.expression.callee;
  return leaves(statement) || (!!call && NEVER_RETURN.test(finalName(call) ?? ""));
}

/**
 * Whether a condition of the function asks for `Config.values.key`, and code behind it uses it: TypeScript knows more of a member since then, but
 * not of what a new call gives. The node itself counts, too, where the call may give nothing; who only asks again needs no more to be known.
 */
export function isNarrowed(file: FileView, node: Node, isItself: boolean): boolean {
  if (node.type !== "MemberExpression" && node.type !== "Identifier") return false;
  const scope = enclosingFunction(node) ?? file.program;
  const isAsked = (wanted: Node): boolean => {
    const text = file.textOf(wanted);
    if (file.textOf(scope).split(text).length <= 2) return false;
    const tests = testsOf(scope).filter((test) => namesIn(file.textOf(test), text).some((after) => !/^[.[]/u.test(after)));
    const uses = file.nodes(wanted.type).filter((each) => file.textOf(each) === text && !isOnlyAsked(each));
    return tests.some((test) => uses.some((use) => isBehind(file, test, use)));
  };
  if (isItself) return isAsked(node);
  for (let outer = rewrap(node); outer.parent?.type === "MemberExpression" && outer.parent.object === outer;) {
    if (outer.parent.computed) return false;
    outer = rewrap(outer.parent);
    if (isAsked(outer)) return true;
  }
  return false;
}

/** Whether TypeScript knows more of a member in an expression by a condition before it, which it would forget in a function. */
export function losesNarrowing(file: FileView, node: Node): boolean {
  const scope = enclosingFunction(node) ?? file.program;
  const plain = (part: Node) => file.textOf(part).replaceAll("?.", ".");
  const isTold = (test: Node, member: Node): boolean =>
    isBehind(file, test, node) && namesIn(plain(test), plain(member)).length > 0;
  if (node.type === "MemberExpression" && testsOf(scope).some((test) => isTold(test, node))) return true;
  return childrenOf(node).some((child) => losesNarrowing(file, child));
}

/** Whether code behind a condition, which knows what that said, uses a value for more than to ask for it, or to read a certain member of it. */
export function isUsedBehind(file: FileView, test: Node, value: Node, member?: string): boolean {
  if (value.type !== "MemberExpression" && value.type !== "Identifier") return false;
  const text = file.textOf(value);
  const isRead = ({ parent }: Node): boolean => parent?.type === "MemberExpression" && memberName(parent) === member;
  const isUse = (each: Node): boolean =>
    file.textOf(each) === text && !isOnlyAsked(each) && (member === undefined || !isRead(each));
  const { parent } = test;
  const isCondition = member === undefined || /^(?:If|While|Logical|Conditional)/u.test(parent?.type ?? "");
  if (isCondition && file.nodes(value.type).some((each) => isBehind(file, test, each) && isUse(each))) return true;
  const isPart = parent?.type === "LogicalExpression" || (parent?.type === "UnaryExpression" && parent.operator === "!");
  return isPart && isUsedBehind(file, parent, value, member);
}

/** Whether a place knows what a condition said. */
function isBehind(file: FileView, test: Node, { range: [start, end] }: Node): boolean {
  return start >= test.range[1] && end <= (reachOf(test) ?? file.program).range[1];
}

/** Where code knows what a condition said: not behind `a && b`, `a ? b : c` and an `if` that goes on, nor outside of the function. */
function reachOf(test: Node): Node | undefined {
  const { parent } = test;
  const isOver =
    parent?.type === "IfStatement"
      ? ![parent.consequent, parent.alternate].some((branch) => branch && mayLeave(branch))
      : parent && /^(?:Logical|Conditional)Expression$/u.test(parent.type);
  return isOver ? parent : enclosingFunction(test);
}

/** Whether code asks no more of a value than whether it is true, or the same as another. */
function isOnlyAsked(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  switch (parent?.type) {
    case "UnaryExpression":
      return parent.operator === "!";
    case "BinaryExpression":
      return /^[!=]==?$/u.test(parent.operator);
    case "LogicalExpression":
      return parent.operator !== "??" && isOnlyAsked(parent);
    case "CallExpression":
      return assertedBy(parent) === outer;
    default:
      return parent !== undefined && parent.type !== "SwitchCase" && "test" in parent && parent.test === outer;
  }
}

const testsOf = oncePer((scope: Node): readonly Node[] => [...testsIn(scope)]);

/** The conditions in a node, those that a call asserts among them. */
function* testsIn(node: Node): Generator<Node> {
  if ("test" in node && node.test) yield node.test;
  if (node.type === "LogicalExpression") yield node.left;
  const asserted = node.type === "CallExpression" ? assertedBy(node) : undefined;
  if (asserted) yield asserted;
  for (const child of childrenOf(node)) yield* testsIn(child);
}

/** What a call asserts: `assert(key)`. */
function assertedBy({ callee, arguments: [first] }: TSESTree.CallExpression): Node | undefined {
  return /^(?:assert\w*|invariant|ok)$/u.test(finalName(callee) ?? "") ? first : undefined;
}

/** What follows each place where a text has another one between the borders of words, but for calls. */
function namesIn(text: string, part: string): string[] {
  const parts = text.split(part);
  return parts.slice(1).filter((after, index) => !/[\w$]$/u.test(parts[index] ?? "") && !/^[\w$(]/u.test(after));
}

/** `error.message` is a text where `error` is surely an error, or was caught: without a type else. So is the name of a class. */
export function kindOfMember(file: FileView, value: Node): Kind | undefined {
  const object = value.type === "MemberExpression" && !value.optional ? unwrap(value.object) : undefined;
  if (object?.type !== "Identifier") return undefined;
  const name = memberName(value as TSESTree.MemberExpression);
  const declared = file.variableOf(object)?.defs[0];
  if (name === "name" && (declared?.type as string | undefined) === "ClassName") return "string";
  if (name !== "message") return undefined;
  const holder = (value as TSESTree.MemberExpression).object;
  if (isCast(holder) && !isErrorType(holder.typeAnnotation)) return undefined;
  const stated = plainName(annotationOfName(file, object));
  const isGlobalError =
    !!stated && /^(?:Eval|Range|Reference|Syntax|Type|URI)?Error$/u.test(stated.name) && !file.variableOf(stated);
  if (isGlobalError || isSurelyError(file, object) || isSurelyText(file, value)) return "string";
  return (declared?.type as string | undefined) === "CatchClause" && !isAskedForMembers(file, object) ? "string" : undefined;
}

/** `Error`, `HttpError`, `any`. */
function isErrorType(type: TSESTree.TypeNode): boolean {
  return type.type === "TSAnyKeyword" || /(?:Error|Exception)$/u.test(plainName(type)?.name ?? "");
}

/** What is only known to have a member, by `"message" in error`, has an unknown one. */
function isAskedForMembers(file: FileView, name: TSESTree.Identifier): boolean {
  const isAsked = ({ parent }: Node): boolean => parent?.type === "BinaryExpression" && parent.operator === "in";
  return file.variableOf(name)?.references.some(({ identifier }) => isAsked(identifier)) ?? false;
}
