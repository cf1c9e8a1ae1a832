import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import type { Target } from "../matching/targets.js";

/** Sources whose type is narrower than `string`: `crypto.randomUUID()` gives a template type. */
const TEMPLATE_TYPED = new Set(["crypto#randomUUID"]);

/** Why a string may not fit where the value goes; undefined: it does, as the old value was a plain string too. */
export function narrowTargetReason(file: FileView, target: Target | undefined, sourceId: string): string | undefined {
  const type = target?.annotation;
  if (!type || target.kind === "element") return undefined;
  if (target.kind === "return" && isPromise(type)) return reasonFor(file, type.typeArguments?.params[0], sourceId);
  return reasonFor(file, type, sourceId);
}

function reasonFor(file: FileView, type: TSESTree.TypeNode | undefined, sourceId: string): string | undefined {
  if (!type || takesStrings(file, type)) return undefined;
  const isPlain = !TEMPLATE_TYPED.has(sourceId) && type.type === "TSTypeReference" && !isUuidName(type);
  // uuid() gives a plain string: what took it takes the replacement's too.
  return isPlain ? undefined : `its target is of type ${file.textOf(type).replace(/\s+/gu, " ")}`;
}

function isPromise(type: TSESTree.TypeNode): type is TSESTree.TSTypeReference {
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" && /^Promise(?:Like)?$/u.test(type.typeName.name);
}

function isUuidName(type: TSESTree.TSTypeReference): boolean {
  const name =
    type.typeName.type === "Identifier"
      ? type.typeName.name
      : type.typeName.type === "TSQualifiedName"
        ? type.typeName.right.name
        : "";
  return /^UUID$/iu.test(name);
}

const WIDE = new Set(["TSStringKeyword", "TSAnyKeyword", "TSUnknownKeyword"]);

function takesStrings(file: FileView, type: TSESTree.TypeNode, depth = 0): boolean {
  if (WIDE.has(type.type)) return true;
  if (type.type === "TSUnionType") return type.types.some((part) => takesStrings(file, part, depth));
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || depth > 8) return false;
  const definition = file.variableOf(type.typeName)?.defs[0]?.node;
  if (definition?.type === "TSTypeAliasDeclaration") return takesStrings(file, definition.typeAnnotation, depth + 1);
  return false;
}
