/** Checks that a component gets its dependencies: in its constructor or factory, and where its file makes one. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import type { StatedType } from "../../semantics/callees.js";
import type { DeclaringModule } from "../../modules/index.js";
import { linkParents, type ModuleView, ownModule } from "../../semantics/module-view.js";
import {
  type ClassNode,
  type FunctionNode,
  type Node,
  childrenOf,
  finalName,
  isClass,
  isFunction,
  isNothing,
  keyName,
  listOf,
  memberName,
  stringValue,
  unwrap,
} from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { wordsOf } from "../../naming/words.js";
import { declarationOf, type Shape } from "./shapes.js";
import { basesOf, membersOfType } from "../../semantics/types/type-members.js";
import { elementType, lastNameOf, typeParameterOf } from "../../semantics/types/type-parts.js";

/** The parameters that make a component, and the names that their types have in their file. */
export interface Making {
  readonly file: ModuleView;
  readonly params: readonly TSESTree.Parameter[];
  /** A class that injects into fields, as those above it may, or makes itself in static methods. */
  readonly owner?: { readonly file: ModuleView; readonly node: ClassNode };
  /** How what a factory gives is made. */
  readonly made?: Making | undefined;
}

const MOST_STEPS = 8;

/** How a component is made; undefined if nothing makes it, or the code does not show how. */
export function makingOf({ file, node, maker }: Shape): Making | undefined {
  const made = isClass(node) ? makingOfClass(file, node, 0) : undefined;
  if (maker) return isClass(node) && !made ? undefined : { file: maker.file, params: maker.node.params, made };
  return isFunction(node) ? { file, params: node.params } : made;
}

function makingOfClass(file: ModuleView, owner: ClassNode, depth: number): Making | undefined {
  const constructors = owner.body.body.filter(
    (member): member is TSESTree.MethodDefinition => member.type === "MethodDefinition" && member.kind === "constructor",
  );
  const own = { file, owner: { file, node: owner } };
  if (constructors.length > 0) return { ...own, params: constructors.flatMap(({ value }) => value.params) };
  if (!owner.superClass) return { ...own, params: [] };
  const base = declarationOf(file, owner.superClass);
  if (!base || !isClass(base.node) || depth > MOST_STEPS) return undefined;
  const inherited = makingOfClass(base.file, base.node, depth + 1);
  return inherited && { ...inherited, owner: own.owner };
}

/** Where a component takes a dependency: a parameter or a member of one; `elsewhere`: a field, a static factory, or unseen code. */
export type Place = { readonly index: number; readonly member?: string } | "elsewhere" | undefined;

/** Finds where a component takes a dependency, by type or by name; undefined if nowhere. */
export function placeOf(making: Making, dependency: string): Place {
  const { file, params, owner, made } = making;
  for (const [index, parameter] of params.entries()) {
    const place = placeInParameter(file, parameter, dependency);
    if (place === "elsewhere") return place;
    if (place) return { index, ...(place.member !== undefined && { member: place.member }) };
  }
  const isGiven = made ? placeOf(made, dependency) : owner && isGivenOtherwise(owner.file, owner.node, dependency);
  return isGiven ? "elsewhere" : undefined;
}

type InParameter = { readonly member?: string } | "elsewhere" | undefined;

function placeInParameter(file: ModuleView, parameter: Node, dependency: string): InParameter {
  if ("decorators" in parameter && isInjected(parameter, dependency)) return {};
  switch (parameter.type) {
    case "TSParameterProperty":
      return placeInParameter(file, parameter.parameter, dependency);
    case "AssignmentPattern":
      return placeInParameter(file, parameter.left, dependency);
    case "RestElement":
      return "elsewhere";
    case "ObjectPattern":
      return placeInPattern(file, parameter, dependency);
    case "Identifier": {
      const type = parameter.typeAnnotation?.typeAnnotation;
      if (isNamedFor(parameter.name, dependency) || (type && isOf(file, type, dependency))) return {};
      const member = memberFor(file, type, dependency);
      if (member !== undefined) return { member };
      return type ? undefined : placeInReads(file, parameter, dependency);
    }
    default:
      return undefined;
  }
}

function placeInPattern(file: ModuleView, pattern: TSESTree.ObjectPattern, dependency: string): InParameter {
  const type = pattern.typeAnnotation?.typeAnnotation;
  // The dependency itself is destructured: `({ pool, bus }: BridgeDeps)` for BridgeDeps.
  if (type && isOf(file, type, dependency)) return {};
  const member = memberFor(file, type, dependency);
  if (member !== undefined) return { member };
  for (const property of pattern.properties) {
    if (property.type === "RestElement") return type ? undefined : "elsewhere";
    const key = keyName(property);
    if (key !== undefined && isNamedFor(key, dependency)) return { member: key };
  }
  return undefined;
}

/** An untyped `options`: its members are those that the code reads; if it is passed on whole, it may have any member. */
function placeInReads(file: ModuleView, parameter: TSESTree.Identifier, dependency: string): InParameter {
  const variable = file.findVariable(parameter.name, parameter);
  for (const { identifier } of variable?.references ?? []) {
    const { parent } = identifier;
    if (parent.type === "MemberExpression" && parent.object === identifier) {
      const name = memberName(parent);
      if (name !== undefined && isNamedFor(name, dependency)) return { member: name };
    } else if (parent.type === "VariableDeclarator" && parent.id.type === "ObjectPattern") {
      const place = placeInPattern(file, parent.id, dependency);
      if (place) return place;
    } else if (/^(?:options|opts|config|deps|dependencies|services|container|props|params)$/iu.test(parameter.name))
      return "elsewhere";
  }
  return undefined;
}

/** Whether a name names the dependency: `connectionPool`, `agentConnectionPool`, `CONNECTION_POOL`. */
function isNamedFor(name: string, dependency: string): boolean {
  const [words, wanted] = [wordsOf(name).join(" "), wordsOf(dependency).join(" ")];
  return wanted !== "" && (words === wanted || words.endsWith(` ${wanted}`));
}

/** Whether a type of the file is or contains the dependency's. */
function isOf(file: ModuleView, type: TSESTree.TypeNode, dependency: string): boolean {
  return mentions(file, { module: ownModule(file), type }, dependency);
}

/** Whether a type is or contains the dependency's, one that extends it, or another name for it. */
function mentions(file: ModuleView, { module, type }: StatedType, dependency: string, depth = 0): boolean {
  if (depth > MOST_STEPS) return false;
  const isIn = (part: TSESTree.TypeNode, of = module) => mentions(file, { module: of, type: part }, dependency, depth + 1);
  const isNamed = (name: string, from: DeclaringModule, steps: number): boolean => {
    if (name === dependency || from.imports.get(name)?.name === dependency) return true;
    const declared = steps > MOST_STEPS ? undefined : file.modules.declarations.findNamed(from, name);
    const node = declared?.module.types.get(declared.name);
    if (!declared || !node) return false;
    if (node.type === "TSTypeAliasDeclaration") return isIn(node.typeAnnotation, declared.module);
    return basesOf(node).some((base) => base !== undefined && isNamed(base, declared.module, steps + 1));
  };
  switch (type.type) {
    case "TSTypeReference": {
      linkParents(file, module);
      const constraint = typeParameterOf(type)?.constraint;
      const parts = [...(type.typeArguments?.params ?? []), ...(constraint ? [constraint] : [])];
      return isNamed(lastNameOf(type.typeName), module, depth) || parts.some((each) => isIn(each));
    }
    case "TSUnionType":
    case "TSIntersectionType":
      return type.types.some((each) => isIn(each));
    case "TSFunctionType":
      return !!type.returnType && isIn(type.returnType.typeAnnotation);
    case "TSTypeQuery":
      return type.exprName.type === "Identifier" && isNamedFor(type.exprName.name, dependency);
    default: {
      const element = elementType(type);
      return !!element && isIn(element);
    }
  }
}

/** The member of an options type that is the dependency. */
function memberFor(file: ModuleView, type: Node | undefined, dependency: string): string | undefined {
  const { declarations } = file.modules;
  for (const { name, type: stated, isMethod, module } of membersOfType({ declarations, module: ownModule(file) }, type)) {
    if (name === undefined || isMethod) continue;
    if (isNamedFor(name, dependency) || (stated && mentions(file, { module, type: stated }, dependency))) return name;
  }
  return undefined;
}

/** `@Inject() private pool: ConnectionPool`, `pool = inject(ConnectionPool)`, `static create(pool: ConnectionPool)`. */
function isGivenOtherwise(file: ModuleView, owner: ClassNode, dependency: string, depth = 0): boolean {
  const isOwn = owner.body.body.some((member) => {
    if (member.type === "MethodDefinition" && member.static && isFunction(member.value))
      return (
        makesOwner(file, owner, member.value) && member.value.params.some((each) => placeInParameter(file, each, dependency))
      );
    if (member.type !== "PropertyDefinition") return false;
    const type = member.typeAnnotation?.typeAnnotation;
    const name = keyName(member)?.replace(/^#/u, "") ?? "";
    const isIt = isNamedFor(name, dependency) || (type !== undefined && isOf(file, type, dependency));
    if (listOf(member.decorators).length > 0) return isIt || isInjected(member, dependency);
    const value = member.value && unwrap(member.value);
    return value?.type === "CallExpression" && /^inject/iu.test(finalName(value.callee) ?? "") && names(value, dependency);
  });
  const base = !isOwn && owner.superClass && depth < MOST_STEPS ? declarationOf(file, owner.superClass) : undefined;
  return isOwn || (!!base && isClass(base.node) && isGivenOtherwise(base.file, base.node, dependency, depth + 1));
}

/** `@Inject(EVENT_BUS)`, whatever the type says. */
function isInjected({ decorators }: { readonly decorators: readonly TSESTree.Decorator[] }, dependency: string): boolean {
  return listOf(decorators).some(({ expression }) => names(expression, dependency));
}

/** Whether an argument of a call is the dependency, by a name or a text: `EventBus`, `"EVENT_BUS"`, `forwardRef(() => EventBus)`. */
function names(call: Node, dependency: string): boolean {
  const words = (node: Node): string => (node.type === "Identifier" ? node.name : (stringValue(node) ?? ""));
  const isNamed = (node: Node): boolean => isNamedFor(words(node), dependency) || childrenOf(node).some(isNamed);
  return call.type === "CallExpression" && call.arguments.some(isNamed);
}

function makesOwner(file: ModuleView, owner: ClassNode, method: FunctionNode): boolean {
  const isSelf = (callee: Node) =>
    callee.type === "ThisExpression" || (callee.type === "Identifier" && callee.name === owner.id?.name);
  return file.nodes("NewExpression").some(({ callee, range }) => contains(method.range, range) && isSelf(callee));
}

/** The calls and `new` expressions of a file that make a shape. */
export function constructionsOf(file: FileView, { node, maker }: Shape): (TSESTree.NewExpression | TSESTree.CallExpression)[] {
  const made = maker?.node ?? node;
  const all = [...file.nodes("NewExpression"), ...(isFunction(made) ? file.nodes("CallExpression") : [])];
  return all.filter(({ callee }) => {
    const found = callee.type === "Identifier" ? declarationOf(file, callee) : undefined;
    return found?.node === made;
  });
}

/** Whether a construction passes a value for the given place. */
export function isPassed(
  { arguments: given }: TSESTree.NewExpression | TSESTree.CallExpression,
  place: Exclude<Place, undefined | "elsewhere">,
): boolean {
  const { index, member } = place;
  if (given.slice(0, index + 1).some((each) => each.type === "SpreadElement")) return true;
  const argument = given[index];
  const value = argument && unwrap(argument);
  if (!value || isNothing(value)) return false;
  if (member === undefined || value.type !== "ObjectExpression") return true;
  // The last one decides: `{ ...deps, bus: undefined }` has none.
  const last = value.properties.findLast(
    (property) => property.type === "SpreadElement" || keyName(property) === member || keyName(property) === undefined,
  );
  return last !== undefined && !(last.type === "Property" && isNothing(unwrap(last.value)));
}
