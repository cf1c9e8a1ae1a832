import type { TSESTree } from "@typescript-eslint/types";
import { type Edit, allOf, atMostSuggestion, fix } from "../../edits/edit.js";
import { type Node, enclosingFunction, isNothing, unwrap, isCast } from "../../syntax/nodes.js";
import { type IdFile, wrapValue } from "./edits.js";
import type { IdEntry } from "./options.js";
import { isText } from "./texts.js";
import { isOfType, isShownToBe, namesType } from "./values.js";
import { constantValue } from "../../semantics/types/type-flows.js";
import { promisedType } from "../../semantics/types/type-parts.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { fillingFor } from "../../patterns/filling.js";
import { matchTemplate } from "../../patterns/match.js";
import { mayFit } from "../../patterns/may-fit.js";
import { renderTemplate } from "../../patterns/render.js";

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
  const promised = promisedType(type);
  return promised ? mentions(id, entry, promised) : namesType(id, entry, type);
}

/** A value in its wrap. */
interface WrapSite {
  readonly node: Node;
  readonly value: Node;
  readonly entry: IdEntry;
}

/** A wrap around a value that is an ID already. */
interface RewrapSite extends WrapSite {
  readonly edit: Edit;
}

/** Finds `UserId(userId)` where the file shows that `userId` is a `UserId`. */
export function* findRewraps(id: IdFile): Generator<RewrapSite> {
  for (const site of findWraps(id)) if (isShownToBe(id, site.entry, site.value)) yield { ...site, edit: unwrapped(id, site) };
}

/** Finds `UserId(userId)`, whatever `userId` is. */
export function* findWraps(id: IdFile): Generator<WrapSite> {
  for (const entry of id.options.entries) {
    const { root } = entry.wrap;
    if (entry.isCastWrap || (root.type !== "CallExpression" && root.type !== "NewExpression")) continue;
    for (const node of id.file.nodes(root.type)) {
      if (!mayFit(root, node, id.setting.findExport)) continue;
      const match = matchTemplate({ file: id.file, findExport: id.setting.findExport }, entry.wrap, node);
      const binding = match?.bindings.get("value");
      const value = binding && "node" in binding ? binding.node : undefined;
      if (value) yield { node, value, entry };
    }
  }
}

/** The value without its wrap: what an ID is made of is not changed by it, unless the wrap does more than to state the type. */
export function unwrapped({ file, setting }: IdFile, { entry, node, value }: WrapSite): Edit {
  const isSimple =
    /^(?:Identifier|CallExpression|MemberExpression|NewExpression)$/u.test(unwrap(value).type) && unwrap(value) === value;
  const template = setting.template(isSimple ? "$value" : "($value)");
  const edit = replaceExpression(file, node, renderTemplate(file, template, fillingFor(setting, { value }), node), {
    bound: [value],
  });
  return entry.onlyStatesType() ? edit : atMostSuggestion(edit, `${entry.type} may do more than to state the type`);
}
