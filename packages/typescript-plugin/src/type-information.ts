import type { SourceFile, TypeInformation } from "@godwit/engine";
import type { TSESTree } from "@typescript-eslint/types";
import type ts from "typescript";
import { originOf } from "./node-at.js";

/** Answers the engine's questions by the host's own checker, over the tree that it has. */
export function createTypeInformation(
  typescript: typeof ts,
  checker: () => ts.TypeChecker,
  sourceFile: ts.SourceFile,
  scopes: SourceFile["scopes"],
): TypeInformation {
  const typeAt = (node: TSESTree.Node): ts.Type | undefined => {
    const typed = originOf(typescript, sourceFile, node);
    return typed && checker().getTypeAtLocation(typed);
  };
  return {
    isOfType: (node, type) => {
      const found = typeAt(node);
      return found && isKnown(checker(), found) ? isNamed(checker(), checker().getNonNullableType(found), type) : undefined;
    },
    hasPath: (at, path) => {
      const [root, ...members] = path.split(".");
      const node = root === "this" ? enclosingClass(at) : declarationOf(scopes(), at, root!);
      const found = node && typeAt(node);
      return found && hasMembers(checker(), found, members);
    },
    parameterName: (call, index) => {
      const origin = originOf(typescript, sourceFile, call);
      if (!origin || !typescript.isCallLikeExpression(origin)) return undefined;
      const signature = checker().getResolvedSignature(origin);
      const declaration = signature?.parameters[index]?.valueDeclaration as ts.ParameterDeclaration | undefined;
      return declaration && !declaration.dotDotDotToken ? signature?.parameters[index]?.name : undefined;
    },
  };
}

/** Whether the checker knows more than `any`; compared as text, since flags' numbers differ between versions of TypeScript. */
function isKnown(checker: ts.TypeChecker, type: ts.Type): boolean {
  return !["any", "unknown", "never"].includes(checker.typeToString(type));
}

function isNamed(checker: ts.TypeChecker, type: ts.Type, wanted: Parameters<TypeInformation["isOfType"]>[1]): boolean {
  if (type.isUnion()) return type.types.every((part) => isNamed(checker, part, wanted));
  if ([type.aliasSymbol, type.getSymbol()].some((symbol) => symbol && isDeclaration(symbol, wanted))) return true;
  if (type.isIntersection()) return type.types.some((part) => isNamed(checker, part, wanted));
  return type.isClassOrInterface() && (type.getBaseTypes() ?? []).some((base) => isNamed(checker, base, wanted));
}

function isDeclaration(symbol: ts.Symbol, wanted: Parameters<TypeInformation["isOfType"]>[1]): boolean {
  const declarations = symbol.declarations ?? [];
  const isCalledSo = symbol.name === wanted.exported || (wanted.exported === "default" && declarations.some(isDefaultExport));
  return isCalledSo && declarations.some((declaration) => wanted.declaredIn(declaration.getSourceFile().fileName));
}

function isDefaultExport(declaration: ts.Declaration): boolean {
  return /^export\s+default\b/.test(declaration.getText());
}

function hasMembers(checker: ts.TypeChecker, start: ts.Type, members: readonly string[]): boolean | undefined {
  let type = start;
  for (const member of members) {
    if (!isKnown(checker, type)) return undefined;
    const symbol = checker.getPropertyOfType(checker.getNonNullableType(type), member);
    if (!symbol) return false;
    type = checker.getTypeOfSymbol(symbol);
  }
  return true;
}

function declarationOf(manager: ReturnType<SourceFile["scopes"]>, at: TSESTree.Node, name: string): TSESTree.Node | undefined {
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
