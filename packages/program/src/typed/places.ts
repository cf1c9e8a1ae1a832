import type ts from "typescript";
import type { OriginalPlace, ProgramView } from "./program-view.js";
import { findUnseenTypeUse } from "./types-at-run-time.js";

/** A declaration through which values flow: a parameter, variable, member, or what a function returns. */
export interface ValuePlace {
  /** The same for one declaration in every program and round. */
  readonly key: string;
  readonly file: string;
  readonly name: string;
  /** The name of the type or class that has the member. */
  readonly holder: string | undefined;
  readonly kind: "variable" | "parameter" | "member" | "result";
  /** Where its type is written as `string`, also as the argument of a collection, in the texts before. */
  readonly parts: readonly OriginalPlace[];
  /** The initializer of a constant, or of an object's member, without a written type, whose type follows it. */
  readonly initializer: ts.Expression | undefined;
  /** The declaration, as long as the program lives in which it was found. */
  readonly declaration: ts.Node;
}

/** Types of which the value itself, its elements, or its keys, are the first argument. */
const HOLDING = new Set([
  ...["Promise", "PromiseLike", "Array", "ReadonlyArray", "Iterable", "Set", "ReadonlySet"],
  ...["Map", "ReadonlyMap"],
]);

/** Describes a declaration; undefined if it is of a package, a library, or nothing that has a name. */
export function placeOf(view: ProgramView, declaration: ts.Node): ValuePlace | undefined {
  const { ts } = view;
  // What a namespace import names.
  if (ts.isSourceFile(declaration)) return undefined;
  const isResult = ts.isFunctionLike(declaration);
  const name = nameOf(view, declaration);
  const anchor = view.originalOf(name ?? declaration);
  const file = view.fileOf(declaration);
  if (!anchor || file === undefined) return undefined;
  const { type } = declaration as Partial<ts.SignatureDeclaration & ts.VariableDeclaration>;
  const isKept = findUnseenTypeUse(view, declaration) !== undefined;
  const written = isKept ? [] : type ? plainParts(view, type) : argumentParts(view, declaration);
  const parts = written.flatMap((part) => view.originalOf(part) ?? []);
  return {
    ...{ key: `${file}\0${anchor.range[0]}${isResult ? "()" : ""}`, file, parts },
    name: name && ts.isIdentifier(name) ? name.text : name ? name.getText() : "",
    holder: holderOf(view, declaration),
    kind: isResult ? "result" : ts.isParameter(declaration) ? "parameter" : isVariable(view, declaration) ? "variable" : "member",
    declaration,
    initializer: type ? undefined : constantInitializer(view, declaration),
  };
}

/** The declaration whose type a written type is, or is part of. */
export function declarationOfType(view: ProgramView, part: ts.Node): ts.Node | undefined {
  const { ts } = view;
  for (let at = part.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isTypeAliasDeclaration(at) || ts.isNamedTupleMember(at)) return at;
    if ((ts.isFunctionLike(at) || "type" in at) && !ts.isTypeNode(at) && !ts.isExpression(at)) return at;
    if (ts.isFunctionLike(at)) return at;
  }
  return undefined;
}

function nameOf({ ts }: ProgramView, declaration: ts.Node): ts.Node | undefined {
  const own = (declaration as Partial<ts.NamedDeclaration>).name;
  if (own) return own;
  const { parent } = declaration;
  if (ts.isFunctionLike(declaration) && parent && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)))
    return parent.name;
  return undefined;
}

function holderOf({ ts }: ProgramView, { parent }: ts.Node): string | undefined {
  if (ts.isInterfaceDeclaration(parent) || ts.isClassLike(parent)) return parent.name?.text;
  return ts.isTypeLiteralNode(parent) && ts.isTypeAliasDeclaration(parent.parent) ? parent.parent.name.text : undefined;
}

function isVariable({ ts }: ProgramView, declaration: ts.Node): boolean {
  return ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
}

function constantInitializer(view: ProgramView, declaration: ts.Node): ts.Expression | undefined {
  const { ts } = view;
  if (ts.isPropertyAssignment(declaration)) return isValue(view, declaration.initializer) ? declaration.initializer : undefined;
  if (ts.isShorthandPropertyAssignment(declaration)) return isValue(view, declaration.name) ? declaration.name : undefined;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConstant && ts.isVariableDeclarationList(declaration.parent) ? declaration.initializer : undefined;
}

/** `new Set<string>()`: where the type of a variable or field is written with its value. */
function argumentParts(view: ProgramView, declaration: ts.Node): readonly ts.Node[] {
  const { ts } = view;
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration)) return [];
  const { initializer } = declaration;
  if (!initializer || !ts.isNewExpression(initializer) || !ts.isIdentifier(initializer.expression)) return [];
  const [first] = initializer.typeArguments ?? [];
  return first && HOLDING.has(initializer.expression.text) ? plainParts(view, first) : [];
}

/** Whether an object's member is made of a text or a list, rather than of the description of one, as schemas are. */
function isValue({ ts, checker }: ProgramView, initializer: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(initializer);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => !(part.flags & ts.TypeFlags.Object) || checker.isArrayType(part));
}

/** The `string`s of a written type whose values are the value itself, or its elements; none if it may be something else. */
export function plainParts(view: ProgramView, type: ts.TypeNode): readonly ts.Node[] {
  const { ts } = view;
  if (type.kind === ts.SyntaxKind.StringKeyword) return [type];
  if (ts.isParenthesizedTypeNode(type)) return plainParts(view, type.type);
  if (ts.isArrayTypeNode(type)) return plainParts(view, type.elementType);
  if (ts.isTypeOperatorNode(type)) return plainParts(view, type.type);
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && HOLDING.has(type.typeName.text))
    return type.typeArguments?.[0] ? plainParts(view, type.typeArguments[0]) : [];
  if (!ts.isUnionTypeNode(type)) return [];
  const others = type.types.filter((part) => !isNothing(view, part));
  return others.length === 1 ? plainParts(view, others[0]!) : [];
}

function isNothing({ ts }: ProgramView, type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}

/** Names that say only that the value is an ID of whatever has it. */
const BARE = /^[_#]*(?:ids?|uuids?|guids?|keys?)$/iu;
const NAMED = /(?:[a-z\d](?:Id|ID|Uuid|UUID|Guid|GUID)|_(?:id|uuid|guid))s?$/u;
const SUFFIX = /(?:Id|ID|Uuid|UUID|Guid|GUID|Key)$/u;

/**
 * Whether a declaration may take a type because its value flows there. An ID's name may, unless the contract gives it to another type; a
 * bare `id` may as a parameter or a variable, or as the member of what the type is named for; any other text keeps its type.
 */
export function isPlausible(
  { name, holder, kind }: ValuePlace,
  type: string,
  typeForName: (name: string) => string | undefined,
): boolean {
  const claimed = typeForName(name) ?? typeForName(name.replace(/s$/u, ""));
  if (claimed !== undefined) return claimed === type;
  if (kind === "result") return false;
  if (!BARE.test(name)) return NAMED.test(name);
  const entity = type.replace(SUFFIX, "");
  return kind !== "member" || (entity !== "" && (holder?.startsWith(entity) ?? false));
}
