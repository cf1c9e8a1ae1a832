import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, type Edit } from "../../edits/edit.js";
import { type FunctionNode, isField, isFunction, isNothing, type Node, unwrap } from "../../syntax/nodes.js";
import { usesOf } from "../../semantics/origins.js";
import { isVisibleToOthers } from "../../semantics/own-exports.js";
import { retype, withBrand, wrapValue, type IdFile } from "./edits.js";
import { entryFor, type IdEntry } from "./options.js";
import { namedTypeOf, type NamedType } from "./annotations.js";
import { isText, wholeOf } from "./texts.js";
import { isOfType, leavesOf, shortText } from "./values.js";
import { fieldOf, isOwnField, valuesOfField, valuesOfVariable } from "./assignments.js";
import { constantValue, doubtOfChanges, doubtOfUses, readsOnly } from "../../semantics/type-flows.js";
import { because, type Why } from "../../reasons/reasons.js";

const MOST_STEPS = 12;

/** Makes a plain type an ID's, together with the values that flow in if the file shows all of them. */
export function annotationEdit(id: IdFile, entry: IdEntry, site: NamedType): Edit {
  const edit = withBrand(entry, retype(id, entry, site.part));
  // Another name for `string` takes what a string takes.
  if (entry.brand().isPlain) return edit;
  return allOf(edit, flowEdit(id, entry, site, new Set()));
}

/** The other changes that a place needs to hold only IDs; a suggestion if the file does not show all of them. */
export function flowEdit(id: IdFile, entry: IdEntry, site: NamedType, seen: ReadonlySet<Node>): Edit {
  if (site.kind === "variable") return variableFlow(id, entry, site, seen);
  if (site.kind === "parameter") return parameterFlow(id, entry, site, seen);
  if (site.kind === "field" && site.shape === "one" && !isHeld(site) && isOwnField(site.holder))
    return fieldFlow(id, entry, { site, field: site.holder }, seen);
  return atMostSuggestion(ownValue(id, entry, site), OPEN_FLOWS[site.kind]);
}

const OPEN_FLOWS = {
  property: "it may get strings",
  field: "it may get strings",
  return: "it may return strings",
  alias: "its values may be strings",
  argument: "it may get strings",
  index: "its keys may be strings",
} as const;

/** The edit of texts in the declaration itself: an initialiser's, a default's. */
function ownValue(id: IdFile, entry: IdEntry, { holder, shape }: NamedType): Edit {
  const value = shape === "key" ? undefined : initialiserOf(holder);
  const texts = value ? leavesOf(value).filter((leaf) => isText(leaf) && !isEmpty(leaf)) : [];
  return allOf(fix([]), ...texts.map((leaf) => orLook(wrapValue(id, entry, innerText(leaf), leaf))));
}

function isEmpty(node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === "Literal" && inner.value === "";
}

function initialiserOf(holder: Node): Node | undefined {
  const owner = holder.type === "Identifier" ? holder.parent : holder;
  if (owner?.type === "VariableDeclarator") return owner.init ?? undefined;
  if (owner?.type === "AssignmentPattern") return owner.right;
  return isField(owner) ? (owner.value ?? undefined) : undefined;
}

function variableFlow(id: IdFile, entry: IdEntry, site: NamedType, seen: ReadonlySet<Node>): Edit {
  const identifier = site.holder as TSESTree.Identifier;
  const declarator = identifier.parent as TSESTree.VariableDeclarator;
  const variable = id.file.variableOf(identifier);
  const look = (reason: Why) => atMostSuggestion(ownValue(id, entry, site), reason);
  if (isHeld(site)) return look("it may give strings");
  if (!variable || site.shape === "key") return look("its keys may be strings");
  if (isVisibleToOthers(id.file, variable)) return look("other files may rely on its type");
  if (declarator.parent.kind !== "const" && site.shape === "one") {
    const values = valuesOfVariable(variable, declarator);
    const doubt = typeof values === "string" ? values : doubtOfUses(id.file, readsOnly(variable), false);
    if (typeof values === "string" || doubt !== undefined) return look(doubt as string);
    return conversions(id, entry, values, { isNullable: site.isNullable, seen: new Set([...seen, identifier]) });
  }
  if (declarator.parent.kind !== "const" || !declarator.init) return look(`${site.name} may be given a plain string later`);
  const doubt =
    site.shape === "one"
      ? doubtOfUses(id.file, variable, false)
      : (manyDoubt(variable, declarator) ?? doubtOfUses(id.file, variable, false));
  if (doubt !== undefined) return look(doubt);
  return conversions(id, entry, valuesOf(site, declarator.init), { isNullable: site.isNullable, seen });
}

/** A field that only its class can set: every value that the class gives it becomes an ID. */
function fieldFlow(
  id: IdFile,
  entry: IdEntry,
  { site, field }: { readonly site: NamedType; readonly field: TSESTree.PropertyDefinition },
  seen: ReadonlySet<Node>,
): Edit {
  const values = valuesOfField(id.file, field);
  if (typeof values === "string") return atMostSuggestion(ownValue(id, entry, site), values);
  return conversions(id, entry, values, { isNullable: site.isNullable || field.optional, seen: new Set([...seen, field]) });
}

function conversions(id: IdFile, entry: IdEntry, values: readonly Node[], flow: Flow): Edit {
  return allOf(fix([]), ...values.map((value) => conversion(id, entry, value, flow)));
}

/** `Promise<string>`, `Ref<string>`: the value is not the ID itself. */
function isHeld({ part, type, shape }: NamedType): boolean {
  return shape === "one" && part !== type && part.parent !== type;
}

/** An array's elements, or the value itself. */
function valuesOf(site: NamedType, value: Node): readonly Node[] {
  const inner = unwrap(value);
  if (site.shape === "one" || inner.type !== "ArrayExpression") return [value];
  return inner.elements.flatMap((element) => element ?? []);
}

/** Why a list may contain plain strings: they can be added, or searched for, as long as its type allows it. */
function manyDoubt(variable: Variable, declarator: TSESTree.VariableDeclarator): string | undefined {
  const init = declarator.init && unwrap(declarator.init);
  return init?.type === "ArrayExpression" ? doubtOfChanges(variable) : "it may get strings";
}

function parameterFlow(id: IdFile, entry: IdEntry, site: NamedType, seen: ReadonlySet<Node>): Edit {
  const { file } = id;
  const identifier = site.holder as TSESTree.Identifier;
  const look = (reason: Why) => atMostSuggestion(ownValue(id, entry, site), reason);
  const parameter = identifier.parent?.type === "AssignmentPattern" ? identifier.parent : identifier;
  const owner = parameter.parent;
  if (!isFunction(owner) || site.shape !== "one" || isHeld(site)) return look("callers may pass strings");
  const calls = directCalls(id, owner);
  if (typeof calls === "string" || "text" in calls) return look(calls);
  const variable = file.variableOf(identifier);
  const doubt = variable ? doubtOfUses(file, variable, false) : "it is not known how it is used";
  if (doubt !== undefined) return look(doubt);
  const index = owner.params.indexOf(parameter);
  const values = calls.map((call) => call.arguments.slice(0, index + 1));
  if (values.some((list) => list.some((argument) => argument.type === "SpreadElement")))
    return look("a list is spread into its arguments");
  const passed = values.flatMap((list) => list[index] ?? []);
  const isOptional = identifier.optional || parameter !== identifier;
  const own = parameter.type === "AssignmentPattern" ? [parameter.right] : [];
  return conversions(id, entry, [...own, ...passed], {
    isNullable: site.isNullable || isOptional,
    seen: new Set([...seen, identifier]),
  });
}

/** Every call of a function that is only called; otherwise the reason why the calls can't be known. */
function directCalls(id: IdFile, owner: FunctionNode): readonly TSESTree.CallExpression[] | Why {
  const variable = functionVariable(id, owner);
  if (variable === undefined) return "callers may pass strings";
  if (isVisibleToOthers(id.file, variable)) return "other files may pass strings";
  const uses = usesOf(id.file, variable);
  const calls = uses
    .map((use) => use.parent)
    .filter(
      (parent, index): parent is TSESTree.CallExpression => parent.type === "CallExpression" && parent.callee === uses[index],
    );
  if (calls.length < uses.length) return because("otherForm", `${variable.name} is passed on as a value`);
  return calls.length === 0 ? `no call of ${variable.name} is in this file` : calls;
}

function functionVariable({ file }: IdFile, owner: FunctionNode): Variable | undefined {
  if (owner.type === "FunctionDeclaration") {
    const variable = owner.id ? file.findVariable(owner.id.name, owner.id) : undefined;
    return variable?.defs.length === 1 ? variable : undefined;
  }
  const declarator = owner.parent;
  if (declarator.type !== "VariableDeclarator" || declarator.init !== owner || declarator.id.type !== "Identifier")
    return undefined;
  return declarator.parent.kind === "const" && !declarator.id.typeAnnotation && !(owner.type === "FunctionExpression" && owner.id)
    ? file.variableOf(declarator.id)
    : undefined;
}

/** A place that takes values: whether it allows null, and the names whose values are converted already. */
interface Flow {
  readonly isNullable: boolean;
  readonly seen: ReadonlySet<Node>;
}

/** Makes one value an ID: by nothing if it is one, by the wrap, or by the fix of the value's source. */
function conversion(id: IdFile, entry: IdEntry, value: Node, flow: Flow): Edit {
  const leaves = leavesOf(value);
  if (leaves.length > 1 && mayBeNothing(id, entry, value)) return conversionOfWhole(id, entry, value, flow.isNullable);
  return allOf(fix([]), ...leaves.map((leaf) => orLook(leafConversion(id, entry, leaf, flow))));
}

/** `a?.id ?? b`: the part before `??` may be null, which can't be wrapped. */
function mayBeNothing(id: IdFile, entry: IdEntry, value: Node): boolean {
  if (value.type === "ConditionalExpression")
    return mayBeNothing(id, entry, value.consequent) || mayBeNothing(id, entry, value.alternate);
  if (value.type !== "LogicalExpression" || value.operator === "&&") return false;
  return leavesOf(value.left).some((leaf) => !isText(leaf) && !isOfType(id, entry, leaf)) || mayBeNothing(id, entry, value.right);
}

function conversionOfWhole(id: IdFile, entry: IdEntry, value: Node, isNullable: boolean): Edit {
  const leaves = leavesOf(value);
  if (isNullable || leaves.some((leaf) => isText(leaf) || isNothing(leaf) || isOfType(id, entry, leaf)))
    return atMostSuggestion(fix([]), `${shortText(id, leaves[0] as Node)} may be nothing`);
  return wrapValue(id, entry, value);
}

/** Turns a hint into a suggestion: the type may be right although the edit can't wrap the value. */
function orLook(edit: Edit): Edit {
  return edit.level === "hint" ? atMostSuggestion(fix([]), edit.reason) : edit;
}

function leafConversion(id: IdFile, entry: IdEntry, leaf: Node, { isNullable, seen }: Flow): Edit {
  if (isOfType(id, entry, leaf)) return fix([]);
  if (isNothing(leaf)) return isNullable ? fix([]) : atMostSuggestion(fix([]), "it may be null");
  if (isText(leaf)) return wrapText(id, entry, leaf);
  const source = sourceEdit(id, entry, leaf, seen);
  if (source) return source;
  if (!isNullable) return wrapValue(id, entry, leaf);
  return atMostSuggestion(fix([]), because("unknownType", `${shortText(id, leaf)} is not known to be of type ${entry.type}`));
}

function wrapText(id: IdFile, entry: IdEntry, leaf: Node): Edit {
  const text = innerText(leaf);
  if (id.isDisabled(text)) return atMostSuggestion(fix([]), "a value that flows in is not to be changed");
  return wrapValue(id, entry, text, leaf);
}

/** The text inside the casts that `wholeOf` includes. */
function innerText(leaf: Node): Node {
  const inner = unwrap(leaf);
  return wholeOf(inner) === leaf ? inner : leaf;
}

/** The edit that makes the declaration of a name an ID too. */
function sourceEdit(id: IdFile, entry: IdEntry, leaf: Node, seen: ReadonlySet<Node>): Edit | undefined {
  const inner = unwrap(leaf);
  const field = fieldOf(inner);
  if (field && isOwnField(field)) return fieldSource(id, entry, field, seen);
  const variable = inner.type === "Identifier" ? id.file.variableOf(inner) : undefined;
  const name = variable?.defs[0]?.name as Node | undefined;
  if (!variable || name?.type !== "Identifier" || seen.size > MOST_STEPS) return undefined;
  if (seen.has(name)) return fix([]);
  const annotation = name.typeAnnotation?.typeAnnotation;
  const edit = annotation ? annotatedSource(id, entry, annotation, new Set([...seen, name])) : constantSource(id, entry, inner);
  return edit?.level === "fix" ? edit : undefined;
}

function fieldSource(id: IdFile, entry: IdEntry, field: TSESTree.PropertyDefinition, seen: ReadonlySet<Node>): Edit | undefined {
  if (seen.has(field)) return fix([]);
  const annotation = seen.size > MOST_STEPS ? undefined : field.typeAnnotation?.typeAnnotation;
  const edit = annotation && annotatedSource(id, entry, annotation, new Set([...seen, field]));
  return edit?.level === "fix" ? edit : undefined;
}

function annotatedSource(id: IdFile, entry: IdEntry, annotation: TSESTree.TypeNode, seen: ReadonlySet<Node>): Edit | undefined {
  if (annotation.type !== "TSStringKeyword" || id.isDisabled(annotation)) return undefined;
  const site = namedTypeOf(id.file, annotation);
  if (!site || entryFor(id.options, site.spoken) !== entry || entry.fix === "suggest" || entry.fix === "none") return undefined;
  return allOf(withBrand(entry, retype(id, entry, annotation)), flowEdit(id, entry, site, seen));
}

/** Wraps the text of `const userId = "u1"` in its declaration. */
function constantSource(id: IdFile, entry: IdEntry, identifier: Node): Edit | undefined {
  const constant = constantValue(id.file, identifier);
  if (!constant || !isText(constant.value) || entryFor(id.options, constant.variable.name) !== entry) return undefined;
  if (doubtOfUses(id.file, constant.variable, true) !== undefined) return undefined;
  return wrapText(id, entry, constant.value);
}
