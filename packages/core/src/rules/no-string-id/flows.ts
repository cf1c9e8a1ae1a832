import type { FileView } from "../../semantics/file-view.js";
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, type Edit } from "../../edits/edit.js";
import { type FunctionNode, isField, isFunction, isNothing, type Node, unwrap } from "../../syntax/nodes.js";
import { usesOf } from "../../semantics/origins.js";
import { isVisibleToOthers } from "../../semantics/own-exports.js";
import { retype, withBrand, wrapValue, type IdFile } from "./edits.js";
import { entryFor, type IdEntry } from "./options.js";
import { namedTypeOf, type NamedType } from "./names.js";
import { isText, wholeOf } from "./texts.js";
import { isOfType, leavesOf, shortText } from "./values.js";
import { constantValue, doubtOfUses } from "../../semantics/types/type-flows.js";
import { because, type Why } from "../../reasons/reasons.js";

const MOST_STEPS = 12;

/** Makes a plain type an ID's, together with the values that flow in if the file shows all of them. */
export function annotationEdit(id: IdFile, entry: IdEntry, site: NamedType): Edit {
  const edit = withBrand(entry, retype(id, entry, site.part));
  // Such a type takes what a string takes.
  if (entry.brand().takesStrings) return edit;
  return allOf(edit, flowEdit(id, entry, site, new Set()));
}

/** The other changes that a place needs to hold only IDs; a suggestion if the file does not show all of them. */
function flowEdit(id: IdFile, entry: IdEntry, site: NamedType, seen: ReadonlySet<Node>): Edit {
  const values = valuesOf(id, site);
  if (isWhy(values)) return atMostSuggestion(ownValue(id, entry, site), values);
  const flow = { isNullable: site.isNullable || mayBeLeftOut(site.holder), seen: new Set([...seen, site.holder]) };
  return allOf(fix([]), ...values.map((value) => conversion(id, entry, value, flow)));
}

/** The edit of texts in the declaration itself: an initialiser's, a default's. */
function ownValue(id: IdFile, entry: IdEntry, { holder, shape }: NamedType): Edit {
  const value = shape === "key" ? undefined : initialiserOf(holder);
  const texts = value ? leavesOf(value).filter((leaf) => isText(leaf) && !isEmpty(leaf) && !entry.brand().takes(leaf)) : [];
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

function isWhy(values: readonly Node[] | Why): values is Why {
  return typeof values === "string" || "text" in values;
}

/** `function load(userId?: string)`, `function load(userId: string = …)`. */
function mayBeLeftOut(holder: Node): boolean {
  return holder.type === "Identifier" && (holder.optional || holder.parent.type === "AssignmentPattern");
}

/** Why what a place of a kind gets is not all in the file. */
const OPEN_FLOWS: Readonly<Record<NamedType["kind"], string>> = {
  variable: "it may get strings",
  parameter: "callers may pass strings",
  property: "it may get strings",
  field: "it may get strings",
  return: "it may return strings",
  alias: "its values may be strings",
  argument: "it may get strings",
  index: "its keys may be strings",
};

/** Every value that a variable or a parameter gets, or why they are not all known, or why it can't become an ID. */
function valuesOf({ file }: IdFile, { holder, kind, part, type, shape }: NamedType): readonly Node[] | Why {
  // Of `Promise<string>`, `string[]` and `Map<string, User>` the value is not the ID itself.
  const isItself = shape === "one" && (part === type || part.parent === type);
  const variable = isItself && holder.type === "Identifier" ? file.variableOf(holder) : undefined;
  // `{ [userId: string]: User }` and `(userId: string) => void` declare none, beside one of that name.
  if (!variable?.identifiers.includes(holder as TSESTree.Identifier)) return OPEN_FLOWS[kind];
  const passed = kind === "parameter" ? valuesPassed(file, holder) : [];
  if (isWhy(passed)) return passed;
  if (kind === "variable" && isVisibleToOthers(file, variable)) return "other files may rely on its type";
  const writes = variable.references.filter((reference) => reference.isWrite());
  const isPlain = writes.every(({ init, identifier }) => init || isPlainAssignment(identifier.parent));
  const values = [...writes.flatMap(({ writeExpr }) => writeExpr ?? []), ...passed];
  if (!isPlain || values.length === 0) return `${variable.name} may be given a plain string later`;
  return doubtOfUses(file, variable, false) ?? values;
}

function isPlainAssignment(node: Node): boolean {
  return node.type === "AssignmentExpression" && node.operator === "=" && node.left.type === "Identifier";
}

/** What the calls of a function give to a parameter. */
function valuesPassed(file: FileView, holder: Node): readonly Node[] | Why {
  const parameter = (holder.parent?.type === "AssignmentPattern" ? holder.parent : holder) as TSESTree.Parameter;
  const owner = parameter.parent;
  if (!isFunction(owner)) return OPEN_FLOWS.parameter;
  if (isToldBy(owner.returnType?.typeAnnotation, holder)) return "its function tells what it is";
  const calls = directCalls(file, owner);
  if (isWhy(calls)) return calls;
  const index = owner.params.indexOf(parameter);
  const given = calls.map((call) => call.arguments.slice(0, index + 1));
  return given.flat().some((argument) => argument.type === "SpreadElement")
    ? "a list is spread into its arguments"
    : given.flatMap((list) => list[index] ?? []);
}

/** `userId is "root"`, `asserts userId is "root"` */
function isToldBy(result: TSESTree.TypeNode | undefined, holder: Node): boolean {
  const told = result?.type === "TSTypePredicate" && result.typeAnnotation ? result.parameterName : undefined;
  return told?.type === "Identifier" && holder.type === "Identifier" && told.name === holder.name;
}

/** Every call of a function that is only called; otherwise the reason why the calls can't be known. */
function directCalls(file: FileView, owner: FunctionNode): readonly TSESTree.CallExpression[] | Why {
  const variable = functionVariable(file, owner);
  if (variable === undefined) return OPEN_FLOWS.parameter;
  if (isVisibleToOthers(file, variable)) return "other files may pass strings";
  const uses = usesOf(file, variable);
  const calls = uses
    .map((use) => use.parent)
    .filter(
      (parent, index): parent is TSESTree.CallExpression => parent.type === "CallExpression" && parent.callee === uses[index],
    );
  if (calls.length < uses.length) return because("otherForm", `${variable.name} is passed on as a value`);
  return calls.length === 0 ? `no call of ${variable.name} is in this file` : calls;
}

/** The variable of a function that has a name of its own. */
export function functionVariable(file: FileView, owner: FunctionNode): Variable | undefined {
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
  // `a?.id ?? b`: a branch that is neither a text nor an ID may be nothing, which can't be wrapped.
  const open = leaves.find((leaf) => !isText(leaf) && !isNothing(leaf) && !isOfType(id, entry, leaf));
  if (leaves.length > 1 && open) return atMostSuggestion(fix([]), `${shortText(id, open)} may be nothing`);
  return allOf(fix([]), ...leaves.map((leaf) => orLook(leafConversion(id, entry, leaf, flow))));
}

/** Turns a hint into a suggestion: the type may be right although the edit can't wrap the value. */
function orLook(edit: Edit): Edit {
  return edit.level === "hint" ? atMostSuggestion(fix([]), edit.reason) : edit;
}

function leafConversion(id: IdFile, entry: IdEntry, leaf: Node, { isNullable, seen }: Flow): Edit {
  if (isOfType(id, entry, leaf) || entry.brand().takes(leaf)) return fix([]);
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
  const variable = inner.type === "Identifier" ? id.file.variableOf(inner) : undefined;
  const name = variable?.defs[0]?.name as Node | undefined;
  if (!variable || name?.type !== "Identifier" || seen.size > MOST_STEPS) return undefined;
  if (seen.has(name)) return fix([]);
  const annotation = name.typeAnnotation?.typeAnnotation;
  const edit = annotation ? annotatedSource(id, entry, annotation, new Set([...seen, name])) : constantSource(id, entry, inner);
  return edit?.level === "fix" ? edit : undefined;
}

function annotatedSource(id: IdFile, entry: IdEntry, annotation: TSESTree.TypeNode, seen: ReadonlySet<Node>): Edit | undefined {
  if (annotation.type !== "TSStringKeyword" || id.isDisabled(annotation)) return undefined;
  const site = namedTypeOf(id.file, annotation);
  if (!site || entryFor(id.options, site.spoken) !== entry || entry.fix === "suggest" || entry.fix === "none") return undefined;
  return allOf(withBrand(entry, retype(id, entry, annotation)), flowEdit(id, entry, site, seen));
}

/** Wraps the texts of `const userId = isFirst ? "u1" : "u2"` in their declaration. */
function constantSource(id: IdFile, entry: IdEntry, identifier: Node): Edit | undefined {
  const constant = constantValue(id.file, identifier);
  const leaves = constant ? leavesOf(constant.value) : [];
  if (!constant || !leaves.every(isText) || entryFor(id.options, constant.variable.name) !== entry) return undefined;
  if (isVisibleToOthers(id.file, constant.variable) || doubtOfUses(id.file, constant.variable, true) !== undefined)
    return undefined;
  return allOf(...leaves.map((leaf) => wrapText(id, entry, leaf)));
}
