import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { importedValue, type StatedType } from "../callees.js";
import type { FileView } from "../file-view.js";
import { ownModule } from "../module-view.js";
import {
  enclosingClass,
  enclosingFunction,
  isField,
  isWrapper,
  keyName,
  memberName,
  type Node,
  rewrap,
  finalName,
  isCast,
  unwrap,
} from "../../syntax/nodes.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";
import { localAliasOf, originOf } from "../origins.js";
import { isVisibleToOthers } from "../own-exports.js";
import { isConstType, lastNameOf } from "./type-parts.js";

/** Calls whose result gets its type from the argument and is changed later. */
const STATE = new Set(
  (
    "useState useReducer useRef useImmer useLocalObservable ref shallowRef reactive signal createSignal atom writable " +
    "proxy observable produce createSlice createReducer createStore defineStore defineComponent reduce reduceRight " +
    "BehaviorSubject Set Map fn"
  ).split(" "),
);
/** Members of objects whose function makes a state: `data() { … }` of Vue, `state: () => …` of Pinia. */
const STATES = new Set(["data", "state", "initialState"]);
/** Members of arrays, sets and maps that take further elements or keys. */
const TAKING = /^(?:push|unshift|splice|concat|fill|with|includes|indexOf|lastIndexOf|add|has|delete|set|get)$/u;

/** Why the new type of a value may be wrong in the places that the value reaches; undefined if it is safe. */
export type Doubt = string | undefined;

/** Nodes that a value is a part or a branch of. */
const PASSING = new Set(["Property", "ObjectExpression", "ArrayExpression", "ConditionalExpression", "LogicalExpression"]);

type Cast = TSESTree.TSAsExpression | TSESTree.TSTypeAssertion;

function isConst({ typeAnnotation: type }: Cast): boolean {
  return isConstType(type);
}

function isOpen({ typeAnnotation: type }: Cast): boolean {
  return type.type === "TSAnyKeyword" || type.type === "TSUnknownKeyword" || type.type === "TSNeverKeyword";
}

/**
 * Why a variable can't silently become an ID: other code gets its type from the variable and also takes plain strings.
 * `isText`: the variable's type was the literal type of its text.
 */
export function doubtOfUses(file: FileView, variable: Variable, isText: boolean): Doubt {
  const { name } = variable;
  for (const reference of variable.references) {
    const node = reference.identifier as Node;
    if (reference.isWriteOnly()) continue;
    if (reference.isTypeReference || isAskedForType(node)) return `a type is taken from ${name}`;
    const value = valueOf(node);
    const doubt = isKey(value, isText) ? `${name} is used as a key` : doubtOfUse(file, value, name);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** `typeof value`, `typeof value.type` in a type. */
function isAskedForType({ parent }: Node): boolean {
  return parent?.type === "TSTypeQuery" || (parent?.type === "TSQualifiedName" && isAskedForType(parent));
}

/** `object[value]`, `{ [value]: … }`, for a text; any string, and no ID, may be the key of an object on the spot: `{ … }[value]`. */
function isKey(value: Node, isText: boolean): boolean {
  const parent = value.parent as Node;
  if (parent.type === "MemberExpression")
    return parent.property === value && parent.computed && (isText || parent.object.type === "ObjectExpression");
  return isText && parent.type === "Property" && parent.key === value && parent.computed;
}

function doubtOfUse(file: FileView, value: Node, name: string): Doubt {
  const parent = value.parent as Node;
  switch (parent.type) {
    case "Property":
      return parent.value === value ? doubtOfHolder(file, parent.parent, name) : undefined;
    case "ArrayExpression":
      return doubtOfHolder(file, parent, name);
    case "TSAsExpression":
    case "TSTypeAssertion":
    case "VariableDeclarator":
    case "AssignmentPattern":
    case "PropertyDefinition":
    case "AccessorProperty":
      return `other code takes its type from ${name}`;
    case "CallExpression":
    case "NewExpression":
      return parent.callee !== value && !parent.typeArguments && STATE.has(finalName(parent.callee) ?? "")
        ? `${finalName(parent.callee)} takes its type from ${name}`
        : undefined;
    default: {
      const giver = functionGiving(value);
      const member = giver && isMocked(giver) ? giver.parent : giver;
      return member?.parent?.type === "Property" ? doubtOfHolder(file, member, name) : undefined;
    }
  }
}

/** The outermost expression that passes the value on: `!`, parentheses, branches. A cast does not. */
function valueOf(use: Node): Node {
  let node = use;
  for (let parent = node.parent; parent; parent = node.parent) {
    const passes =
      parent.type === "TSNonNullExpression" ||
      parent.type === "TSSatisfiesExpression" ||
      parent.type === "AwaitExpression" ||
      parent.type === "LogicalExpression" ||
      (parent.type === "ConditionalExpression" && parent.test !== node) ||
      (parent.type === "TSAsExpression" && parent.typeAnnotation.type === "TSStringKeyword");
    if (!passes) return node;
    node = parent;
  }
  return node;
}

interface Holding {
  readonly seen?: ReadonlySet<Variable>;
  /** Whether the new type is that of the text which was there, so that a cast takes it. */
  readonly isExact?: boolean;
}

/** Why an object or array literal can't silently contain an ID: it is cast, changed, or searched for plain strings later. */
export function doubtOfHolder(
  file: FileView,
  literal: Node,
  name: string,
  { seen = new Set(), isExact = false }: Holding = {},
): Doubt {
  let node = literal;
  for (let parent = node.parent; parent; parent = node.parent) {
    if (isCast(parent)) {
      // A cast is only allowed while both types are comparable, and the new type of a part may end that.
      if (!isConst(parent))
        return isExact || isOpen(parent) ? undefined : `${name} is part of what is cast to ${file.textOf(parent.typeAnnotation)}`;
    } else if ((parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee !== node) {
      const callee = finalName(parent.callee) ?? "";
      if (parent.typeArguments || !STATE.has(callee)) return undefined;
      if (callee !== "Set" && callee !== "Map") return `${callee} takes its type from ${name}`;
    } else if (!PASSING.has(parent.type) && !isWrapper(parent)) {
      const giver = functionGiving(node);
      if (giver?.parent?.type === "Property" && STATES.has(keyName(giver.parent) ?? ""))
        return `a state takes its type from ${name}`;
      if (giver?.parent?.type !== "Property" && !(giver && isMocked(giver))) break;
      parent = giver;
    }
    node = parent;
  }
  const parent = node.parent as Node;
  if (isTaking(parent, node)) return "it is given or asked for other texts";
  if (isField(parent)) {
    if (parent.typeAnnotation || (parent.readonly && !isChangedInside(file, keyName(parent)))) return undefined;
    return "a field takes its type from it";
  }
  if (parent.type !== "VariableDeclarator" || parent.init !== node || parent.id.type !== "Identifier" || parent.id.typeAnnotation)
    return undefined;
  const holder = file.variableOf(parent.id);
  // What is read from an object elsewhere is still a text; a list is also asked for its elements.
  if (holder && literal.type === "ArrayExpression" && isVisibleToOthers(file, holder))
    return `other files may use ${holder.name}`;
  return holder && !seen.has(holder) ? doubtOfChanges(file, holder, new Set([...seen, holder])) : undefined;
}

/**
 * Why an expression can't silently get a narrower type: a place that takes its type from it is given other texts, or may be; `others`: also by
 * other files, to which it goes in an object or as what a function gives.
 */
export function doubtOfNarrower(file: FileView, expression: Node, others: boolean): Doubt {
  const value = valueOf(expression);
  const parent = value.parent as Node;
  switch (parent.type) {
    case "VariableDeclarator": {
      const variable = parent.id.type === "Identifier" && !parent.id.typeAnnotation ? file.variableOf(parent.id) : undefined;
      if (!variable) return undefined;
      const { name, references } = variable;
      if (references.some((reference) => reference.isWrite() && !reference.init)) return `${name} is assigned again`;
      const reads = references.map(({ identifier }) => identifier);
      return doubtOfUses(file, variable, false) ?? (others ? doubtOfOthers(file, ...reads) : undefined);
    }
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.typeAnnotation || parent.readonly ? undefined : "a field takes its type from it";
    case "AssignmentPattern":
      return isAnnotated(parent) ? undefined : "a parameter takes its type from it";
    case "BinaryExpression":
      return /^[!=]==?$/u.test(parent.operator) ? "it is compared with another text" : undefined;
    case "TSAsExpression":
    case "TSTypeAssertion":
      return undefined;
    default: {
      const called = functionGiving(value)?.parent;
      if (called?.type === "CallExpression" && /^(?:fn|mock|useState|useRef)$/u.test(finalName(called.callee) ?? ""))
        return `${finalName(called.callee)} takes its type from it`;
      return doubtOfUse(file, value, "it") ?? (others ? doubtOfOthers(file, expression) : undefined);
    }
  }
}

/** Whether other files may take a type from expressions: from a part of what is exported, or from what a function gives. */
function doubtOfOthers(file: FileView, ...expressions: readonly Node[]): Doubt {
  for (const expression of expressions) {
    let node = expression;
    for (let next: Node | undefined = node; next; next = functionGiving(node) ?? wholeOf(node)) node = next;
    const holder = node === expression ? undefined : holderOf(file, node);
    if (holder && isVisibleToOthers(file, holder)) return `other files may use ${holder.name}`;
  }
  return undefined;
}

/** The object or list, or a member of it, of which an expression is all of a part's value; another branch may be any text. */
function wholeOf(node: Node): Node | undefined {
  const { parent } = node;
  const isPart =
    parent?.type === "Property" ? parent.value === node : /^(?:Object|Array|TSSatisfies)Expression$/u.test(parent?.type ?? "");
  return isPart ? parent : undefined;
}

/** What has a value whose type nothing states: a variable, a function, or the class of a member. */
function holderOf(file: FileView, node: Node): Variable | undefined {
  const parent = node.parent as Node;
  if (parent.type === "VariableDeclarator")
    return parent.id.type === "Identifier" && !parent.id.typeAnnotation ? file.variableOf(parent.id) : undefined;
  const isMember = (parent.type === "MethodDefinition" || isField(parent)) && parent.accessibility !== "private";
  const owner = node.type === "FunctionDeclaration" ? node : isMember ? enclosingClass(node) : undefined;
  return owner?.id ? file.findVariable(owner.id.name, owner.parent) : undefined;
}

/** Whether a pattern around a default states its type. */
function isAnnotated(pattern: TSESTree.AssignmentPattern): boolean {
  for (let at: Node | undefined = pattern.left; at; at = at.parent) {
    if ("typeAnnotation" in at && at.typeAnnotation) return true;
    if (!/^(?:Identifier|AssignmentPattern|Property|ObjectPattern|ArrayPattern)$/u.test(at.type)) return false;
  }
  return false;
}

/** The function that gives an expression and does not state what it gives. */
function functionGiving(node: Node): Node | undefined {
  const { parent } = node;
  const giver =
    parent?.type === "ReturnStatement"
      ? enclosingFunction(parent)
      : parent?.type === "ArrowFunctionExpression" && parent.body === node
        ? parent
        : undefined;
  return giver && !giver.returnType ? giver : undefined;
}

/** `vi.fn(() => …)` takes from the function what `mockReturnValue` may give. */
function isMocked({ parent }: Node): boolean {
  return parent?.type === "CallExpression" && finalName(parent.callee) === "fn";
}

/** Whether an expression's elements are added to, or asked for: `[…].includes(x)`. */
function isTaking(member: Node, object: Node): boolean {
  return (
    member.type === "MemberExpression" &&
    member.object === object &&
    TAKING.test(memberName(member) ?? "") &&
    member.parent.type === "CallExpression" &&
    member.parent.callee === member &&
    member.parent.arguments.length > 0
  );
}

/** Whether a part of what a field holds is set: `this.state.status = …`. */
function isChangedInside(file: FileView, name: string | undefined): boolean {
  return file.nodes("AssignmentExpression").some(({ left }) => {
    let at: Node = left;
    while (at.type === "MemberExpression" && at.object.type === "MemberExpression") at = at.object;
    return at !== left && at.type === "MemberExpression" && at.object.type === "ThisExpression" && memberName(at) === name;
  });
}

/** The function of an object literal that gives an expression and takes its result's type from it: `{ get: () => expression }`. */
export function giverOf(node: Node): Node | undefined {
  const giver = functionGiving(node);
  return giver?.parent?.type === "Property" ? giver : undefined;
}

/** Why a variable's content can't silently change its type: its members are written, or methods add to it or search it. */
function doubtOfChanges(file: FileView, holder: Variable, seen: ReadonlySet<Variable>): Doubt {
  for (const reference of holder.references) {
    if (reference.init) continue;
    const node = reference.identifier as Node;
    if (reference.isWrite()) return `${holder.name} is assigned again`;
    if (reference.isTypeReference || isAskedForType(node)) return `a type is taken from ${holder.name}`;
    const end = chainEnd(node);
    const parent = end.parent as Node;
    if (end !== node && parent.type === "AssignmentExpression" && parent.left === end) return `${holder.name} is changed later`;
    if (end.type === "MemberExpression" && isTaking(end, end.object)) return `${holder.name} is given or asked for other texts`;
    const passed = end === node ? doubtOfPassed(file, node, holder.name, seen) : undefined;
    if (passed !== undefined) return passed;
  }
  return undefined;
}

/** Why what an object becomes by its name can't silently change its type: a copy is changed, or a state is made of it. */
function doubtOfPassed(file: FileView, use: Node, name: string, seen: ReadonlySet<Variable>): Doubt {
  const parent = use.parent as Node;
  const isPart = parent.type === "SpreadElement" || (parent.type === "Property" && parent.value === use);
  if (isPart && parent.parent.type === "ObjectExpression") return doubtOfHolder(file, parent.parent, name, { seen });
  return /^(?:Call|New)Expression$/u.test(parent.type) ? doubtOfUse(file, use, name) : undefined;
}

function chainEnd(node: Node): Node {
  let at = rewrap(node);
  while (at.parent?.type === "MemberExpression" && at.parent.object === at) at = rewrap(at.parent);
  return at;
}

/** The variable and the value of a name that is a `const` with exactly one value. */
export function constantValue(
  file: FileView,
  identifier: Node,
): { readonly variable: Variable; readonly value: Node } | undefined {
  const variable = identifier.type === "Identifier" ? file.variableOf(identifier) : undefined;
  const alias = variable && localAliasOf(file, variable);
  return variable && alias?.path.length === 0 ? { variable, value: alias.value } : undefined;
}

/** What functions of the language and of browsers take: the types of their parameters. */
const TAKEN_BY_GLOBALS: readonly (readonly [RegExp, ...string[]])[] = [
  [/^(?:(?:Eval|Range|Reference|Syntax|Type|URI)?Error|(?:Number\.)?parse(?:Int|Float)|JSON\.parse)$/u, "string"],
  [/^(?:(?:de|en)codeURI(?:Component)?|atob|btoa)$/u, "string"],
  [/^Date$/u, "string | number | Date"],
  [/^URL$/u, "string | URL", "string | URL | undefined"],
  [/^Math\.(?:abs|ceil|floor|round|sign|sqrt|trunc|max|min|pow)$/u, "number", "number"],
  [/^Object\.(?:keys|values|entries)$/u, "object"],
  [/^(?:local|session)Storage\.(?:get|set|remove)Item$/u, "string", "string"],
  [/^fetch$/u, "RequestInfo | URL", "RequestInit | undefined"],
  [/^set(?:Timeout|Interval)$/u, "TimerHandler", "number | undefined"],
];

/** The type that a global function states for an argument; undefined where that is not known. */
export function takenByGlobal(file: FileView, callee: Node, index: number): string | undefined {
  const global = originOf(file, callee);
  if (!global || global.reference) return undefined;
  const name = global.path.slice(GLOBAL_OBJECT_NAMES.has(global.path[0] ?? "") ? 1 : 0).join(".");
  return TAKEN_BY_GLOBALS.find(([names]) => names.test(name))?.[index + 1] as string | undefined;
}

/** What `createContext<Client>(…)` states for `useContext(ClientContext)`, or `use(…)`, of React. */
export function givenByContext(file: FileView, call: TSESTree.CallExpression): StatedType | undefined {
  const [context] = call.arguments;
  return context && /^use(?:Context)?$/u.test(finalName(call.callee) ?? "") ? heldByContext(file, context) : undefined;
}

/** What `createContext<Client>(…)` states for `React.ContextType<typeof ClientContext>`; all other types are what they are. */
export function behindContext(file: FileView, stated: StatedType): StatedType {
  const { module, type } = stated;
  const isOfContext =
    type.type === "TSTypeReference" && module === ownModule(file) && lastNameOf(type.typeName) === "ContextType";
  const [asked] = (isOfContext && type.typeArguments?.params) || [];
  return (asked?.type === "TSTypeQuery" && heldByContext(file, asked.exprName)) || stated;
}

function heldByContext(file: FileView, context: Node): StatedType | undefined {
  const own = constantValue(file, context)?.value;
  const { module, node } = (own ? { module: ownModule(file), node: own } : importedValue(file, context)) ?? {};
  const made = node && unwrap(node);
  const [type] =
    (made?.type === "CallExpression" && finalName(made.callee) === "createContext" && made.typeArguments?.params) || [];
  return module && type && { module, type };
}
