import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isFunction, keyName, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { findCallee } from "../../semantics/callees.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { constantValue } from "../../semantics/type-flows.js";
import type { DeclaringModule } from "@godwit/modules";
import { isAny } from "./loose.js";
import { knownType, readKnownType, type KnownMember, type KnownType } from "./known-type.js";
import type { LooseEntry, LooseSetting } from "./entries.js";

/** One entry in one file, with what is known of its type. */
export interface LooseCase {
  readonly file: FileView;
  readonly options: LooseSetting;
  readonly entry: LooseEntry;
  /** Undefined if its declaration can't be read. */
  readonly known: KnownType | undefined;
  /** Loose types that become the entry's type in the same edit if another site relies on them. */
  readonly becoming: ReadonlySet<TSESTree.TypeNode>;
  /** The loose types that a site relies on. */
  readonly used: Set<TSESTree.TypeNode>;
}

/** Opens an entry in a file; the members of a type with arguments are not read. */
export function openCase(
  file: FileView,
  options: LooseSetting,
  entry: LooseEntry,
  becoming: ReadonlySet<TSESTree.TypeNode> = new Set(),
): LooseCase {
  const [use] = entry.uses;
  const isWhole = entry.uses.length === 1 && use?.range[0] === 0 && use.range[1] === entry.type.length;
  const known = isWhole ? readKnownType(file.modules.declarations, use.ref) : undefined;
  return { file, options, entry, known, becoming, used: new Set() };
}

const MOST_STEPS = 8;

/** Why a value may not have the entry's type; undefined if it certainly has it. */
export function doubtOfValue(at: LooseCase, value: Node, isNullable: boolean, depth = 0): string | undefined {
  const node = unwrapPlain(value);
  const doubt = depth > MOST_STEPS ? unclear(at, node) : doubtByCode(at, node, isNullable, depth);
  if (doubt === undefined || isJoint(node)) return doubt;
  const byTypes = fitsByTypes(at, value, isNullable);
  if (byTypes === undefined) return doubt;
  if (node.type === "ObjectExpression") return byTypes ? excessOf(at, node) : doubt;
  return byTypes ? undefined : `${shortOf(at, value)} is not assignable to ${at.entry.type}`;
}

/** Whether a value is judged by its parts. */
function isJoint(node: Node): boolean {
  return node.type === "ConditionalExpression" || node.type === "LogicalExpression" || node.type === "AwaitExpression";
}

function doubtByCode(at: LooseCase, node: Node, isNullable: boolean, depth: number): string | undefined {
  const again = (inner: Node) => doubtOfValue(at, inner, isNullable, depth + 1);
  switch (node.type) {
    case "ConditionalExpression":
      return again(node.consequent) ?? again(node.alternate);
    case "LogicalExpression":
      return node.operator === "&&" ? unclear(at, node) : (again(node.left) ?? again(node.right));
    case "AwaitExpression":
      return again(node.argument);
    case "TSAsExpression":
    case "TSTypeAssertion":
      return isOfEntry(at, node.typeAnnotation) || isAny(node.typeAnnotation) ? undefined : unclear(at, node);
    case "TSSatisfiesExpression":
      return isOfEntry(at, node.typeAnnotation) ? undefined : again(node.expression);
    case "ObjectExpression":
      return doubtOfObject(at, node);
    case "CallExpression":
    case "NewExpression":
      return isMade(at, node) ? undefined : unclear(at, node);
    case "Literal":
      return node.raw === "null" && isNullable ? undefined : unclear(at, node);
    case "Identifier":
      return node.name === "undefined" && isNullable ? undefined : doubtOfName(at, node, isNullable, depth);
    default:
      return unclear(at, node);
  }
}

/** An excess member, which TypeScript does not allow in an object literal. */
function excessOf({ known, entry }: LooseCase, object: TSESTree.ObjectExpression): string | undefined {
  if (!known?.isComplete) return undefined;
  const keys = object.properties.map((property) => (property.type === "Property" ? keyName(property) : undefined));
  const excess = keys.find((key) => key !== undefined && !known.members.has(key));
  return excess === undefined ? undefined : `${entry.type} has no ${excess}`;
}

function fitsByTypes({ file, entry }: LooseCase, value: Node, isNullable: boolean): boolean | undefined {
  const [use] = entry.uses;
  const origin = use && file.modules.exportOrigin(use.ref.module, use.ref.exported);
  if (origin?.module.kind !== "file" || use?.range[1] !== entry.type.length) return undefined;
  return file.types?.fits?.(value, { exported: use.ref.exported, path: origin.module.path, name: origin.name }, isNullable);
}

/** The value without `!` and parentheses; casts stay, since they state a type. */
function unwrapPlain(value: Node): Node {
  let node = value;
  while (node.type === "TSNonNullExpression" || node.type === "ChainExpression") node = node.expression;
  return node;
}

function unclear(at: LooseCase, node: Node): string {
  return `it is not known whether ${shortOf(at, node)} is of type ${at.entry.type}`;
}

function shortOf({ file }: LooseCase, node: Node): string {
  const text = file.textOf(node).replace(/\s+/gu, " ");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Whether a type, as this file writes it, is the entry's. */
export function namesType({ file, entry }: LooseCase, type: TSESTree.TypeNode | undefined): boolean {
  const [use] = entry.uses;
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || !use) return false;
  if (entry.uses.length > 1 || use.range[1] !== entry.type.length) return false;
  return meansExport(file, type.typeName, use.ref);
}

/** Whether a type is the entry's, or a loose one that becomes it. */
export function isOfEntry(at: LooseCase, type: TSESTree.TypeNode | undefined): boolean {
  if (type && at.becoming.has(type)) {
    at.used.add(type);
    return true;
  }
  return namesType(at, type);
}

/** Whether a call returns the type: by the return type that its function states, in this file or another. */
function isMade(at: LooseCase, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const [use] = at.entry.uses;
  if (call.type === "NewExpression")
    return call.callee.type === "Identifier" && !!use && meansExport(at.file, call.callee, use.ref);
  const callee = findCallee(at.file, call.callee);
  const type = callee && "returnType" in callee.node ? callee.node.returnType?.typeAnnotation : undefined;
  if (!callee || !type) return false;
  const inner = promised(type);
  return isOfEntry(at, inner) || isAny(inner) || (use !== undefined && namesIn(at, callee.module, inner));
}

/** What a `Promise<…>` resolves to, otherwise the type itself. */
export function promised(type: TSESTree.TypeNode): TSESTree.TypeNode {
  const isPromise =
    type.type === "TSTypeReference" && type.typeName.type === "Identifier" && /^Promise(?:Like)?$/u.test(type.typeName.name);
  return (isPromise && type.typeArguments?.params[0]) || type;
}

/** Whether a type, as another module writes it, is the entry's. */
function namesIn({ file, entry }: LooseCase, module: DeclaringModule, type: TSESTree.TypeNode): boolean {
  const [use] = entry.uses;
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || type.typeArguments || !use) return false;
  const declared = file.modules.declarations.findNamed(module, type.typeName.name);
  const home = file.modules.declarations.findExported(use.ref.module, use.ref.exported);
  return !!declared && !!home && declared.module.path === home.module.path && declared.name === home.name;
}

function doubtOfName(at: LooseCase, node: TSESTree.Identifier, isNullable: boolean, depth: number): string | undefined {
  const variable = at.file.variableOf(node);
  const name = variable?.defs[0]?.name as Node | undefined;
  const annotation = name?.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
  if (annotation) return isOfEntry(at, annotation) || isAny(annotation) ? undefined : unclear(at, node);
  const constant = constantValue(at.file, node);
  return constant ? doubtOfValue(at, constant.value, isNullable, depth + 1) : unclear(at, node);
}

/** Why an object literal may not fit: it has to have all members that the type requires, and no others. */
function doubtOfObject(at: LooseCase, object: TSESTree.ObjectExpression): string | undefined {
  const { known, entry } = at;
  if (!known?.isPlain) return unclear(at, object);
  return misfit(at, object, known, entry.type);
}

function misfit(at: LooseCase, object: TSESTree.ObjectExpression, known: KnownType, type: string): string | undefined {
  const given = new Set<string>();
  for (const property of object.properties) {
    const key =
      property.type === "Property" && !(property.computed && property.key.type === "Identifier") ? keyName(property) : undefined;
    if (property.type !== "Property" || key === undefined) return `not all members of the object show here`;
    const member = known.members.get(key);
    if (!member) return `${type} has no ${key}`;
    if (!memberFits(at, member, property.value, 0)) return `it is not known whether ${key} fits that of ${type}`;
    given.add(key);
  }
  const missing = [...known.members].filter(([name, { isOptional }]) => !isOptional && !given.has(name)).map(([name]) => name);
  return missing.length === 0 ? undefined : `${missing.join(" and ")} of ${type} ${missing.length > 1 ? "are" : "is"} missing`;
}

function memberFits(at: LooseCase, { type, module, isOptional }: KnownMember, value: Node, depth: number): boolean {
  const node = unwrap(value);
  if (isOptional && node.type === "Identifier" && node.name === "undefined") return true;
  return !!type && valueFits(at, { module, type }, value, depth);
}

const TEXT_CALLS = new Map([
  ["String", "TSStringKeyword"],
  ["Number", "TSNumberKeyword"],
  ["Boolean", "TSBooleanKeyword"],
]);

/** A type, and the module that writes it. */
interface ModuleType {
  readonly module: DeclaringModule;
  readonly type: TSESTree.TypeNode;
}

/** Whether a value clearly has a type that another module writes: literals, comparisons, lists and objects of them. */
function valueFits(at: LooseCase, { module, type }: ModuleType, value: Node, depth: number): boolean {
  if (depth > MOST_STEPS) return false;
  const again = (inner: TSESTree.TypeNode, node: Node = value) => valueFits(at, { module, type: inner }, node, depth + 1);
  if (type.type === "TSAnyKeyword" || type.type === "TSUnknownKeyword") return true;
  if (type.type === "TSUnionType") return type.types.some((part) => again(part));
  if (type.type === "TSTypeOperator" && type.operator === "readonly" && type.typeAnnotation) return again(type.typeAnnotation);
  if ((value.type === "TSAsExpression" || value.type === "TSTypeAssertion") && isAny(value.typeAnnotation)) return true;
  const node = unwrap(value);
  if (node.type === "ConditionalExpression") return again(type, node.consequent) && again(type, node.alternate);
  const element = elementOf(type);
  if (element && node.type === "ArrayExpression")
    return node.elements.every((each) => !!each && each.type !== "SpreadElement" && again(element, each));
  if (type.type === "TSLiteralType" && type.literal.type === "Literal")
    return type.literal.value === literalOf(node) && literalOf(node) !== undefined;
  if (node.type === "ObjectExpression") {
    const known = knownType(at.file.modules.declarations, module, type);
    return !!known?.isPlain && misfit(at, node, known, "it") === undefined;
  }
  if (type.type === "TSTypeReference") return aliasFits(at, { module, type }, value, depth);
  return type.type.endsWith("Keyword") && kindOf(at, node) === type.type;
}

function elementOf(type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (type.type === "TSArrayType") return type.elementType;
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return undefined;
  return /^(?:Readonly)?Array$/u.test(type.typeName.name) ? type.typeArguments?.params[0] : undefined;
}

/** `type Scope = "read" | "write"` in its own module. */
function aliasFits(at: LooseCase, { module, type }: ModuleType, value: Node, depth: number): boolean {
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || type.typeArguments) return false;
  const declared = at.file.modules.declarations.findNamed(module, type.typeName.name);
  const alias = declared?.module.types.get(declared.name);
  return (
    !!declared &&
    alias?.type === "TSTypeAliasDeclaration" &&
    !alias.typeParameters &&
    valueFits(at, { module: declared.module, type: alias.typeAnnotation }, value, depth + 1)
  );
}

function literalOf(node: Node): string | number | boolean | undefined {
  const text = stringValue(node);
  if (text !== undefined) return text;
  return node.type === "Literal" && (typeof node.value === "number" || typeof node.value === "boolean") ? node.value : undefined;
}

/** The keyword of the type that an expression clearly has. */
function kindOf(at: LooseCase, node: Node): string | undefined {
  switch (node.type) {
    case "Literal":
      if (node.raw === "null") return "TSNullKeyword";
      return { string: "TSStringKeyword", number: "TSNumberKeyword", boolean: "TSBooleanKeyword" }[typeof node.value as "string"];
    case "TemplateLiteral":
      return "TSStringKeyword";
    case "BinaryExpression":
      return /^(?:[!=]==?|[<>]=?|in|instanceof)$/u.test(node.operator) ? "TSBooleanKeyword" : undefined;
    case "UnaryExpression":
      return { "!": "TSBooleanKeyword", typeof: "TSStringKeyword" }[node.operator as "!"];
    case "CallExpression":
      return node.callee.type === "Identifier" && !at.file.variableOf(node.callee) ? TEXT_CALLS.get(node.callee.name) : undefined;
    case "Identifier": {
      if (node.name === "undefined") return "TSUndefinedKeyword";
      const name = at.file.variableOf(node)?.defs[0]?.name as Node | undefined;
      const isOptional = name?.type === "Identifier" && name.optional;
      return name?.type === "Identifier" && !isOptional ? name.typeAnnotation?.typeAnnotation.type : kindOfConstant(at, node);
    }
    default:
      return undefined;
  }
}

function kindOfConstant(at: LooseCase, node: Node): string | undefined {
  const constant = constantValue(at.file, node);
  return constant && !isFunction(constant.value) && unwrap(constant.value).type !== "Identifier"
    ? kindOf(at, unwrap(constant.value))
    : undefined;
}
