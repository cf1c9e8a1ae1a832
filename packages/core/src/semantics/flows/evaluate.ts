/** Says by which ways an expression or a type gives the traced value. */
import type { TSESTree } from "@typescript-eslint/types";
import {
  enclosingClass,
  type FunctionNode,
  isField,
  isFunction,
  keyName,
  memberName,
  type Node,
  unwrap,
  finalName,
} from "../../syntax/nodes.js";
import { hasMember } from "../field-aliases.js";
import type { ModuleReference } from "../module-reference.js";
import {
  type FlowState,
  afterAnyMember,
  afterStep,
  beforeStep,
  CALL,
  ELEMENT,
  INSIDE,
  isInside,
  NEW,
  NOWHERE,
  union,
  type Ways,
} from "./flow-state.js";

const MOST_DEPTH = 60;
/** Functions that give what the function they get gives, or the very thing. */
const PASSING = /^(?:once|memo|memoi[sz]e|lazy|cached?|singleton|resolve|freeze|seal|assign|useMemo|readonly|markRaw)$/iu;
/** Types around a type that give what it gives. */
const TRANSPARENT = new Set([
  "Promise",
  "PromiseLike",
  "Awaited",
  "Readonly",
  "Required",
  "Partial",
  "NonNullable",
  "Omit",
  "Pick",
  "Ref",
]);
const LISTS = new Set(["Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable"]);

/** The ways by which an expression gives the value. */
export function waysOf(state: FlowState, expression: Node | null | undefined, depth = 0): Ways {
  if (!expression || depth > MOST_DEPTH) return NOWHERE;
  const node = unwrap(expression);
  return state.remember(node, () => waysOfNode(state, node, depth));
}

function waysOfNode(state: FlowState, node: Node, depth: number): Ways {
  const { file } = state;
  const inner = (child: Node | null | undefined): Ways => waysOf(state, child, depth + 1);
  const reference = file.moduleReferenceAt(node);
  if (reference) return waysOfModule(state, reference);
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier":
      return waysOfName(state, node);
    case "MemberExpression":
      return waysOfMember(state, node, inner);
    case "JSXMemberExpression":
      return afterStep(inner(node.object), node.property.name);
    case "CallExpression":
      return waysOfCall(node, inner);
    case "NewExpression":
      return union(
        afterStep(node.callee.type === "ThisExpression" ? waysOfThisClass(state, node.callee) : inner(node.callee), NEW),
        node.arguments.some((argument) => isGiven(argument, inner)) ? INSIDE : NOWHERE,
      );
    case "AwaitExpression":
      return inner(node.argument);
    case "ObjectExpression":
      return union(...node.properties.map((property) => waysOfProperty(property, inner)));
    case "ArrayExpression":
      return beforeStep(ELEMENT, union(...node.elements.map(inner)));
    case "ConditionalExpression":
      return union(inner(node.consequent), inner(node.alternate));
    case "LogicalExpression":
      return union(inner(node.left), inner(node.right));
    case "AssignmentExpression":
      return union(inner(node.right), node.operator === "=" ? NOWHERE : inner(node.left));
    case "SequenceExpression":
      return inner(node.expressions.at(-1));
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      return waysOfFunction(state, node);
    case "ClassExpression":
    case "ClassDeclaration":
      return waysOfClass(state, node);
    default:
      return NOWHERE;
  }
}

function waysOfModule(state: FlowState, { specifier }: ModuleReference): Ways {
  return state.environment.exportWays(state.file.modules.resolve(state.file.path, specifier), "*");
}

function waysOfName(state: FlowState, node: TSESTree.Identifier | TSESTree.JSXIdentifier): Ways {
  const { file, environment } = state;
  const variable = file.variableOf(node);
  if (!variable) {
    const global = file.modules.autoImports(file.path).get(node.name)?.();
    return global ? environment.exportWays(global.module, global.name) : NOWHERE;
  }
  const imported = file.importedName(variable);
  if (!imported) return state.variable(variable);
  const module = file.modules.resolve(file.path, imported.reference.specifier);
  return environment.exportWays(module, imported.imported);
}

/** Whether a constructor gets the value itself, or what gives it. */
function isGiven(argument: Node, inner: (node: Node) => Ways): boolean {
  return [...passed(argument, inner)].some((way) => !isInside(way));
}

/** `new this()` in a static method. */
function waysOfThisClass(state: FlowState, node: Node): Ways {
  const id = enclosingClass(node)?.id;
  return id ? waysOfName(state, id) : NOWHERE;
}

function waysOfMember(state: FlowState, node: TSESTree.MemberExpression, inner: (node: Node) => Ways): Ways {
  const name = memberName(node);
  const object = unwrap(node.object);
  if (object.type === "ThisExpression" || object.type === "Super") {
    const owner = enclosingClass(object);
    if (!owner || name === undefined) return NOWHERE;
    return union(state.field(owner.body, name), afterStep(afterStep(inheritedWays(state, owner), NEW), name));
  }
  const ways = inner(object);
  if (name === undefined) return afterAnyMember(ways);
  // `f.bind(x)` is f.
  return name === "bind" ? union(ways, afterStep(ways, name)) : afterStep(ways, name);
}

function waysOfCall({ callee, arguments: given }: TSESTree.CallExpression, inner: (node: Node) => Ways): Ways {
  const called = unwrap(callee);
  const member = finalName(called);
  const result = afterStep(inner(called), CALL);
  if (member === undefined) return result;
  if (called.type === "MemberExpression") {
    if (member === "call" || member === "apply") return union(result, afterStep(inner(called.object), CALL));
    if (member === "bind") return union(result, inner(called.object));
    if (member === "then") return result;
  }
  return PASSING.test(member) ? union(result, ...given.map((argument) => passed(argument, inner))) : result;
}

/** `once(() => new X())` gives the function that gives it; `Object.freeze(x)` gives x. */
function passed(argument: Node, inner: (node: Node) => Ways): Ways {
  return argument.type === "SpreadElement" ? NOWHERE : inner(argument);
}

function waysOfProperty(property: TSESTree.ObjectLiteralElement, inner: (node: Node) => Ways): Ways {
  if (property.type === "SpreadElement") return inner(property.argument);
  const name = keyName(property);
  const ways = inner(property.value);
  const given = property.kind === "get" ? afterStep(ways, CALL) : ways;
  return beforeStep(name ?? ELEMENT, given);
}

/** A function gives what it returns; one that returns the result of the traced function itself stands for it. */
function waysOfFunction(state: FlowState, node: FunctionNode): Ways {
  return beforeStep(CALL, state.result(node));
}

/** What a class, or its instances, give by members; a subclass of the value is the value. */
function waysOfClass(state: FlowState, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Ways {
  const { body } = node;
  const members = [...state.fieldsOf(body)].map(([name, ways]) => {
    const isHidden = name.startsWith("#") || hasMember(body, name, ["private", "protected"]);
    return beforeStep(NEW, isHidden ? INSIDE : beforeStep(name, ways));
  });
  const statics = body.body.flatMap((member) =>
    "static" in member && member.static ? [waysOfMemberOfClass(state, member)] : [],
  );
  const methods = body.body.flatMap((member) =>
    member.type === "MethodDefinition" && !member.static && member.kind !== "constructor"
      ? [beforeStep(NEW, waysOfMemberOfClass(state, member))]
      : [],
  );
  return union(inheritedWays(state, node), ...members, ...statics, ...methods);
}

function inheritedWays(state: FlowState, { superClass }: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Ways {
  return superClass ? waysOf(state, superClass) : NOWHERE;
}

function waysOfMemberOfClass(state: FlowState, member: TSESTree.ClassElement): Ways {
  if (!("key" in member)) return NOWHERE;
  const name = keyName(member);
  if (name === undefined) return NOWHERE;
  if (member.type === "MethodDefinition") {
    const ways = isFunction(member.value) ? waysOfFunction(state, member.value) : NOWHERE;
    return beforeStep(name, member.kind === "get" ? afterStep(ways, CALL) : ways);
  }
  if (!isField(member)) return NOWHERE;
  return beforeStep(name, union(waysOf(state, member.value), waysOfType(state, member.typeAnnotation)));
}

/** The ways by which a value of a type gives the traced value, which is of that type or inside. */
export function waysOfType(state: FlowState, type: Node | null | undefined, depth = 0): Ways {
  if (!type || depth > 8) return NOWHERE;
  const inner = (node: Node | null | undefined): Ways => waysOfType(state, node, depth + 1);
  switch (type.type) {
    case "TSTypeAnnotation":
      return inner(type.typeAnnotation);
    case "TSUnionType":
    case "TSIntersectionType":
      return union(...type.types.map(inner));
    case "TSArrayType":
      return beforeStep(ELEMENT, inner(type.elementType));
    case "TSTypeOperator":
      return inner(type.typeAnnotation);
    case "TSTypeLiteral":
      return waysOfMembers(type.members, inner);
    case "TSInterfaceBody":
      return waysOfMembers(type.body, inner);
    case "TSFunctionType":
      return beforeStep(CALL, inner(type.returnType));
    case "TSTypeReference":
      return waysOfTypeName(state, type, inner);
    case "TSTypeQuery":
      return type.exprName.type === "TSImportType" ? NOWHERE : waysOfEntity(state, type.exprName);
    default:
      return NOWHERE;
  }
}

function waysOfMembers(members: readonly TSESTree.TypeElement[], inner: (node: Node | undefined) => Ways): Ways {
  return union(
    ...members.map((member) => {
      if (member.type === "TSPropertySignature") return beforeStep(keyName(member) ?? ELEMENT, inner(member.typeAnnotation));
      if (member.type === "TSMethodSignature")
        return beforeStep(keyName(member) ?? ELEMENT, beforeStep(CALL, inner(member.returnType)));
      return NOWHERE;
    }),
  );
}

function waysOfTypeName(state: FlowState, type: TSESTree.TSTypeReference, inner: (node: Node) => Ways): Ways {
  const { typeName, typeArguments } = type;
  const given = typeArguments?.params ?? [];
  if (typeName.type === "Identifier" && !state.file.variableOf(typeName)) {
    if (LISTS.has(typeName.name)) return beforeStep(ELEMENT, union(...given.map(inner)));
    const argument = given[0] ? inner(given[0]) : NOWHERE;
    if (typeName.name === "ReturnType") return afterStep(argument, CALL);
    if (typeName.name === "InstanceType") return afterStep(argument, NEW);
    return TRANSPARENT.has(typeName.name) ? argument : NOWHERE;
  }
  const named = waysOfEntity(state, typeName);
  // Of a class the type means its instances.
  const made = afterStep(named, NEW);
  return made.size > 0 ? made : named;
}

function waysOfEntity(state: FlowState, name: TSESTree.EntityName): Ways {
  if (name.type === "Identifier") return waysOfName(state, name);
  return name.type === "TSQualifiedName" ? afterStep(waysOfEntity(state, name.left), name.right.name) : NOWHERE;
}
