import type { TSESTree } from "@typescript-eslint/types";
import { atMost, atMostSuggestion, type Edit } from "../../edits/edit.js";
import { isField, isNothing, unwrap, type Node, isCast } from "../../syntax/nodes.js";
import { carrierOf, type Target } from "../../naming/targets.js";
import { namedTypeOf } from "./names.js";
import { withBrand, wrapValue, type IdFile } from "./edits.js";
import { entryFor, type IdEntry } from "./options.js";
import { annotationEdit } from "./flows.js";
import { isText, type PlainText } from "./texts.js";
import { doubtOfHolder, doubtOfUses, giverOf } from "../../semantics/types/type-flows.js";
import { declarationOfType, promisedType } from "../../semantics/types/type-parts.js";
import { askedType, isOfType, isTypedOrNothing, leavesOf, namesType, shortText } from "./values.js";

/** Wraps a text, with regard to its target. */
export function textEdit(id: IdFile, entry: IdEntry, text: PlainText): Edit {
  const edit = intoTarget(id, entry, text, wrapValue(id, entry, text.node, text.whole));
  const other = edit.level === "fix" && !text.target.annotation ? otherValueIn(id, entry, text.node) : undefined;
  return other ? atMostSuggestion(edit, `${shortText(id, other)} beside it may be a plain string`) : edit;
}

/** Lowers an edit that makes a value an ID where no type asks for one and no declaration gets its type from the value. */
export function intoTarget(
  id: IdFile,
  entry: IdEntry,
  { node, target }: { readonly node: Node; readonly target: Target },
  edit: Edit,
): Edit {
  const { annotation } = target;
  if (annotation ? asks(id, entry, annotation) : id.file.types?.isAskedFor?.(node, askedType(id, entry))) return edit;
  const doubt = annotation ? doubtOfType(id, entry, annotation) : doubtOfDeclaration(id, node, target);
  const branded = withBrand(entry, edit);
  return doubt === undefined ? branded : atMostSuggestion(branded, doubt);
}

/** A stated type that takes plain strings asks for an ID only if it becomes the ID's in the same run. */
function doubtOfType(id: IdFile, entry: IdEntry, annotation: TSESTree.TypeNode): string | undefined {
  const part = stringIn(annotation);
  const site = part && !id.isDisabled(part) ? namedTypeOf(id.file, part) : undefined;
  if (site && entryFor(id.options, site.spoken) === entry && atMost(annotationEdit(id, entry, site), entry.fix).level === "fix")
    return undefined;
  return `its target is of type ${id.file.textOf(annotation)}`;
}

function stringIn(type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (type.type === "TSUnionType") return type.types.find((part) => part.type === "TSStringKeyword");
  return type.type === "TSStringKeyword" ? type : undefined;
}

/** Whether the value's own declaration gets its type from it: `const userId = "u1"`. */
function doubtOfDeclaration(id: IdFile, node: Node, target: Target): string | undefined {
  const carrier = carrierOf(node);
  const cast = castAround(node, carrier);
  if (cast !== undefined) return cast;
  const parent = carrier.parent as Node;
  if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
    const variable = id.file.variableOf(parent.id);
    const isSetAgain = variable?.references.some((reference) => reference.isWrite() && !reference.init);
    if (isSetAgain) return `${parent.id.name} is assigned again`;
    return variable && doubtOfUses(id.file, variable, isText(unwrap(node)));
  }
  if (parent.type === "ArrayExpression" && carrierOf(parent).parent?.type === "VariableDeclarator")
    return doubtOfHolder(id.file, parent, target.name);
  if (target.kind === "field") {
    const isFixed = isField(parent) && parent.readonly;
    return isFixed ? undefined : `${target.name} would no longer take a plain string`;
  }
  if (target.kind === "return" && !target.isIndirect) return giverOf(carrier) ? ONLY_NAME : undefined;
  return ONLY_NAME;
}

const ONLY_NAME = "only its name says that it is one";

/** What a choice may give instead of its texts that is not known to be an ID: the whole stays a string then. */
function otherValueIn(id: IdFile, entry: IdEntry, text: Node): Node | undefined {
  const isId = (leaf: Node): boolean =>
    isText(leaf) || isNothing(leaf) || isOfType(id, entry, leaf) || isTypedOrNothing(id, entry, leaf);
  return leavesOf(unwrap(carrierOf(text))).find((leaf) => !isId(leaf));
}

/** A cast to something else than a string. */
function castAround(node: Node, carrier: Node): string | undefined {
  for (let at = node; at !== carrier; at = at.parent as Node) {
    const parent = at.parent as Node;
    if (isCast(parent) && parent.typeAnnotation.type !== "TSStringKeyword") return "it is cast";
  }
  return undefined;
}

/** Whether a stated type asks for the ID: it names it, also beside other types. */
function asks(id: IdFile, entry: IdEntry, type: TSESTree.TypeNode, depth = 0): boolean {
  if (namesType(id, entry, type)) return true;
  if (type.type === "TSUnionType") return stringIn(type) === undefined && type.types.some((part) => asks(id, entry, part, depth));
  const promised = promisedType(type);
  if (promised) return asks(id, entry, promised, depth + 1);
  const definition = depth > 8 ? undefined : declarationOfType(id.file, type);
  if (definition?.type !== "TSTypeAliasDeclaration") return false;
  // A second declaration of the ID's type becomes the type itself in the same edit.
  const isSecond = id.aliases.has(entry) && entryFor(id.options, definition.id.name) === entry;
  return isSecond || asks(id, entry, definition.typeAnnotation, depth + 1);
}
