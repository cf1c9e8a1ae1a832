/** Reads the types of elements and members from type annotations and the file's own declarations. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file-view.js";
import { isCast, isFunction, isNothing, type Node, keyName, memberName, stringValue } from "../../syntax/nodes.js";

const COLLECTIONS = new Set(["Array", "ReadonlyArray", "Set", "ReadonlySet", "WeakSet", "Iterable"]);

/** `User` of `User` and `models.User`. */
export function lastNameOf(name: TSESTree.EntityName): string {
  if (name.type === "Identifier") return name.name;
  return name.type === "TSQualifiedName" ? name.right.name : "this";
}

/** The name of a type that is nothing but a name, with arguments perhaps: `User`, `Promise<User>`. */
export function plainName(type: Node | undefined): TSESTree.Identifier | undefined {
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" ? type.typeName : undefined;
}

/** The type parameter that a type's name means: one of a function, class or type around it. Needs parents. */
export function typeParameterOf(type: Node): TSESTree.TSTypeParameter | undefined {
  const name = plainName(type)?.name;
  for (let at: Node | undefined = name === undefined ? undefined : type; at; at = at.parent) {
    const own = "typeParameters" in at ? at.typeParameters?.params.find((each) => each.name.name === name) : undefined;
    if (own) return own;
  }
  return undefined;
}

/** What the file itself declares under a type's name. */
export function declarationOfType(file: FileView, type: TSESTree.TypeNode): Node | undefined {
  const name = plainName(type);
  return name && file.variableOf(name)?.defs[0]?.node;
}

const MOST_ALIASES = 8;

/** What a type is by the file's own aliases: `() => string` for the name of `type Maker = () => string`. */
export function behindAliases(file: FileView, type: TSESTree.TypeNode, depth = 0): TSESTree.TypeNode {
  const declaration = declarationOfType(file, type);
  const isAlias = declaration?.type === "TSTypeAliasDeclaration" && depth < MOST_ALIASES;
  return isAlias ? behindAliases(file, declaration.typeAnnotation, depth + 1) : type;
}

/** The `User` of `Promise<User>` and `PromiseLike<User>`; undefined for any other type. */
export function promisedType(type: TSESTree.TypeNode | undefined): TSESTree.TypeNode | undefined {
  const isPromise = type?.type === "TSTypeReference" && /^Promise(?:Like)?$/u.test(plainName(type)?.name ?? "");
  return isPromise ? type.typeArguments?.params[0] : undefined;
}

/** The type that the declaration of a name states. */
export function annotationOfName(file: Pick<FileView, "variableOf">, identifier: Node): TSESTree.TypeNode | undefined {
  const name = identifier.type === "Identifier" ? file.variableOf(identifier)?.defs[0]?.name : undefined;
  return name?.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
}

/** What a variable begins with says what it holds, and what a parameter is by default: `let delay = 10`, `(delay = 100) => …`. */
export function kindOfName(file: Pick<FileView, "variableOf">, value: Node): Kind | undefined {
  const name = value.type === "Identifier" ? file.variableOf(value)?.defs[0]?.name : undefined;
  const { parent }: { parent?: Node } = name ?? {};
  if (name?.type !== "Identifier" || name.typeAnnotation) return undefined;
  const isParameter = parent?.type === "AssignmentPattern" && parent.left === name && isFunction(parent.parent);
  const first = isParameter ? parent.right : parent?.type === "VariableDeclarator" && parent.id === name ? parent.init : null;
  const kind = first ? kindOf(first) : undefined;
  return kind === "null" || kind === "undefined" ? undefined : kind;
}

/** The `const` of `as const`. */
export function isConstType(type: TSESTree.TypeNode): boolean {
  return plainName(type)?.name === "const";
}

/** `{ … } as const` */
export function isConstCast(node: Node): node is Cast {
  return isCast(node) && isConstType(node.typeAnnotation);
}

type Cast = TSESTree.TSAsExpression | TSESTree.TSTypeAssertion;

/** `null`, `undefined` or `void`, as a type. */
export function isNothingType(type: Node): boolean {
  return type.type === "TSNullKeyword" || type.type === "TSUndefinedKeyword" || type.type === "TSVoidKeyword";
}

/** The type of a collection's elements. */
export function elementType(type: TSESTree.TypeNode | undefined): TSESTree.TypeNode | undefined {
  if (type?.type === "TSArrayType") return type.elementType;
  if (type?.type === "TSTypeOperator") return elementType(type.typeAnnotation);
  const isCollection = COLLECTIONS.has(plainName(type)?.name ?? "") && type?.type === "TSTypeReference";
  return isCollection ? type.typeArguments?.params[0] : undefined;
}

/** `Array` of `string[]`, `ReadonlyArray` of `readonly string[]`. */
export function listNameOf(type: TSESTree.TypeNode): string {
  if (type.type === "TSArrayType") return "Array";
  if (type.type === "TSTypeOperator") return type.operator === "readonly" ? "ReadonlyArray" : "";
  return plainName(type)?.name ?? "";
}

/** `string[]`, `readonly string[]`, `ReadonlyArray<string>`. */
export function isList(type: TSESTree.TypeNode): boolean {
  return /^(?:Readonly)?Array$/u.test(listNameOf(type));
}

/** What a type asks for of each element of a list that it takes. */
export function takenOfEach(type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (isList(type)) return elementType(type);
  const isTaken = type.type === "TSTypeReference" && /^(?:Iterable|ArrayLike)$/u.test(listNameOf(type));
  return isTaken ? type.typeArguments?.params[0] : undefined;
}

/** A type that the file states, and whether the value is optional. */
export interface StatedType {
  readonly type: TSESTree.TypeNode;
  readonly isOptional: boolean;
}

/** The type of a member, if the file's own declarations state it: in a part of a union or of another type, too, or by an index. */
export function memberType(file: FileView, type: TSESTree.TypeNode, name: string): TSESTree.TypeNode | undefined {
  return findMember(file, type, { name, isLoose: true })?.type;
}

/** The type at the end of a path of members, if the file itself states it: in type literals, interfaces and aliases. */
export function statedMemberType(file: FileView, type: TSESTree.TypeNode, path: readonly string[]): StatedType | undefined {
  let stated: StatedType = { type, isOptional: false };
  for (const name of path) {
    const member = findMember(file, stated.type, { name, isLoose: false });
    if (!member) return undefined;
    stated = { type: member.type, isOptional: stated.isOptional || member.isOptional };
  }
  return stated;
}

/** A member that is looked for; `isLoose`: where it may be, and not only where every value of the type has it. */
interface WantedMember {
  readonly name: string;
  readonly isLoose: boolean;
}

/** Types whose members are those of their first argument. */
const SAME_MEMBERS = new Set(["Readonly", "Required"]);
const SOME_MEMBERS = new Set([...SAME_MEMBERS, "Partial", "Omit", "Pick", "NonNullable"]);

function findMember(file: FileView, type: TSESTree.TypeNode, wanted: WantedMember, depth = 0): StatedType | undefined {
  const { isLoose } = wanted;
  const among = (types: readonly TSESTree.TypeNode[]): StatedType | undefined =>
    types.map((each) => findMember(file, each, wanted, depth + 1)).find((member) => member !== undefined);
  if (depth > MOST_ALIASES) return undefined;
  if (type.type === "TSTypeLiteral") return memberIn(type.members, wanted);
  if (type.type === "TSIntersectionType" || (isLoose && type.type === "TSUnionType")) return among(type.types);
  if (type.type !== "TSTypeReference") return undefined;
  const [first, second] = type.typeArguments?.params ?? [];
  const name = plainName(type)?.name ?? "";
  if (first && (isLoose ? SOME_MEMBERS : SAME_MEMBERS).has(name)) return among([first]);
  if (isLoose && name === "Record") return second && { type: second, isOptional: false };
  if (first && !isLoose) return undefined;
  const declaration = declarationOfType(file, type);
  if (declaration?.type === "TSInterfaceDeclaration") return memberIn(declaration.body.body, wanted);
  return declaration?.type === "TSTypeAliasDeclaration" ? among([declaration.typeAnnotation]) : undefined;
}

function memberIn(members: readonly TSESTree.TypeElement[], { name, isLoose }: WantedMember): StatedType | undefined {
  const own = members.find((each) => each.type === "TSPropertySignature" && keyName(each) === name);
  const member = own ?? (isLoose ? members.find((each) => each.type === "TSIndexSignature") : undefined);
  const type = member && "typeAnnotation" in member ? member.typeAnnotation?.typeAnnotation : undefined;
  return type && { type, isOptional: member?.type === "TSPropertySignature" && member.optional };
}

/** The type of a name that is stated, or destructured from a typed value: `({ context }: { context: UserContext }) => …`, `const { id } = value as Row`. */
export function typeInPattern(file: FileView, identifier: TSESTree.Identifier): StatedType | undefined {
  const path: string[] = [];
  let hasDefault = false;
  for (let at: Node = identifier; at.parent; at = at.parent) {
    const type = typeStatedAt(at, path.length > 0);
    if (type) {
      const stated = statedMemberType(file, type, path);
      return stated && { type: stated.type, isOptional: stated.isOptional && !hasDefault };
    }
    const { parent }: Node = at;
    if (parent.type === "Property" && parent.value === at) {
      const key = keyName(parent);
      if (key === undefined) return undefined;
      path.unshift(key);
    } else if (parent.type === "AssignmentPattern" && parent.left === at) hasDefault ||= path.length === 0;
    else if (parent.type !== "ObjectPattern") return undefined;
  }
  return undefined;
}

/** What a name or a pattern is stated to be, a pattern by a cast of its value too. */
function typeStatedAt(at: Node, isPart: boolean): TSESTree.TypeNode | undefined {
  if ("typeAnnotation" in at && at.typeAnnotation?.type === "TSTypeAnnotation") return at.typeAnnotation.typeAnnotation;
  const value = isPart && at.parent?.type === "VariableDeclarator" ? at.parent.init : null;
  return value && isCast(value) ? value.typeAnnotation : undefined;
}

/** What the language itself calls a value. */
export type Kind = "string" | "number" | "boolean" | "bigint" | "undefined" | "null";

/** What an enum consists of. Older parsers put it into the enum itself. */
export function membersOfEnum(node: TSESTree.TSEnumDeclaration): readonly TSESTree.TSEnumMember[] {
  return ((node.body as TSESTree.TSEnumBody | undefined) ?? (node as unknown as TSESTree.TSEnumBody)).members;
}

/** The type that is called what stands at a place of the file. */
export function typeNamed(file: Pick<FileView, "text">, range: TSESTree.Range): TSESTree.TypeNode {
  const names = file.text.slice(...range).split(".");
  const name = { type: "Identifier", name: names.at(-1), range };
  const typeName = names.length === 1 ? name : { type: "TSQualifiedName", right: name, range };
  return { type: "TSTypeReference", typeName, range } as unknown as TSESTree.TypeNode;
}

/** The type of values of a kind, as if it were written; what is nothing says no type. */
export function typeOfKind(kind: Kind | undefined): TSESTree.TypeNode | undefined {
  if (kind === undefined || kind === "undefined" || kind === "null") return undefined;
  const type = `TS${kind === "bigint" ? "BigInt" : kind[0]!.toUpperCase() + kind.slice(1)}Keyword`;
  return { type, range: [0, 0] } as unknown as TSESTree.TypeNode;
}

const TEXT_MAKERS = new Set(
  "toString stringify toISOString toFixed trim trimStart trimEnd join toUpperCase toLowerCase padStart padEnd replaceAll substring".split(
    " ",
  ),
);
const COMPARISONS = new Set(["==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "instanceof"]);

/** What kind of value an expression gives, where its own syntax says it. */
export function kindOf(node: Node): Kind | undefined {
  switch (node.type) {
    case "Literal":
      if (node.value === null) return node.raw === "null" ? "null" : undefined;
      return typeof node.value === "object" ? undefined : (typeof node.value as Kind);
    case "TemplateLiteral":
    case "JSXText":
      return "string";
    case "UnaryExpression":
      return ({ typeof: "string", "!": "boolean", void: "undefined", "+": "number" } as Record<string, Kind>)[node.operator];
    case "BinaryExpression": {
      if (COMPARISONS.has(node.operator)) return "boolean";
      const [left, right] = [kindOf(node.left), kindOf(node.right)];
      return node.operator === "+" && (left === "string" || right === "string") ? "string" : left === right ? left : undefined;
    }
    case "CallExpression": {
      const { callee } = node;
      const name = callee.type === "MemberExpression" && !callee.optional ? memberName(callee) : undefined;
      if ((callee.type === "Identifier" && callee.name === "String") || TEXT_MAKERS.has(name ?? "")) return "string";
      // A sum begins with a number, and is one.
      const [, first] = name === "reduce" && !node.typeArguments ? node.arguments : [];
      return isNumberMaker(callee) || (first?.type === "Literal" && typeof first.value === "number") ? "number" : undefined;
    }
    default:
      return isNothing(node) ? "undefined" : undefined;
  }
}

/** `Math.max`, `Date.now`, `Number`: what gives a number. */
function isNumberMaker(callee: Node): boolean {
  if (callee.type === "Identifier") return /^(?:Number|parseInt|parseFloat)$/u.test(callee.name);
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return false;
  const { name } = callee.object;
  return name === "Math" || /^(?:(?:Date|performance)\.now|Buffer\.byteLength)$/u.test(`${name}.${memberName(callee)}`);
}

/** `"a"` and `Kind.A`, as they are written. */
export function writtenConstant(text: string, node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return JSON.stringify(node.value);
  const isMember = node.type === "MemberExpression" && !node.computed && node.object.type === "Identifier";
  return isMember && /^[A-Z]/u.test(text.slice(...node.range)) ? text.slice(...node.range) : undefined;
}

/** The text or the member of an enum that a type is. */
export function constantOfType(text: string, type: TSESTree.TypeNode): string | undefined {
  if (type.type === "TSLiteralType") return writtenConstant(text, type.literal);
  return type.type === "TSTypeReference" && type.typeName.type === "TSQualifiedName" ? text.slice(...type.range) : undefined;
}

/** The texts that a type consists of; undefined where it has others. */
export function textsIn(keys: TSESTree.TypeNode): readonly string[] | undefined {
  const texts = (keys.type === "TSUnionType" ? keys.types : [keys]).map((each) =>
    each.type === "TSLiteralType" ? stringValue(each.literal) : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
