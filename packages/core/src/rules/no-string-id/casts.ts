import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, type Edit } from "../../edits/edit.js";
import { type Node, enclosingFunction, isNothing, unwrap } from "../../syntax/nodes.js";
import { wrapValue, type IdFile } from "./edits.js";
import type { IdEntry } from "./entries.js";
import { isText } from "./texts.js";
import { isOfType, namesType } from "./values.js";
import { constantValue } from "../../semantics/type-flows.js";

type Cast = TSESTree.TSAsExpression | TSESTree.TSTypeAssertion;

/** A value that is only cast to an ID. */
export interface CastSite {
  readonly node: Cast;
  readonly value: Node;
  readonly entry: IdEntry;
  readonly edit: Edit;
}

/** Finds `x as unknown as UserId` of anything, and `x as UserId` of what is a string in this file. */
export function* findCasts(id: IdFile): Generator<CastSite> {
  for (const node of [...id.file.nodes("TSAsExpression"), ...id.file.nodes("TSTypeAssertion")]) {
    const entry = id.options.entries.find((each) => namesType(id, each, node.typeAnnotation));
    if (!entry) continue;
    const value = unwrap(node.expression);
    const isDouble = isCast(node.expression) && isOpen(node.expression.typeAnnotation);
    // `null as unknown as UserId` means no value, not a string.
    if (isNothing(value) || value.type === "ObjectExpression" || (value.type === "Literal" && typeof value.value !== "string"))
      continue;
    if (isOfType(id, entry, value) && !isText(value)) continue;
    const isPlain = isString(id, value);
    if ((!isDouble && !isPlain) || (!isDouble && entry.isCastWrap)) continue;
    yield { node, value, entry, edit: castEdit(id, entry, { node, value, isPlain }) };
  }
}

/** The outermost cast around a value that says it is an ID: `x as unknown as UserId`. */
export function castToId(id: IdFile, value: Node): Node | undefined {
  let cast: Node | undefined;
  for (let at = value.parent; at && (isCast(at) || at.type === "TSNonNullExpression"); at = at.parent) {
    const type = isCast(at) ? at.typeAnnotation : undefined;
    if (type && id.options.entries.some((entry) => namesType(id, entry, type))) cast = at;
  }
  return cast;
}

/** A cast, the value inside it, and whether the file shows that the value is a string. */
interface CastValue {
  readonly node: Cast;
  readonly value: Node;
  readonly isPlain: boolean;
}

function castEdit(id: IdFile, entry: IdEntry, { node, value, isPlain }: CastValue): Edit {
  const edit = wrapValue(id, entry, value, node);
  if (isPlain) return edit;
  return allOf(atMostSuggestion(fix([]), "it is not known to be a string"), edit);
}

function isCast(node: Node): node is Cast {
  return node.type === "TSAsExpression" || node.type === "TSTypeAssertion";
}

function isOpen(type: TSESTree.TypeNode): boolean {
  return (
    type.type === "TSUnknownKeyword" ||
    type.type === "TSAnyKeyword" ||
    type.type === "TSNeverKeyword" ||
    type.type === "TSStringKeyword"
  );
}

/** Whether the file shows that a value is a string. */
function isString(id: IdFile, value: Node): boolean {
  if (isText(value)) return true;
  if (value.type === "CallExpression") {
    const { callee } = value;
    if (callee.type === "Identifier") return callee.name === "String" && !id.file.variableOf(callee);
    return (
      callee.type === "MemberExpression" &&
      callee.property.type === "Identifier" &&
      callee.property.name === "toString" &&
      !callee.computed
    );
  }
  if (value.type !== "Identifier") return false;
  const name = id.file.variableOf(value)?.defs[0]?.name as Node | undefined;
  const annotation = name?.type === "Identifier" && !name.optional ? name.typeAnnotation?.typeAnnotation : undefined;
  if (annotation) return annotation.type === "TSStringKeyword";
  const constant = constantValue(id.file, value);
  return !!constant && isText(constant.value);
}

/** Whether a parameter's function converts plain strings to IDs, or tests them: its parameter has to be plain. */
export function isConverter(id: IdFile, entry: IdEntry, parameter: Node): boolean {
  const owner = parameter.parent && "returnType" in parameter.parent ? parameter.parent : enclosingFunction(parameter);
  const result = owner && "returnType" in owner ? owner.returnType?.typeAnnotation : undefined;
  if (!result) return false;
  const type = result.type === "TSTypePredicate" ? result.typeAnnotation?.typeAnnotation : result;
  return !!type && mentions(id, entry, type);
}

function mentions(id: IdFile, entry: IdEntry, type: TSESTree.TypeNode): boolean {
  if (type.type === "TSUnionType") return type.types.some((part) => mentions(id, entry, part));
  if (namesType(id, entry, type)) return true;
  return (
    type.type === "TSTypeReference" &&
    (type.typeArguments?.params ?? [])
      .slice(0, 1)
      .some((part) => type.typeName.type === "Identifier" && type.typeName.name === "Promise" && mentions(id, entry, part))
  );
}
