import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isWrapper, type Node } from "../../syntax/nodes.js";
import { findTarget, type Target } from "../../naming/targets.js";
import { lastNameOf } from "../../semantics/type-parts.js";

/** Sources whose type is narrower than `string`: `crypto.randomUUID()` gives a template type. */
const TEMPLATE_TYPED = new Set(["crypto#randomUUID"]);

/** A raw ID, or the function that makes it, with what it is for. */
interface Raw {
  readonly node: Node;
  readonly sourceId: string;
  /** Whether the function is passed, not its result. */
  readonly isValue: boolean;
}

/** Why a string may not fit the target; undefined if it does, for example because the old value was a plain string too. */
export function narrowTargetReason(file: FileView, target: Target | undefined, raw: Raw): string | undefined {
  const stated = [...satisfiedTypes(raw.node), ...(target?.annotation ? [target.annotation] : [])];
  const narrow = stated.find((type) => !fits(file, wanted(type, target), raw)) ?? narrowMaker(file, target, raw);
  return narrow && `its target is of type ${file.textOf(narrow)}`;
}

/** `const makeId: () => UUID = () => randomUUID()`: the stated return type is narrower than `string`. */
function narrowMaker(file: FileView, target: Target | undefined, raw: Raw): TSESTree.TypeNode | undefined {
  if (target?.kind !== "return" || target.annotation || raw.isValue) return undefined;
  const type = findTarget(file, target.node)?.annotation;
  return type && !fits(file, type, { ...raw, isValue: true }) ? type : undefined;
}

/** The types of `satisfies` around the node. */
function satisfiedTypes(node: Node): TSESTree.TypeNode[] {
  const types: TSESTree.TypeNode[] = [];
  for (let at = node.parent; at && isWrapper(at); at = at.parent)
    if (at.type === "TSSatisfiesExpression") types.push(at.typeAnnotation);
  return types;
}

/** The type of the value itself: an async function's type is that of the promise. */
function wanted(type: TSESTree.TypeNode, target: Target | undefined): TSESTree.TypeNode {
  const inner = type.type === "TSTypeReference" && isPromise(type) ? type.typeArguments?.params[0] : undefined;
  return target?.kind === "return" && inner ? inner : type;
}

function isPromise(type: TSESTree.TSTypeReference): boolean {
  return type.typeName.type === "Identifier" && /^Promise(?:Like)?$/u.test(type.typeName.name);
}

function fits(file: FileView, type: TSESTree.TypeNode, raw: Raw): boolean {
  // A type that is no function describes the ID, not the function that makes it.
  const made = raw.isValue ? resultType(file, type) : undefined;
  if (made === "no function" || made === undefined) return takesText(file, type, raw.sourceId, raw.isValue && made === undefined);
  return made === "other" ? false : takesText(file, made, raw.sourceId, false);
}

/** What a function type returns; `other` if it has more than one plain signature, `no function` if it is none, undefined if unknown. */
function resultType(file: FileView, type: TSESTree.TypeNode, depth = 0): TSESTree.TypeNode | "other" | "no function" | undefined {
  if (depth > 8) return undefined;
  if (type.type === "TSFunctionType") return type.returnType?.typeAnnotation;
  if (type.type === "TSTypeQuery" || type.type === "TSConstructorType") return "other";
  if (type.type === "TSUnionType") {
    const results = type.types.map((part) => resultType(file, part, depth + 1)).filter((part) => part !== "no function");
    return results.length === 0 ? "no function" : results[0];
  }
  if (type.type === "TSTypeLiteral") return signatureResult(type.members);
  if (type.type !== "TSTypeReference") return "no function";
  const definition = definitionOf(file, type);
  if (definition?.type === "TSTypeAliasDeclaration") return resultType(file, definition.typeAnnotation, depth + 1);
  return definition?.type === "TSInterfaceDeclaration" ? signatureResult(definition.body.body) : undefined;
}

function signatureResult(members: readonly TSESTree.TypeElement[]): TSESTree.TypeNode | "other" | "no function" {
  const signatures = members.filter((member) => member.type === "TSCallSignatureDeclaration");
  if (signatures.length === 0) return "no function";
  return (signatures.length === 1 && members.length === 1 && signatures[0]?.returnType?.typeAnnotation) || "other";
}

/** Whether a type accepts any string; one that the file does not declare accepted the old value, so it may accept any string too. */
function takesText(file: FileView, type: TSESTree.TypeNode, sourceId: string, isUnknownFunction: boolean): boolean {
  if (takesStrings(file, type)) return true;
  // uuid() returns a plain string: a type that accepted it accepts the replacement's string too.
  if (TEMPLATE_TYPED.has(sourceId) || type.type !== "TSTypeReference") return false;
  return isUnknownFunction || !(isUuidName(type) || isTemplateType(file, type));
}

function isTemplateType(file: FileView, type: TSESTree.TypeNode, depth = 0): boolean {
  if (type.type === "TSTemplateLiteralType" || type.type === "TSLiteralType") return true;
  if (type.type !== "TSTypeReference" || depth > 8) return false;
  const definition = definitionOf(file, type);
  return definition?.type === "TSTypeAliasDeclaration" && isTemplateType(file, definition.typeAnnotation, depth + 1);
}

function isUuidName(type: TSESTree.TSTypeReference): boolean {
  return /^UUID$/iu.test(lastNameOf(type.typeName));
}

const WIDE = new Set(["TSStringKeyword", "TSAnyKeyword", "TSUnknownKeyword", "TSVoidKeyword"]);

function takesStrings(file: FileView, type: TSESTree.TypeNode, depth = 0): boolean {
  if (WIDE.has(type.type)) return true;
  if (type.type === "TSUnionType") return type.types.some((part) => takesStrings(file, part, depth));
  if (type.type !== "TSTypeReference" || depth > 8) return false;
  const definition = definitionOf(file, type);
  return definition?.type === "TSTypeAliasDeclaration" && takesStrings(file, definition.typeAnnotation, depth + 1);
}

function definitionOf(file: FileView, type: TSESTree.TSTypeReference): Node | undefined {
  return type.typeName.type === "Identifier" ? file.variableOf(type.typeName)?.defs[0]?.node : undefined;
}
