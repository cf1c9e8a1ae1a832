/** Says whether a value is of a type, as far as syntax, annotations and the project's own declarations tell: no compiler is asked. */
import type { TSESTree } from "@typescript-eslint/types";
import {
  type Callee,
  findCallee,
  importedValue,
  memberTypes,
  resultType,
  type StatedType,
  type StatedValue,
} from "../callees.js";
import type { FileView } from "../file-view.js";
import { linkParents, ownModule } from "../module-view.js";
import { localAliasOf } from "../origins.js";
import { isSurelyError, kindOfMember } from "../presence.js";
import { childrenOf, isFunction, isNothing, keyName, memberName, type Node } from "../../syntax/nodes.js";
import { isCalledForEach } from "../../syntax/references.js";
import { constantValue, givenByContext } from "./type-flows.js";
import {
  behindAlias,
  behindIndex,
  elementsOf,
  isEnumOfTexts,
  membersOfType,
  notOverloaded,
  textOf,
  typesAtEnd,
  typesOfEnumMember,
} from "./type-members.js";
import {
  isList,
  listNameOf,
  takenOfEach,
  elementType,
  isNothingType,
  type Kind,
  kindOf,
  kindOfName,
  lastNameOf,
  plainName,
  promisedType,
  typeNamed,
  typeOfKind,
  typeParameterOf,
} from "./type-parts.js";

/** Whether a value of the file surely is of a type. */
export function acceptsValue(file: FileView, wanted: StatedType, value: Node): boolean {
  const stated = withoutParameter(file, wanted);
  const to = behindIndex(file, stated) ?? stated;
  if (isAnything(to) || (to.isOptional && isNothing(value))) return true;
  if (value.type === "ConditionalExpression")
    return acceptsValue(file, to, value.consequent) && acceptsValue(file, to, value.alternate);
  if (to.type.type === "TSUnionType")
    return (
      to.type.types.some((type) => acceptsValue(file, { ...to, type }, value)) ||
      statedTypesOf(file, value).some((from) => "type" in from && isAssignable(file, from, to))
    );
  if (value.type === "ObjectExpression") return takesAnyObject(file, to) || acceptsObject(file, to, value);
  if (value.type === "ArrayExpression") return acceptsEach(file, to, value);
  const called = isFunction(value) || value.type === "Identifier" ? notOverloaded(file, findCallee(file, value)) : undefined;
  if (called && acceptsFunction(file, to, called, value)) return true;
  if (value.type === "JSXElement" || value.type === "JSXFragment") return isElementType(to);
  if (value.type === "Identifier" && globalName(to) === "Error" && isSurelyError(file, value)) return true;
  if (value.type === "LogicalExpression" && value.operator !== "&&")
    return acceptsValue(file, { ...to, isOptional: true }, value.left) && acceptsValue(file, to, value.right);
  const constant = constantValue(file, value)?.value;
  if (constant && constant !== value && acceptsValue(file, to, constant)) return true;
  const kind = kindOf(value) ?? kindOfMember(file, value) ?? kindOfName(file, value) ?? kindOfSum(file, value);
  if (kind !== undefined) return isOfKind(to.type, kind, value) || isReactNode(to);
  return statedTypesOf(file, value).some((from) => {
    if ("type" in from) return isAssignable(file, from, to);
    const given = kindOf(from.value);
    return given !== undefined && (isOfKind(to.type, given, from.value) || isReactNode(to));
  });
}

/** Whether an object has what an interface, the literal of a type, or a part of one of these asks for, and nothing else. */
function acceptsObject(file: FileView, to: StatedType, { properties }: TSESTree.ObjectExpression): boolean {
  const isPart = globalName(to) === "Partial";
  const [part] = (isPart && to.type.type === "TSTypeReference" && to.type.typeArguments?.params) || [];
  const whole = behindAlias(file, part ? { ...to, type: part } : to);
  const asked = [...membersOfType({ declarations: file.modules.declarations, module: whole.module }, whole.type)];
  if (!elementsOf(file, whole) || asked.some(({ name, isMethod }) => name === undefined || isMethod)) return false;
  const names = properties.map((each) => (each.type === "Property" && !each.computed ? keyName(each) : undefined));
  const isTaken = (property: TSESTree.ObjectLiteralElement, index: number): boolean => {
    const own = asked.find(({ name }) => name === names[index]);
    return property.type === "Property" && !!own?.type && acceptsValue(file, { ...own, type: own.type }, property.value);
  };
  return properties.every(isTaken) && (isPart || asked.every(({ name, isOptional }) => isOptional || names.includes(name)));
}

/** Whether a type is that of a list of what an array's elements are. */
function acceptsEach(file: FileView, to: StatedType, { elements }: TSESTree.ArrayExpression): boolean {
  const type = takenOfEach(to.type);
  const accepts = (each: Node): boolean =>
    each.type === "SpreadElement" ? acceptsValue(file, to, each.argument) : acceptsValue(file, { ...to, type: type! }, each);
  return type !== undefined && elements.every((each) => each && accepts(each));
}

/** Whether a function gives what a type asks for. It gets the same where a method of lists called it, and the type has a parameter for the element. */
function acceptsFunction(file: FileView, wanted: StatedType, { node, module: home }: Callee, value: Node): boolean {
  const { module, type } = behindAlias(file, wanted);
  if (type.type !== "TSFunctionType" || !type.returnType || ("generator" in node && node.generator)) return false;
  const isOfList = isCalledForEach(value);
  const isTaken = (_: unknown, index: number): boolean => {
    const asked = type.params[index];
    const stated = asked && "typeAnnotation" in asked ? asked.typeAnnotation?.typeAnnotation : undefined;
    const isIndex = index === 1 && stated?.type === "TSNumberKeyword";
    return isOfList && !!stated && (isIndex || withoutParameter(file, { module, type: stated }).type !== stated);
  };
  const to = { module, type: type.returnType.typeAnnotation };
  const isOpen = (each = to.type) => isAnything(withoutParameter(file, { module, type: each }));
  if (!node.params.every(isTaken)) return false;
  if (to.type.type === "TSVoidKeyword" || isOpen()) return true;
  if (node.returnType) return isAssignable(file, { module: home, type: node.returnType.typeAnnotation }, to);
  const promised = promisedType(to.type);
  if ("async" in node && node.async) return !!promised && isOpen(promised);
  return node === value && isFunction(node) && node.body.type !== "BlockStatement" && acceptsValue(file, to, node.body);
}

/** What states the type of a name, a call or a member, or gives its value. */
export function statedTypesOf(file: FileView, value: Node): readonly StatedValue[] {
  const isChain = value.type === "ChainExpression";
  const node = isChain ? value.expression : value;
  const isMember = node.type === "MemberExpression";
  if (node.type === "CallExpression" || isMember) {
    const held = isMember ? undefined : givenByContext(file, node);
    if (held) return [held];
    const given = isMember ? [...memberTypes(file, node), ...typesOfEnumMember(file, node)] : resultType(file, node);
    return isChain ? given.map((each) => ("type" in each ? { ...each, isOptional: true } : each)) : given;
  }
  if (value.type === "AwaitExpression")
    return statedTypesOf(file, value.argument).flatMap((each) => {
      const type = "type" in each ? promisedType(each.type) : undefined;
      return "type" in each && type ? [{ module: each.module, type }] : [];
    });
  if (value.type === "NewExpression" && value.callee.type === "Identifier")
    return [{ module: ownModule(file), type: typeNamed(file, value.callee.range) }];
  const name = value.type === "Identifier" ? file.variableOf(value)?.defs[0]?.name : undefined;
  if (name?.type !== "Identifier" || name.optional) return [];
  const type = name.typeAnnotation?.typeAnnotation;
  if (type) return [{ module: ownModule(file), type }];
  return [...statedInPattern(file, name), ...statedByHolder(file, value), ...statedOfImport(file, value)];
}

/** What is stated for `stage` by the type of what it is taken from, in `const { stage } = status` and `const stage = stageOf()`. */
function statedByHolder(file: FileView, name: Node): readonly StatedType[] {
  const variable = name.type === "Identifier" ? file.variableOf(name) : undefined;
  const alias = variable && localAliasOf(file, variable);
  const [holder] = alias ? statedTypesOf(file, alias.value) : [];
  const [found, other] = holder && "type" in holder ? typesAtEnd(file, holder, alias!.path) : [];
  return found && !other ? [found] : [];
}

/** What the module of an imported constant states for it, or the value that it has there. */
function statedOfImport(file: FileView, name: Node): readonly StatedValue[] {
  const { module, node } = importedValue(file, name) ?? {};
  if (!module) return [];
  linkParents(file, module);
  const { parent } = node as Node;
  if (parent?.type !== "VariableDeclarator" || parent.parent.kind !== "const") return [];
  const type = parent.id.typeAnnotation?.typeAnnotation;
  return type ? [{ module, type }] : [{ value: node as Node }];
}

/** What `{ delay }: { delay: number }` states for `delay`. */
function statedInPattern(file: FileView, name: TSESTree.Identifier): readonly StatedType[] {
  const hasDefault = name.parent.type === "AssignmentPattern";
  const property: Node | undefined = hasDefault ? name.parent.parent : name.parent;
  if (property?.type !== "Property" || property.parent.type !== "ObjectPattern") return [];
  const type = property.parent.typeAnnotation?.typeAnnotation;
  if (!type || (type.type === "TSTypeReference" && type.typeArguments)) return [];
  const all = [...membersOfType({ declarations: file.modules.declarations, module: ownModule(file) }, type)];
  const [member, other] = all.filter((each) => each.name === keyName(property));
  if (!member?.type || other) return [];
  return [{ module: member.module, type: member.type, isOptional: member.isOptional && !hasDefault }];
}

/** A difference is a number where one of its operands is one, and a length is one where nothing else is stated. */
function kindOfSum(file: FileView, value: Node): Kind | undefined {
  if (value.type === "MemberExpression" && !value.optional && memberName(value) === "length")
    return memberTypes(file, value).length === 0 ? "number" : undefined;
  if (value.type !== "BinaryExpression") return undefined;
  const isNumber = (side: Node): boolean => acceptsValue(file, { module: ownModule(file), type: NUMBER }, side);
  const sides = [value.left, value.right];
  const isSum = value.operator === "+" ? sides.every(isNumber) : ARITHMETIC.test(value.operator) && sides.some(isNumber);
  return isSum ? "number" : undefined;
}

const ARITHMETIC = /^(?:[-*/%]|\*\*)$/u;

const NUMBER = typeOfKind("number")!;

/** What React renders: texts, numbers, elements and nothing. */
export const isReactNode = (to: StatedType): boolean => /^(?:React\.)?ReactNode$/u.test(globalOrReact(to));

/** The types of React that each element is of. */
export const isElementType = (to: StatedType): boolean => JSX_TYPE.test(globalOrReact(to));
const JSX_TYPE = /^(?:(?:React\.)?(?:ReactNode|ReactElement|JSX\.Element))$/u;

/** A type as it is written, unless the module has another one by this name. */
function globalOrReact(to: StatedType): string {
  const [name = ""] = textOf(to).split(".");
  const from = to.module.imports.get(name)?.specifier;
  return to.module.types.has(name) || (from !== undefined && from !== "react") ? "" : textOf(to);
}

/** A parameter of a type takes what its constraint does, or anything. */
export function withoutParameter(file: FileView, stated: StatedType): StatedType {
  if (!plainName(stated.type)) return stated;
  linkParents(file, stated.module);
  const own = typeParameterOf(stated.type);
  return own ? { ...stated, type: own.constraint ?? ({ type: "TSUnknownKeyword" } as TSESTree.TypeNode) } : stated;
}

function isAnything({ type }: Pick<StatedType, "type">): boolean {
  return type.type === "TSAnyKeyword" || type.type === "TSUnknownKeyword";
}

/** Whether each value of one type is of another, as their texts and declarations show. */
export function isAssignable(file: FileView, given: StatedType, wanted: StatedType, depth = 0): boolean {
  const [from, to] = [withoutParameter(file, given), withoutParameter(file, wanted)];
  if (isAnything(to) || isAnything(from)) return isAnything(to);
  const { type } = to;
  if (from.isOptional && !to.isOptional && !(type.type === "TSUnionType" && type.types.some(isNothingType))) return false;
  if (from.type.type === "TSUnionType")
    return from.type.types.every(
      (each) => (to.isOptional && isNothingType(each)) || isAssignable(file, { module: from.module, type: each }, to, depth),
    );
  if (type.type === "TSUnionType")
    return type.types.some((each) => isAssignable(file, from, { module: to.module, type: each, isOptional: true }, depth));
  if (isReactNode(to) && /^TS(?:String|Number|Boolean|Null|Undefined)Keyword$/u.test(from.type.type)) return true;
  if (type.type.endsWith("Keyword") && from.type.type === type.type) return true;
  if (from.type.type === "TSLiteralType" && type.type.endsWith("Keyword"))
    return from.type.literal.type === "Literal" && type.type.toLowerCase() === `ts${typeof from.type.literal.value}keyword`;
  return isMeantAlike(file, from, to) || (depth < MOST_DEPTH && isSubtype(file, from, to, depth + 1));
}

/** A type may hold itself. */
const MOST_DEPTH = 4;

/** Whether two types are one by their texts, or by what their names mean. */
function isMeantAlike(file: FileView, from: StatedType, to: StatedType): boolean {
  if (from.type.type !== to.type.type) return false;
  if (from.type.type !== "TSTypeReference" || to.type.type !== "TSTypeReference") return isWrittenAlike(file, from, to);
  if (declarationOf(file, from) !== declarationOf(file, to)) return false;
  const [own, others] = [from.type, to.type].map(({ typeArguments }) => typeArguments?.params ?? []);
  return (
    own!.length <= others!.length &&
    others!.every((type, index) => {
      const other = { module: to.module, type };
      const open = withoutParameter(file, other);
      // Each call has its own type for an open parameter; `any` takes what stands by default for one that is not written.
      if (type.type === "TSAnyKeyword" || (open !== other && isAnything(open))) return true;
      const mine = own![index] && { module: from.module, type: own![index] };
      return !!mine && (textOf(mine) === textOf(other) || isMeantAlike(file, mine, other));
    })
  );
}

/** Whether a type has all that another asks for: as its alias, its elements, its members. */
function isSubtype(file: FileView, from: StatedType, to: StatedType, depth: number): boolean {
  const [own, wanted] = [behindAlias(file, from), behindAlias(file, to)];
  if (own !== from || wanted !== to) return isAssignable(file, own, wanted, depth);
  const name = globalName(to);
  if (to.type.type === "TSObjectKeyword") return isSurelyObject(file, from);
  if (to.type.type === "TSStringKeyword") return isEnumOfTexts(file, from);
  const [whole] = (to.type.type === "TSTypeReference" && PARTS.test(name) && to.type.typeArguments?.params) || [];
  if (whole) return isAssignable(file, from, { module: to.module, type: whole }, depth);
  if (from.type.type === "TSFunctionType") return name === "Function";
  const element = elementType(from.type);
  if (element && (isList(from.type) || name === "Iterable")) {
    const asked = takenOfEach(to.type);
    const isKept = listNameOf(to.type) !== "Array" || listNameOf(from.type) === "Array";
    if (asked)
      return isKept && isAssignable(file, { module: from.module, type: element }, { module: to.module, type: asked }, depth);
    return isOnlyLength(file, to);
  }
  const [promised, awaited] = [promisedType(from.type), promisedType(to.type)];
  if (promised && awaited && name === "PromiseLike")
    return isAssignable(file, { module: from.module, type: promised }, { module: to.module, type: awaited }, depth);
  if (from.type.type === "TSStringKeyword") return isOnlyLength(file, to);
  return hasMembersOf(file, from, to, depth);
}

/** Types that ask for no more than their argument does. */
const PARTS = /^(?:Pick|Omit|Partial|Readonly)$/u;

/** The name of a type that no module declares or imports. */
function globalName({ module, type }: StatedType): string {
  const name = plainName(type)?.name ?? "";
  return module.types.has(name) || module.imports.has(name) ? "" : name;
}

/** `{ length: number }`: what each list and text has. */
export function isOnlyLength(file: FileView, stated: StatedType): boolean {
  const [only, ...others] = elementsOf(file, stated)?.members ?? [];
  const isLength = others.length === 0 && only?.type === "TSPropertySignature" && keyName(only) === "length";
  return isLength && only.typeAnnotation?.typeAnnotation.type === "TSNumberKeyword";
}

function isSurelyObject(file: FileView, stated: StatedType): boolean {
  if (/^TS(?:TypeLiteral|FunctionType)$/u.test(stated.type.type) || elementType(stated.type) || elementsOf(file, stated))
    return true;
  return /^(?:Record|Promise|Map|Set|Date|Error)$/u.test(globalName(stated));
}

/** Whether a type states each member that an interface or an object's type asks for. */
function hasMembersOf(file: FileView, from: StatedType, to: StatedType, depth: number): boolean {
  const { declarations } = file.modules;
  if (!elementsOf(file, to) || (to.type.type === "TSTypeReference" && to.type.typeArguments)) return false;
  const own = [...membersOfType({ declarations, module: from.module }, from.type)];
  const asked = [...membersOfType({ declarations, module: to.module }, to.type)];
  const find = (name: string | undefined) => own.find((each) => name !== undefined && each.name === name);
  return (
    // TypeScript takes a type that shares nothing with one of optional members for a slip.
    asked.some(({ name }) => find(name)) &&
    asked.every(({ name, module, type, isOptional, isMethod }) => {
      const mine = find(name);
      if (!mine) return isOptional && name !== undefined && own.every((each) => each.name !== undefined);
      // What an argument of a base makes of it is not known.
      if (
        !type ||
        hasParameter(file, { module, type }) ||
        !mine.type ||
        isMethod ||
        mine.isMethod ||
        (mine.isOptional && !isOptional)
      )
        return false;
      return isAssignable(file, { module: mine.module, type: mine.type }, { module, type, isOptional }, depth);
    })
  );
}

/** Whether a type is stated with the parameter of a type around it. */
function hasParameter(file: FileView, { module, type }: StatedType): boolean {
  linkParents(file, module);
  return mentionsParameter(type);
}

function mentionsParameter(node: Node): boolean {
  return typeParameterOf(node) !== undefined || childrenOf(node).some(mentionsParameter);
}

/** Whether two types mean the same by their texts, and by what each name in them means. */
function isWrittenAlike(file: FileView, from: StatedType, to: StatedType): boolean {
  const text = textOf(from);
  if (text !== textOf(to) || from.module === to.module) return text === textOf(to);
  const [own, others] = [from, to].map((each) => meaningsIn(file, each));
  return !/\b(?:typeof|import)\b/u.test(text) && own!.every((meaning, index) => meaning === others![index]);
}

function meaningsIn(file: FileView, { module, type }: StatedType): readonly string[] {
  linkParents(file, module);
  const limit = typeParameterOf(type)?.constraint;
  const own = declarationOf(file, { module, type }) + (limit ? module.text.slice(...limit.range) : "");
  return [own, ...childrenOf(type).flatMap((each) => meaningsIn(file, { module, type: each as TSESTree.TypeNode }))];
}

/** What the name of a type means: a declaration, or a global. */
function declarationOf(file: FileView, { module, type }: StatedType): string {
  const entity = type.type === "TSTypeReference" ? type.typeName : undefined;
  const [text, last] = entity ? [module.text.slice(...entity.range), lastNameOf(entity)] : ["", ""];
  const [head = "", ...members] = text.split(".");
  const imported = module.imports.get(head);
  const namespace = imported?.name === "*" ? imported.specifier : module.namespaces.get(head);
  const { declarations } = file.modules;
  if (namespace !== undefined) {
    if (members.length !== 1) return text;
    const target = file.modules.resolve(module.path, namespace);
    const exported = declarations.findExported(target, last);
    return exported ? `${exported.module.path}#${exported.name}` : `${JSON.stringify(target)}#${last}`;
  }
  const declared = imported || module.types.has(head) ? declarations.findNamed(module, head) : undefined;
  if (declared) return [`${declared.module.path}#${declared.name}`, ...members].join(".");
  if (!imported || members.length > 0) return text;
  const { specifier, name } = imported;
  const installed = file.modules.declarations.installedOrigin(module.path, specifier, name);
  return installed ?? `${JSON.stringify(file.modules.resolve(module.path, specifier))}#${name}`;
}

export function isOfKind(type: TSESTree.TypeNode, kind: Kind, value: Node): boolean {
  if (type.type !== "TSLiteralType") return type.type.toLowerCase() === `ts${kind}keyword`;
  return type.literal.type === "Literal" && value.type === "Literal" && type.literal.value === value.value;
}

/** `object`, `Record<string, unknown>`, and an interface of nothing else. */
function takesAnyObject(file: FileView, stated: StatedType): boolean {
  if (stated.type.type === "TSObjectKeyword") return true;
  const isRecord = stated.type.type === "TSTypeReference" && plainName(stated.type)?.name === "Record";
  const values = isRecord ? stated.type.typeArguments?.params[1] : undefined;
  if (values) return isAnything({ type: values });
  const [only, ...others] = elementsOf(file, stated)?.members ?? [];
  const index = others.length === 0 && only?.type === "TSIndexSignature" ? only.typeAnnotation?.typeAnnotation : undefined;
  return !!index && isAnything({ type: index });
}
