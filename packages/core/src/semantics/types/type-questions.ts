import type { ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { AskedType, TypeInformation } from "../../syntax/source-file.js";

/** The part of TypeScript's checker that the engine uses; declared here because the engine does not depend on TypeScript. */
export interface Checker<Node, Type extends CheckedType<Type>> {
  getTypeAtLocation(node: Node): Type;
  getContextualType?(node: Node): Type | undefined;
  getNonNullableType(type: Type): Type;
  getPropertyOfType(type: Type, name: string): CheckedSymbol | undefined;
  getTypeOfSymbol(symbol: CheckedSymbol): Type;
  typeToString(type: Type): string;
  getResolvedSignature(call: Node): { readonly parameters: readonly CheckedSymbol[] } | undefined;
}

/** The part of TypeScript's types that the engine uses. */
export interface CheckedType<Type> {
  readonly aliasSymbol?: CheckedSymbol | undefined;
  getSymbol(): CheckedSymbol | undefined;
  getBaseTypes(): readonly Type[] | undefined;
  isUnion(): boolean;
  isIntersection(): boolean;
  isClassOrInterface(): boolean;
}

/** The part of TypeScript's symbols that the engine uses. */
export interface CheckedSymbol {
  readonly name: string;
  readonly declarations?: readonly CheckedDeclaration[] | undefined;
  readonly valueDeclaration?: CheckedDeclaration | undefined;
}

interface CheckedDeclaration {
  getText(): string;
  getSourceFile(): { readonly fileName: string };
}

/** A host's checker, and the mapping from ESTree nodes to the host's own. */
export interface CheckerHost<Node, Type extends CheckedType<Type>> {
  /** Called at the first question only, because creating a checker is expensive. */
  checker(): Checker<Node, Type>;
  toHostNode(node: TSESTree.Node): Node | undefined;
  scopes(): ScopeManager;
}

type Parts<Type> = { readonly types: readonly Type[] };

/** Answers the engine's questions about types with a host's checker. */
export function createTypeInformation<Node, Type extends CheckedType<Type>>(host: CheckerHost<Node, Type>): TypeInformation {
  const typeAt = (node: TSESTree.Node): Type | undefined => {
    const own = host.toHostNode(node);
    return own && host.checker().getTypeAtLocation(own);
  };
  return {
    isOfType(node, type) {
      const found = typeAt(node);
      return found && isKnown(host.checker(), found) ? isNamed(host.checker().getNonNullableType(found), type) : undefined;
    },
    isAskedFor(node, type) {
      const own = host.toHostNode(node);
      const asked = own && host.checker().getContextualType?.(own);
      return !!asked && isKnown(host.checker(), asked) && isNamed(host.checker().getNonNullableType(asked), type);
    },
    hasPath(at, path) {
      const [root, ...members] = path.split(".");
      const node = root === "this" ? enclosingClass(at) : declarationOf(host.scopes(), at, root as string);
      const found = node && typeAt(node);
      return found && hasMembers(host.checker(), found, members);
    },
    parameterName(call, index) {
      const own = host.toHostNode(call);
      const parameter = own && host.checker().getResolvedSignature(own)?.parameters[index];
      const declaration = parameter?.valueDeclaration as { readonly dotDotDotToken?: unknown } | undefined;
      return declaration && !declaration.dotDotDotToken ? parameter?.name : undefined;
    },
  };
}

/** Whether the checker knows more than `any`; compared as text, because the numbers of flags differ between versions of TypeScript. */
function isKnown<Node, Type extends CheckedType<Type>>(checker: Checker<Node, Type>, type: Type): boolean {
  return !["any", "unknown", "never"].includes(checker.typeToString(type));
}

function isNamed<Type extends CheckedType<Type>>(type: Type, asked: AskedType): boolean {
  const parts = () => (type as Type & Parts<Type>).types;
  // An enum is the union of its members, and a union may have a name of its own.
  if ([type.aliasSymbol, type.getSymbol()].some((symbol) => symbol && isDeclaration(symbol, asked))) return true;
  if (type.isUnion()) return parts().every((part) => isNamed(part, asked));
  if (type.isIntersection()) return parts().some((part) => isNamed(part, asked));
  return type.isClassOrInterface() && (type.getBaseTypes() ?? []).some((base) => isNamed(base, asked));
}

function isDeclaration(symbol: CheckedSymbol, asked: AskedType): boolean {
  const declarations = symbol.declarations ?? [];
  const isCalledSo = symbol.name === asked.exported || (asked.exported === "default" && declarations.some(isDefaultExport));
  return isCalledSo && declarations.some((declaration) => asked.declaredIn(declaration.getSourceFile().fileName));
}

function isDefaultExport(declaration: CheckedDeclaration): boolean {
  return /^export\s+default\b/.test(declaration.getText());
}

function hasMembers<Node, Type extends CheckedType<Type>>(
  checker: Checker<Node, Type>,
  start: Type,
  members: readonly string[],
): boolean | undefined {
  let type = start;
  for (const member of members) {
    if (!isKnown(checker, type)) return undefined;
    const symbol = checker.getPropertyOfType(checker.getNonNullableType(type), member);
    if (!symbol) return false;
    type = checker.getTypeOfSymbol(symbol);
  }
  return true;
}

function declarationOf(manager: ScopeManager, at: TSESTree.Node, name: string): TSESTree.Node | undefined {
  for (let node: TSESTree.Node | undefined = at; node; node = node.parent) {
    const variable = manager.acquire(node, true)?.set.get(name);
    if (variable) return variable.defs[0]?.name;
  }
  return undefined;
}

function enclosingClass(at: TSESTree.Node): TSESTree.Node | undefined {
  for (let node: TSESTree.Node | undefined = at; node; node = node.parent) {
    if (node.type === "ClassDeclaration") return node;
    if (node.type === "ClassExpression") return undefined;
  }
  return undefined;
}
