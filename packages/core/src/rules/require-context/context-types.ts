/** What type annotations say about the context, in this file and in other modules of the repository. */
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../../syntax/nodes.js";
import type { DeclaringModule } from "../../modules/index.js";
import { isContextName, type ContextSetting, type ContextType } from "./options.js";
import { basesOf, membersOfType, type TypeMember } from "../../semantics/types/type-members.js";
import { isNothingType, lastNameOf, typeParameterOf } from "../../semantics/types/type-parts.js";

/** Whether a type is the context's; if `unknown`, names decide. */
export type Claim = "yes" | "no" | "unknown";

const MOST_STEPS = 10;
/** Library types that do not change what their argument is. */
const DRESSES = new Set(["Readonly", "Required", "NonNullable", "Partial", "Omit", "Pick", "DeepReadonly", "Immutable"]);
const LATER = new Set(["Promise", "PromiseLike", "Awaited"]);
const OTHER_KINDS =
  /^TS(?:String|Number|Boolean|BigInt|Symbol|Void|Never)Keyword$|^TS(?:Array|Tuple|Function|Constructor|Literal|TemplateLiteral)Type$/u;

/** Whether a type is the context's: named so, derived from it, or an alias of it. */
export function claimOf(context: ContextSetting, module: DeclaringModule, type: Node | undefined, depth = 0): Claim {
  if (!type || context.type === undefined || depth > MOST_STEPS) return "unknown";
  switch (type.type) {
    case "TSTypeReference":
      return claimOfReference(context, module, type, depth);
    case "TSUnionType":
    case "TSIntersectionType":
      return strongest(
        type.types.filter((part) => !isNothingType(part)).map((part) => claimOf(context, module, part, depth + 1)),
      );
    case "TSImportType":
      return type.qualifier && isNameOfType(context, lastNameOf(type.qualifier)) ? "yes" : "unknown";
    default:
      return OTHER_KINDS.test(type.type) && !isKeywordOfContext(context, type) ? "no" : "unknown";
  }
}

/** `string`, where that is the type: then the name decides. */
function isKeywordOfContext({ types }: ContextSetting, { type }: Node): boolean {
  return types.some(({ name }) => type.toLowerCase() === `ts${name}keyword`);
}

/** The same for what a function returns, directly or in a promise. */
export function claimOfResult(context: ContextSetting, module: DeclaringModule, type: Node | undefined): Claim {
  if (type?.type === "TSTypeReference" && LATER.has(lastNameOf(type.typeName)))
    return claimOfResult(context, module, type.typeArguments?.params[0]);
  return claimOf(context, module, type);
}

function strongest(claims: readonly Claim[]): Claim {
  if (claims.includes("yes")) return "yes";
  return claims.length > 0 && claims.every((claim) => claim === "no") ? "no" : "unknown";
}

/** Whether a type includes null or undefined. */
export function allowsNothing(type: Node | undefined): boolean {
  return type?.type === "TSUnionType" && type.types.some(isNothingType);
}

function claimOfReference(
  context: ContextSetting,
  module: DeclaringModule,
  type: TSESTree.TSTypeReference,
  depth: number,
): Claim {
  const { typeName, typeArguments } = type;
  if (typeName.type !== "Identifier") return claimOfMember(context, module, typeName);
  const [first] = typeArguments?.params ?? [];
  if (first && DRESSES.has(typeName.name)) return claimOf(context, module, first, depth + 1);
  const parameter = typeParameterOf(type);
  if (parameter) return claimOf(context, module, parameter.constraint, depth + 1);
  return claimOfName(context, module, typeName.name, depth + 1);
}

/** `contexts.UserContext`: a namespace's member counts by its name, unless a package's namespace can't have the repository's type. */
function claimOfMember(context: ContextSetting, module: DeclaringModule, name: TSESTree.EntityName): Claim {
  if (isNameOfType(context, lastNameOf(name))) return "yes";
  const root = rootName(name);
  const specifier = module.imports.get(root)?.specifier ?? module.namespaces.get(root);
  if (specifier === undefined || isOfPackage(context)) return "unknown";
  return context.setting.modules.resolve(module.path, specifier).kind === "package" ? "no" : "unknown";
}

function rootName(name: TSESTree.EntityName): string {
  if (name.type === "TSQualifiedName") return rootName(name.left);
  return name.type === "Identifier" ? name.name : "this";
}

/** Whether a name means the context's type in a module, or something made from it. */
export function claimOfName(context: ContextSetting, module: DeclaringModule, name: string, depth = 0): Claim {
  if (context.type === undefined || depth > MOST_STEPS) return "unknown";
  if (isTheType(context, module, name)) return "yes";
  const { declarations } = context.setting.modules;
  const declared = declarations.findNamed(module, name);
  // A type of a package can't be derived from the repository's own type.
  if (!declared) return isOfPackage(context) ? "unknown" : "no";
  const node = declared.module.types.get(declared.name);
  if (!node) return "unknown";
  if (node.type === "TSTypeAliasDeclaration") return claimOf(context, declared.module, node.typeAnnotation, depth + 1);
  const bases = basesOf(node);
  const claims = bases.map((base) => (base === undefined ? "unknown" : claimOfName(context, declared.module, base, depth + 1)));
  if (claims.includes("yes")) return "yes";
  // An interface may require only a part of the context, so a context may be passed for it.
  if (node.type === "TSInterfaceDeclaration") return "unknown";
  return claims.length === 0 ? "no" : strongest(claims);
}

/** Whether a type by this name, read from a module as a whole, is taken for the context's. */
function isNameOfType({ types }: ContextSetting, text: string): boolean {
  return types.some(({ name, ref }) => text === (ref?.exported ?? name));
}

/** Whether a type of the context comes from a package: then what else comes from one may be made from it. */
function isOfPackage({ types }: ContextSetting): boolean {
  return types.some(({ ref }) => ref !== undefined && ref.module.kind !== "file");
}

function isTheType(context: ContextSetting, module: DeclaringModule, name: string): boolean {
  return context.types.some((type) => isType(context, type, module, name));
}

function isType({ setting }: ContextSetting, type: ContextType, module: DeclaringModule, name: string): boolean {
  const { ref: typeRef } = type;
  const imported = module.imports.get(name);
  if (!typeRef) return (imported?.name ?? name) === type.name || name === type.name;
  const { declarations } = setting.modules;
  const target = declarations.findExported(typeRef.module, typeRef.exported);
  const own = declarations.findNamed(module, name);
  if (target && own) return target.module.path === own.module.path && target.name === own.name;
  if (!imported) return typeRef.module.kind === "file" && typeRef.module.path === module.path && name === typeRef.exported;
  const source = setting.modules.resolve(module.path, imported.specifier);
  return imported.name === typeRef.exported && setting.modules.isSameModule(source, typeRef.module);
}

/** A member that is the context: `{ context: UserContext }`, a class with such a field. */
export interface ContextMember {
  readonly name: string;
  readonly isOptional: boolean;
}

/** Finds the context among the members of a type. */
export function findContextMember(
  context: ContextSetting,
  module: DeclaringModule,
  type: Node | undefined,
): ContextMember | undefined {
  return type && memberAmong(context, membersOfType({ declarations: context.setting.modules.declarations, module }, type));
}

/** Finds the context among members: what is read from one, not what is called. */
export function memberAmong(context: ContextSetting, members: Iterable<TypeMember>): ContextMember | undefined {
  for (const { name, type, isOptional, isMethod, module } of members) {
    const claim = name === undefined || isMethod ? "no" : claimOf(context, module, type);
    if (name !== undefined && (claim === "yes" || (claim === "unknown" && isContextName(context, name))))
      return { name, isOptional: isOptional || allowsNothing(type) };
  }
  return undefined;
}
