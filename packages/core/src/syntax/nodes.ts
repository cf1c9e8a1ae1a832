/** Small questions about single ESTree nodes. */
import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys } from "@typescript-eslint/visitor-keys";

/** Any node of the tree. */
export type Node = TSESTree.Node;

/** The direct children of a node, in the order of its type's visitor keys. */
export function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, unknown>)[key];
    return (Array.isArray(child) ? child : [child]).filter(isNode);
  });
}

/** Whether what is in a field of a node is one. */
export function isNode(value: unknown): value is Node {
  return typeof (value as Node | null | undefined)?.type === "string";
}

/** `null` or `undefined`, as written. */
export function isNothing(node: Node): boolean {
  return (node.type === "Literal" && node.raw === "null") || (node.type === "Identifier" && node.name === "undefined");
}

/** Whether names keep the values that they are declared with: those of `const` and `using`. */
export function keepsValue({ kind }: TSESTree.VariableDeclaration): boolean {
  return kind !== "let" && kind !== "var";
}

/** What an expression may give: the sides of choices. */
export function resultsOf(node: Node): readonly Node[] {
  const inner = unwrap(node);
  if (inner.type === "ConditionalExpression") return [...resultsOf(inner.consequent), ...resultsOf(inner.alternate)];
  return inner.type === "LogicalExpression" ? [...resultsOf(inner.left), ...resultsOf(inner.right)] : [inner];
}

/** The value of a string literal, or of a template literal without expressions. */
export function stringValue(node: Node | null | undefined): string | undefined {
  if (!node) return undefined;
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The name of the property that a member expression reads; undefined if it is computed at run time. */
export function memberName(node: TSESTree.MemberExpression): string | undefined {
  if (!node.computed) {
    return node.property.type === "PrivateIdentifier" ? `#${node.property.name}` : node.property.name;
  }
  return stringValue(node.property);
}

/** The last name of `x` and of `a.b.x`; undefined for any other expression, and for a member that is computed at run time. */
export function finalName(expression: Node): string | undefined {
  const node = unwrap(expression);
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? memberName(node) : undefined;
}

/** Whether a node is `x as T` or `<T>x`. */
export function isCast(node: Node | undefined): node is TSESTree.TSAsExpression | TSESTree.TSTypeAssertion {
  return node?.type === "TSAsExpression" || node?.type === "TSTypeAssertion";
}

/** The name of a property, method, field, enum member or type member. */
export function keyName(node: { readonly key: Node; readonly computed?: boolean }): string | undefined {
  if (node.key.type === "PrivateIdentifier") return `#${node.key.name}`;
  if (!node.computed && node.key.type === "Identifier") return node.key.name;
  if (node.key.type === "Literal") return String(node.key.value);
  return stringValue(node.key);
}

/** A name, and the node that says it. */
export interface GivenName {
  readonly name: string;
  readonly node: Node;
}

/** The name that a function has by itself or by what it is given to. */
export function functionName(owner: FunctionNode): string | undefined {
  return owner.id?.name ?? givenName(owner)?.name;
}

/** The name that a value has by what it is given to: a variable, a member, a field. */
export function givenName(value: Node): GivenName | undefined {
  const outer = rewrap(value);
  const parent = outer.parent as Node;
  if ("key" in parent) {
    const name = "value" in parent && parent.value === outer ? keyName(parent) : undefined;
    return name === undefined ? undefined : { name, node: parent.key };
  }
  const isAssigned = parent.type === "AssignmentExpression" && parent.right === outer;
  const isDeclared = parent.type === "VariableDeclarator" && parent.init === outer;
  const target = isAssigned ? unwrap(parent.left) : isDeclared ? parent.id : undefined;
  const name = target && finalName(target);
  return name === undefined || !target
    ? undefined
    : { name, node: target.type === "MemberExpression" ? target.property : target };
}

/** The identifier that a parameter declares, behind a default or as a field of the class: `private x = 1`. */
export function parameterIdentifier(parameter: Node): TSESTree.Identifier | undefined {
  if (parameter.type === "AssignmentPattern") return parameterIdentifier(parameter.left);
  if (parameter.type === "TSParameterProperty") return parameterIdentifier(parameter.parameter);
  return parameter.type === "Identifier" ? parameter : undefined;
}

/** The name in `{ a as b }`, which is an identifier or a string literal. */
export function moduleExportName(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}

/** A class field with its value, be it plain or an `accessor`. */
export type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

/** Whether a node is a class field, plain or an `accessor`; one that is `abstract` has no value and is none. */
export function isField(node: Node | null | undefined): node is Field {
  return node?.type === "PropertyDefinition" || node?.type === "AccessorProperty";
}

/** A class field, or what only says that there is one. */
export type DeclaredField = Field | TSESTree.TSAbstractPropertyDefinition | TSESTree.TSAbstractAccessorProperty;

/** Whether a node is a class field, or only says that there is one: `abstract readonly id: string`. */
export function isDeclaredField(node: Node | null | undefined): node is DeclaredField {
  return isField(node) || node?.type === "TSAbstractPropertyDefinition" || node?.type === "TSAbstractAccessorProperty";
}

const WRAPPERS = new Set([
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "ChainExpression",
  "ParenthesizedExpression",
]);

/** Whether the node only wraps its expression: casts, `!`, `satisfies`, a chain, parentheses. */
export function isWrapper(node: Node): node is Node & { readonly expression: TSESTree.Expression } {
  return WRAPPERS.has(node.type);
}

/** The expression inside casts, `!`, `satisfies`, chains, and `(0, x)`; `isKept`: the kinds of these that are not taken off. */
export function unwrap(node: Node, isKept?: (type: Node["type"]) => boolean): Node {
  let inner = node;
  for (;;) {
    if (isWrapper(inner) && !isKept?.(inner.type)) inner = inner.expression;
    else if (inner.type === "SequenceExpression" && isIndirection(inner)) inner = inner.expressions.at(-1) as Node;
    else return inner;
  }
}

/** `(0, x.y)`, which calls a method without `this`. */
function isIndirection(node: TSESTree.SequenceExpression): boolean {
  return node.expressions.slice(0, -1).every((part) => part.type === "Literal");
}

/** The outermost node that only wraps this one; the node itself if nothing does. */
export function rewrap(node: Node): Node {
  let outer = node;
  while (
    outer.parent &&
    (isWrapper(outer.parent) ||
      (outer.parent.type === "SequenceExpression" && isIndirection(outer.parent) && outer.parent.expressions.at(-1) === outer))
  ) {
    outer = outer.parent;
  }
  return outer;
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
/** A function with a body. */
export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

/** Whether the node is a function with a body. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return !!node && FUNCTIONS.has(node.type);
}

/** The innermost function whose body or parameters contain the node; undefined at the top level. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at;
  return undefined;
}

/** The call or construction that a node is, or that it awaits. */
export function callIn(node: Node): TSESTree.CallExpression | TSESTree.NewExpression | undefined {
  const call = unwrap(node.type === "AwaitExpression" ? node.argument : node);
  return call.type === "CallExpression" || call.type === "NewExpression" ? call : undefined;
}

/** The function that returns the node. */
export function returningFunction(node: Node): FunctionNode | undefined {
  const { parent } = node;
  if (parent?.type === "ArrowFunctionExpression" && parent.body === node) return parent;
  return parent?.type === "ReturnStatement" ? enclosingFunction(parent) : undefined;
}

/** The innermost class whose body contains the node. */
export function enclosingClass(node: Node): TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.type === "ClassBody") return at.parent;
  return undefined;
}

/** The statement (or class member) that contains the node. */
export function enclosingStatement(node: Node): Node {
  let at: Node = node;
  while (at.parent && !isStatementList(at.parent)) at = at.parent;
  return at;
}

function isStatementList(node: Node): boolean {
  return (
    node.type === "Program" ||
    node.type === "BlockStatement" ||
    node.type === "StaticBlock" ||
    node.type === "SwitchCase" ||
    node.type === "TSModuleBlock" ||
    node.type === "ClassBody"
  );
}

const IN_TYPES = new Set(["TSTypeQuery", "TSTypeReference", "TSImportType", "TSInterfaceHeritage", "TSClassImplements"]);

/** Whether the node is part of a type: an annotation, a `typeof x` query, the heritage of an interface. */
export function isInType(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (IN_TYPES.has(at.type)) return true;
    if (at.type.endsWith("Statement") || at.type.endsWith("Declaration") || isFunction(at)) return false;
  }
  return false;
}

/** The list, or an empty one: JavaScript parsers may leave out what typescript-eslint's trees always have (decorators, `implements`). */
export function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return list ?? [];
}

/** The innermost node that holds a range. */
export function innermostNode(program: Node, [start, end]: readonly [number, number]): Node {
  let found = program;
  for (let next: Node | undefined = program; next; found = next ?? found)
    next = childrenOf(found).find(({ range }) => range[0] <= start && end <= range[1]);
  return found;
}

/** All identifiers inside a node, and the node itself if it is one. */
export function identifiersIn(node: Node): TSESTree.Identifier[] {
  return nodesIn(node, (each) => each.type === "Identifier");
}

/** The range of a name without its type annotation. */
export function nameRange(node: Node): [start: number, end: number] {
  return [node.range[0], node.type === "Identifier" ? node.range[0] + node.name.length : node.range[1]];
}

/** A class declaration or expression. */
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Whether a node is a class. */
export function isClass(node: Node | null | undefined): node is ClassNode {
  return node?.type === "ClassDeclaration" || node?.type === "ClassExpression";
}

/** What has statements in a list, by type. */
export const HOLDS_STATEMENTS = /^(?:Program|BlockStatement|StaticBlock|SwitchCase|TSModuleBlock)$/u;

/** The class of whose instances, or the object of a `const`, in whose method `this` is. */
export function ownerOfThis(node: Node): Node | undefined {
  let owner = enclosingFunction(node);
  while (owner?.type === "ArrowFunctionExpression") owner = enclosingFunction(owner);
  const object = owner?.parent.type === "Property" && owner.parent.value === owner ? owner.parent.parent : undefined;
  if (object) return rewrap(object).parent?.type === "VariableDeclarator" ? object : undefined;
  return owner && owner.parent.type !== "MethodDefinition" ? undefined : enclosingClass(node);
}

/** Whether `this` at a node is a class itself. */
export function isInStatic(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent)
    if (at.parent?.type === "ClassBody") return at.type === "StaticBlock" || ("static" in at && at.static);
  return false;
}

/** A node and those inside it that are meant. */
export function nodesIn<T extends Node>(node: Node, isMeant: (each: Node) => each is T): T[] {
  return [...(isMeant(node) ? [node] : []), ...childrenOf(node).flatMap((child) => nodesIn(child, isMeant))];
}
