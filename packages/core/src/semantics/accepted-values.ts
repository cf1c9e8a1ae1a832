/** Asks, by what declarations and the value's own code state, whether a value surely is of a type; no types are inferred. */
import type { TSESTree } from "@typescript-eslint/types";
import type { DeclaringModule } from "../modules/index.js";
import { isFunction, isNothing, keyName, memberName, type Node, unwrap } from "../syntax/nodes.js";
import { findCallee } from "./callees.js";
import type { FileView } from "./file-view.js";
import { linkParents } from "./module-view.js";
import { ownModule } from "./own-declaration.js";
import { constantValue } from "./type-flows.js";
import { elementType, isNothingType, statedMemberType, typeInPattern } from "./type-parts.js";

/** A type as a module states it. */
export interface StatedType {
  readonly module: DeclaringModule;
  readonly type: TSESTree.TypeNode;
  /** Whether the value may be left out. */
  readonly isOptional?: boolean;
}

const MOST_STEPS = 8;

/** Whether a value of the file surely is of a type. */
export function acceptsValue(file: FileView, wanted: StatedType, value: Node, depth = 0): boolean {
  if (depth > MOST_STEPS) return false;
  const to = resolved(file, wanted);
  if (isAnything(to)) return true;
  const accepts = (node: Node, stated: StatedType = to): boolean => acceptsValue(file, stated, node, depth + 1);
  const node = value.type === "TSNonNullExpression" || value.type === "ChainExpression" ? unwrap(value) : value;
  if (to.isOptional && isNothing(node)) return true;
  if (node.type === "ConditionalExpression") return accepts(node.consequent) && accepts(node.alternate);
  if (typesOf(file, node).some((from) => isAssignable(file, from, to, 0))) return true;
  if (to.type.type === "TSUnionType") return to.type.types.some((type) => accepts(node, { ...to, type }));
  const kind = kindOf(node);
  if (kind !== undefined && isOfKind(to.type, kind, node)) return true;
  if (node.type === "ObjectExpression") return acceptsObject(file, to, node, accepts);
  if (isFunction(node)) return to.type.type === "TSFunctionType" && node.params.length <= to.type.params.length;
  const element = elementType(to.type);
  if (node.type === "ArrayExpression" && element)
    return node.elements.every((each) => each !== null && accepts(each, { module: to.module, type: element }));
  if (node.type === "NewExpression" && node.callee.type === "Identifier" && to.type.type === "TSTypeReference")
    return isSameName(file, { module: ownModule(file), name: node.callee.name }, { module: to.module, name: nameOf(to.type) });
  const constant = constantValue(file, node);
  return !!constant && accepts(constant.value);
}

/** The type behind aliases and parameters of types. */
function resolved(file: FileView, stated: StatedType, depth = 0): StatedType {
  const { module, type } = stated;
  const name = type.type === "TSTypeReference" && depth < MOST_STEPS ? nameOf(type) : undefined;
  if (name === undefined) return stated;
  linkParents(file, module);
  const parameter = typeParameter(type, name);
  if (parameter) return { ...stated, type: parameter.constraint ?? ({ type: "TSUnknownKeyword" } as TSESTree.TypeNode) };
  const declared = file.modules.declarations.findNamed(module, name);
  const node = declared?.module.types.get(declared.name);
  if (!declared || node?.type !== "TSTypeAliasDeclaration" || node.typeParameters) return stated;
  return resolved(file, { ...stated, module: declared.module, type: node.typeAnnotation }, depth + 1);
}

function nameOf(type: TSESTree.TypeNode): string | undefined {
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" ? type.typeName.name : undefined;
}

function typeParameter(type: Node, name: string): TSESTree.TSTypeParameter | undefined {
  for (let at: Node | undefined = type; at; at = at.parent) {
    const own = "typeParameters" in at ? at.typeParameters?.params.find((each) => each.name.name === name) : undefined;
    if (own) return own;
  }
  return undefined;
}

function isAnything({ type }: StatedType): boolean {
  return type.type === "TSAnyKeyword" || type.type === "TSUnknownKeyword";
}

/** What the code states of a value's type. */
function typesOf(file: FileView, node: Node): StatedType[] {
  const module = ownModule(file);
  if (node.type === "TSAsExpression" || node.type === "TSTypeAssertion") return [{ module, type: node.typeAnnotation }];
  if (node.type === "CallExpression") {
    const callee = findCallee(file, node.callee);
    const type = callee?.node.returnType?.typeAnnotation;
    return callee && type && type.type !== "TSTypePredicate" ? [{ module: callee.module, type }] : [];
  }
  const path: string[] = [];
  let root: Node = node;
  for (; root.type === "MemberExpression"; root = unwrap(root.object)) {
    const name = root.optional ? undefined : memberName(root);
    if (name === undefined) return [];
    path.unshift(name);
  }
  const name = root.type === "Identifier" ? file.variableOf(root)?.defs[0]?.name : undefined;
  const holder = name?.type === "Identifier" ? typeInPattern(file, name) : undefined;
  if (!holder || (holder.isOptional && path.length > 0)) return [];
  const stated = path.length === 0 ? holder : statedMemberType(file, holder.type, path);
  const isOptional = stated?.isOptional || (name as TSESTree.Identifier).optional;
  return stated ? [{ module, type: stated.type, isOptional }] : [];
}

/** Whether each value of one type is of another, as their texts and declarations show. */
export function isAssignable(file: FileView, given: StatedType, wanted: StatedType, depth = 0): boolean {
  const [from, to] = [resolved(file, given), resolved(file, wanted)];
  if (depth > MOST_STEPS) return false;
  if (isAnything(to) || from.type.type === "TSAnyKeyword") return isAnything(to);
  const next = (a: TSESTree.TypeNode, b: TSESTree.TypeNode): boolean =>
    isAssignable(file, { module: from.module, type: a }, { module: to.module, type: b }, depth + 1);
  if (from.isOptional && !mayBeLeftOut(to)) return false;
  if (from.type.type === "TSUnionType")
    return from.type.types.every((type) => (to.isOptional && isNothingType(type)) || next(type, to.type));
  if (to.type.type === "TSUnionType") return to.type.types.some((type) => next(from.type, type));
  const [a, b] = [elementType(from.type), elementType(to.type)];
  if (a && b) return next(a, b);
  if (from.type.type === "TSLiteralType") return isOfKind(to.type, kindOf(from.type.literal), from.type.literal);
  if (from.type.type === "TSTemplateLiteralType") return to.type.type === "TSStringKeyword";
  const [name, other] = [nameOf(from.type), nameOf(to.type)];
  if (name !== undefined && other !== undefined && !("typeArguments" in from.type && from.type.typeArguments))
    return isSameName(file, { module: from.module, name }, { module: to.module, name: other });
  return from.type.type === to.type.type && (from.type.type.endsWith("Keyword") || isSameText(from, to));
}

function mayBeLeftOut({ type, isOptional }: StatedType): boolean {
  return isOptional || type.type === "TSUndefinedKeyword" || (type.type === "TSUnionType" && type.types.some(isNothingType));
}

/** Whether two types are written alike and mean the same: in one module, or where they name no type. */
function isSameText(a: StatedType, b: StatedType): boolean {
  const [text, other] = [a, b].map(({ module, type }) => module.text.slice(...type.range).replaceAll(/\s+/gu, " "));
  return text === other && (a.module.path === b.module.path || !/\b(?:[A-Z$_]|typeof\b|import\b)/u.test(text!));
}

interface NameIn {
  readonly module: DeclaringModule;
  readonly name: string | undefined;
}

/** Whether two names of types mean one declaration; one that no module declares is a global. */
function isSameName(file: FileView, a: NameIn, b: NameIn): boolean {
  if (a.name === undefined || b.name === undefined) return false;
  const [one, other] = [declarationOf(file, a.module, a.name), declarationOf(file, b.module, b.name)];
  return one === other;
}

function declarationOf(file: FileView, module: DeclaringModule, name: string): string {
  const imported = module.imports.get(name);
  const declared = file.modules.declarations.findNamed(module, name);
  if (declared && (imported || module.types.has(name))) return `${declared.module.path}#${declared.name}`;
  return imported ? `${JSON.stringify(file.modules.resolve(module.path, imported.specifier))}#${imported.name}` : name;
}

type Kind = "string" | "number" | "boolean" | "bigint" | "undefined" | "null";

const TEXT_MAKERS = new Set(["toString", "stringify", "toISOString", "toFixed", "toLowerCase", "toUpperCase", "trim", "join"]);
const CONVERTERS: Readonly<Record<string, Kind>> = { String: "string", Number: "number", Boolean: "boolean", BigInt: "bigint" };
const COMPARISONS = new Set(["==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "instanceof"]);

/** What kind of value an expression gives, where its own syntax says it. */
function kindOf(node: Node): Kind | undefined {
  switch (node.type) {
    case "Literal":
      if (node.value === null) return "raw" in node && node.raw === "null" ? "null" : undefined;
      return typeof node.value === "object" ? undefined : (typeof node.value as Kind);
    case "TemplateLiteral":
      return "string";
    case "UnaryExpression":
      return ({ typeof: "string", "!": "boolean", "+": "number", void: "undefined" } as Record<string, Kind>)[node.operator];
    case "BinaryExpression": {
      if (COMPARISONS.has(node.operator)) return "boolean";
      const [left, right] = [kindOf(node.left), kindOf(node.right)];
      return node.operator === "+" && (left === "string" || right === "string") ? "string" : left === right ? left : undefined;
    }
    case "CallExpression": {
      const { callee } = node;
      if (callee.type === "Identifier") return CONVERTERS[callee.name];
      const member = callee.type === "MemberExpression" && !callee.optional ? memberName(callee) : undefined;
      return member !== undefined && TEXT_MAKERS.has(member) ? "string" : undefined;
    }
    default:
      return isNothing(node) ? "undefined" : undefined;
  }
}

const KEYWORDS: Readonly<Record<string, Kind>> = {
  TSStringKeyword: "string",
  TSNumberKeyword: "number",
  TSBooleanKeyword: "boolean",
  TSBigIntKeyword: "bigint",
  TSUndefinedKeyword: "undefined",
  TSVoidKeyword: "undefined",
  TSNullKeyword: "null",
};

function isOfKind(type: TSESTree.TypeNode, kind: Kind | undefined, value: Node): boolean {
  if (type.type !== "TSLiteralType") return kind !== undefined && KEYWORDS[type.type] === kind;
  return type.literal.type === "Literal" && value.type === "Literal" && type.literal.value === value.value;
}

/** An object literal has what the type states, and all that it needs. */
function acceptsObject(
  file: FileView,
  { module, type }: StatedType,
  { properties }: TSESTree.ObjectExpression,
  accepts: (node: Node, stated: StatedType) => boolean,
): boolean {
  if (type.type === "TSObjectKeyword") return true;
  const shape = shapeOf(file, { module, type });
  if (!shape) return false;
  const given = new Set<string>();
  for (const property of properties) {
    const name = property.type === "Property" ? keyName(property) : undefined;
    const member = shape.members.find(
      (each) => name !== undefined && each.type === "TSPropertySignature" && keyName(each) === name,
    );
    const stated = member && "typeAnnotation" in member ? member.typeAnnotation?.typeAnnotation : shape.values;
    if (property.type === "SpreadElement" ? !shape.takesAll : !stated) return false;
    if (property.type === "Property" && stated && !accepts(property.value, { module: shape.module, type: stated })) return false;
    if (name !== undefined) given.add(name);
  }
  return shape.members.every((each) => isOptionalMember(each) || ("key" in each && given.has(keyName(each) ?? "")));
}

function isOptionalMember(member: TSESTree.TypeElement): boolean {
  return member.type === "TSIndexSignature" || ("optional" in member && !!member.optional);
}

/** The members of an object's type; `values` is the type of those without a name, `takesAll` that it takes any. */
interface ObjectShape {
  readonly module: DeclaringModule;
  readonly members: readonly TSESTree.TypeElement[];
  readonly values: TSESTree.TypeNode | undefined;
  readonly takesAll: boolean;
}

/** The members that a type states for an object, if they can be read: those of a type literal, an interface or a record. */
export function shapeOf(file: FileView, stated: StatedType): ObjectShape | undefined {
  const { module, type } = resolved(file, stated);
  const of = (
    at: DeclaringModule,
    members: readonly TSESTree.TypeElement[],
    values: TSESTree.TypeNode | undefined = members.find((each) => each.type === "TSIndexSignature")?.typeAnnotation
      ?.typeAnnotation,
  ): ObjectShape => ({ module: at, members, values, takesAll: !!values && isAnything({ module: at, type: values }) });
  if (type.type === "TSTypeLiteral") return of(module, type.members);
  const name = nameOf(type);
  if (name === undefined || type.type !== "TSTypeReference") return undefined;
  const args = type.typeArguments?.params ?? [];
  if (name === "Record" && args[1]) return of(module, [], args[1]);
  const declared = file.modules.declarations.findNamed(module, name);
  const node = declared?.module.types.get(declared.name);
  const isPlain = node?.type === "TSInterfaceDeclaration" && node.extends.length === 0 && !node.typeParameters;
  return declared && isPlain ? of(declared.module, node.body.body) : undefined;
}
