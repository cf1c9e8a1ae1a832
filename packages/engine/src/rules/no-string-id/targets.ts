import type { TSESTree } from "@typescript-eslint/types";
import { atMostSuggestion, type Edit } from "../../edits/edit.js";
import { isFunction, isNothing, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import { carrierOf, type Target } from "../../naming/targets.js";
import { doubtOfOpenTarget, doubtOfOtherCalls } from "./open-targets.js";
import { withBrand, wrapValue, type IdFile } from "./edits.js";
import { entryFor, type IdEntry } from "./entries.js";
import { spokenName } from "./names.js";
import { isText, type PlainText } from "./texts.js";
import { doubtOfHolder, doubtOfUses, giverOf, readsOnly } from "../../semantics/type-flows.js";
import { isOfType, isTypedOrNothing, leavesOf, namesType, shortText } from "./values.js";

/** Wraps a text, with regard to its target. */
export function textEdit(id: IdFile, entry: IdEntry, text: PlainText): Edit {
  const edit = intoTarget(id, entry, text, wrapValue(id, entry, text.node, text.whole));
  const other = edit.level === "fix" && !text.target.annotation ? otherValueIn(id, entry, text.node) : undefined;
  return other ? atMostSuggestion(edit, `${shortText(id, other)} beside it may be a plain string`) : edit;
}

/** Lowers an edit that makes a value an ID if its target may not accept one, or infers its type from the value. */
export function intoTarget(
  id: IdFile,
  entry: IdEntry,
  { node, target }: { readonly node: Node; readonly target: Target },
  edit: Edit,
): Edit {
  if (target.annotation && namesType(id, entry, target.annotation)) return edit;
  const doubt = doubtOfTarget(id, entry, node, target);
  return doubt === undefined ? withBrand(entry, edit) : atMostSuggestion(edit, doubt);
}

function doubtOfTarget(id: IdFile, entry: IdEntry, node: Node, target: Target): string | undefined {
  const { annotation } = target;
  if (annotation && !takes(id, entry, annotation)) return `its target is of type ${id.file.textOf(annotation)}`;
  if (annotation) return target.kind === "argument" ? doubtOfOtherCalls(id, entry, target.node) : undefined;
  const carrier = carrierOf(node);
  const cast = castAround(node, carrier);
  if (cast !== undefined) return cast;
  const parent = carrier.parent as Node;
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.id.type === "Identifier" ? doubtOfVariable(id, parent.id, parent.parent.kind, node) : undefined;
    case "AssignmentPattern":
      return doubtOfDefault(parent);
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.readonly ? undefined : `${target.name} would no longer take a plain string`;
    case "Property":
      return target.kind === "property"
        ? (doubtOfHolder(id.file, parent.parent, target.name) ?? doubtOfOpenTarget(id.file, parent.parent))
        : "it is a default for other texts";
    case "ArrayExpression":
      return doubtOfHolder(id.file, parent, target.name);
    case "CallExpression":
    case "NewExpression":
      return target.kind === "argument" || target.kind === "element" ? undefined : "its other values may be strings";
    default: {
      const object = giverOf(carrier)?.parent?.parent;
      return object && doubtOfHolder(id.file, object, target.name);
    }
  }
}

/** What a choice may give instead of its texts that is no ID, not even by its name: the whole stays a string then. */
function otherValueIn(id: IdFile, entry: IdEntry, text: Node): Node | undefined {
  const isId = (leaf: Node): boolean =>
    isOfType(id, entry, leaf) || isTypedOrNothing(id, entry, leaf) || isNamedAsId(id, entry, leaf);
  return leavesOf(unwrap(carrierOf(text))).find((leaf) => !isText(leaf) && !isNothing(leaf) && !isId(leaf));
}

/** Whether a value's own name says that it is one of the entry's IDs, so that it becomes one where it is declared. */
function isNamedAsId(id: IdFile, entry: IdEntry, value: Node): boolean {
  const node = unwrap(value);
  const name = node.type === "Identifier" ? node.name : node.type === "MemberExpression" ? memberName(node) : undefined;
  const spoken = name === undefined ? undefined : spokenName(name, "one");
  return spoken !== undefined && entryFor(id.options, spoken) === entry;
}

/** A cast to something else than a string. */
function castAround(node: Node, carrier: Node): string | undefined {
  for (let at = node; at !== carrier; at = at.parent as Node) {
    const parent = at.parent as Node;
    if (
      (parent.type === "TSAsExpression" || parent.type === "TSTypeAssertion") &&
      parent.typeAnnotation.type !== "TSStringKeyword"
    )
      return "it is cast";
  }
  return undefined;
}

function doubtOfVariable({ file }: IdFile, identifier: TSESTree.Identifier, kind: string, node: Node): string | undefined {
  const variable = file.variableOf(identifier);
  if (!variable) return undefined;
  const writes = variable.references.filter((reference) => reference.isWrite() && !reference.init);
  const isOnlyTexts = writes.every(
    ({ writeExpr, identifier: at }) =>
      writeExpr && isText(writeExpr) && at.parent?.type === "AssignmentExpression" && at.parent.operator === "=",
  );
  if (kind !== "const" && !isOnlyTexts) return `${variable.name} is given plain strings later`;
  return doubtOfUses(file, kind === "const" ? variable : readsOnly(variable), isText(unwrap(node)));
}

function doubtOfDefault(pattern: TSESTree.AssignmentPattern): string | undefined {
  const owner = pattern.parent;
  if (isFunction(owner)) return "the parameter would take its type from it";
  if (owner.type !== "Property") return undefined;
  let top: Node = owner.parent;
  while (
    top.parent &&
    (top.parent.type === "Property" || top.parent.type === "ObjectPattern" || top.parent.type === "ArrayPattern")
  )
    top = top.parent;
  const isTyped = top.type === "ObjectPattern" && !!top.typeAnnotation;
  return isFunction(top.parent) && !isTyped ? "the parameter would take its type from it" : undefined;
}

/** Whether an annotation that accepted a plain string accepts an ID. */
function takes(id: IdFile, entry: IdEntry, type: TSESTree.TypeNode, depth = 0): boolean {
  if (
    type.type === "TSStringKeyword" ||
    type.type === "TSUnknownKeyword" ||
    type.type === "TSAnyKeyword" ||
    namesType(id, entry, type)
  )
    return true;
  if (type.type === "TSUnionType") return type.types.some((part) => takes(id, entry, part, depth));
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || depth > 8) return false;
  if (type.typeName.name === "Promise")
    return !!type.typeArguments?.params[0] && takes(id, entry, type.typeArguments.params[0], depth + 1);
  const definition = id.file.variableOf(type.typeName)?.defs[0]?.node;
  return definition?.type === "TSTypeAliasDeclaration" && takes(id, entry, definition.typeAnnotation, depth + 1);
}
