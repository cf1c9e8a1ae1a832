import { type Edit, allOf, atMostSuggestion, fix, hint } from "../../edits/edit.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { sensitivityOf } from "../../semantics/effects.js";
import type { FileView } from "../../semantics/file-view.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { fillingFor } from "../../patterns/filling.js";
import { renderTemplate } from "../../patterns/render.js";
import { type Node, childrenOf, stringValue, unwrap } from "../../syntax/nodes.js";
import type { FileNarrowing, HeldValue } from "../narrowing.js";
import { findAliases, type IdFile, placeholderDoubt, retype } from "./edits.js";
import { type IdEntry, type StringIdSetting, entryFor } from "./options.js";
import { findWraps, unwrapped } from "./casts.js";
import { isShownToBe } from "./values.js";
import type { Change } from "../../syntax/ranges.js";
import { freeName } from "../../edits/hooks.js";
import { hasErrorExpectation, indentationOf } from "../../edits/imports/placement.js";
import { because } from "../../reasons/reasons.js";

/** The name of the one that is wrapped, in a list. */
const EACH = "each";
/** The name of a value that is read twice. */
const HOLDER = "given";

/** Brings ID types to places of a file which a type checker has found. */
export function openNarrowing(file: FileView, options: StringIdSetting): FileNarrowing {
  const aliases = findAliases(file, options).filter(({ isTopLevel }) => isTopLevel);
  for (const { entry, node } of aliases) if (node.id.name === entry.ref.name) localNamesOf(file).reserve(entry.ref, node.id.name);
  const removals = new Map(aliases.map(({ entry, removal }) => [entry, removal]));
  const id: IdFile = { file, options, setting: options.setting, aliases: removals, isDisabled: () => false };
  const entryOf = (type: string): IdEntry | undefined => options.entries.find((entry) => entry.type === type);
  return {
    retype(type, part) {
      const entry = entryOf(type);
      if (!entry) return hint(because("noSuchType", `the contract has no type ${type}`));
      const alias = aliases.find(({ node }) => node.typeAnnotation === part);
      return alias ? alias.removal : retype(id, entry, part as Parameters<typeof retype>[2]);
    },
    wrap(type, value, held) {
      const entry = entryOf(type);
      return entry ? wrapHeld(id, entry, value, held) : hint(because("noSuchType", `the contract has no type ${type}`));
    },
    *findWraps() {
      for (const site of findWraps(id))
        yield {
          range: site.node.range,
          isNeedless: () => isShownToBe(id, site.entry, site.value),
          remove: () => unwrapped(id, site),
        };
    },
  };
}

/** The entry's type for a name that tells of one. */
export function typeForName(options: StringIdSetting, name: string): string | undefined {
  return entryFor(options, name)?.type;
}

/** Wraps a value; where that reads it twice and it may be read once only, or is no name that a test narrows, a constant holds it. */
function wrapHeld(id: IdFile, entry: IdEntry, value: Node, held: HeldValue): Edit {
  const edit = wrapInPlace(id, entry, value, held);
  const { target, text } = wrappingOf(id.file, entry, value, held);
  if (edit.level === "hint" || !isReadTwice(text) || (!held.isReadOnce && held.keeps === undefined)) return edit;
  if (!held.isReadOnce && isReference(value) && sensitivityOf(id.file, value) !== "acts") return edit;
  const name = freeName(id.file, value, HOLDER);
  const before = evaluateBefore(id.file, value, name);
  if (!before) return hint(because("onlyOnce", "it may be evaluated only once, and nothing can hold it here"));
  const ofName = text.replaceAll("$value", name);
  const rendered = renderTemplate(id.file, id.setting.template(ofName), fillingFor(id.setting, {}), value);
  const removal = id.aliases.get(entry);
  return allOf(fix([before]), replaceExpression(id.file, target, rendered), ...(removal ? [removal] : []));
}

function isReadTwice(text: string): boolean {
  return text.indexOf("$value") !== text.lastIndexOf("$value");
}

/** Whether a test of it tells the type checker what it is: `a.b?.c`. */
function isReference(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "ChainExpression") return isReference(inner.expression);
  if (inner.type === "MemberExpression") return isReference(inner.object);
  return inner.type === "Identifier" || inner.type === "ThisExpression";
}

function wrapInPlace(id: IdFile, entry: IdEntry, value: Node, held: HeldValue): Edit {
  const brand = entry.brand();
  if (brand.takesStrings) return hint(because("bareAlias", `${entry.type} is only another name for string`));
  if (brand.isValue === false && !entry.hasOwnWrap)
    return hint(because("noWrap", `${entry.type} is only a type: the contract has to say how to wrap a value`));
  const { target, text } = wrappingOf(id.file, entry, value, held);
  const rendered = renderTemplate(id.file, id.setting.template(text), fillingFor(id.setting, { value }), value);
  const edit = replaceExpression(id.file, target, rendered, { bound: [value] });
  const doubt = entry.onlyStatesType()
    ? undefined
    : textsIn(value)
        .map(placeholderDoubt)
        .find((each) => each !== undefined);
  const removal = id.aliases.get(entry);
  return allOf(doubt === undefined ? edit : atMostSuggestion(edit, doubt), ...(removal ? [removal] : []));
}

/** The texts that a value may be as they are written: also `""` of `a ?? ""` and of `a ? b : ""`. */
function textsIn(value: Node): readonly string[] {
  const node = unwrap(value);
  if (node.type === "LogicalExpression") return textsIn(node.right);
  if (node.type === "ConditionalExpression") return [node.consequent, node.alternate].flatMap(textsIn);
  const text = stringValue(node);
  return text === undefined ? [] : [text];
}

/** What is replaced where a value is wrapped, and by which text: `x ?? null` as a whole, where the value may be nothing. */
function wrappingOf(
  file: FileView,
  entry: IdEntry,
  value: Node,
  held: HeldValue,
): { readonly target: Node; readonly text: string } {
  const site = value.parent?.type === "ChainExpression" ? value.parent : value;
  const { parent } = site;
  const isDefaulted = parent?.type === "LogicalExpression" && parent.operator === "??" && parent.left === site;
  // A comment beside the operator stays where it is.
  const isBare = isDefaulted && file.commentsIn([value.range[1], parent.range[1]]).length === 0;
  const instead = isBare && !held.isList && held.keeps !== undefined ? nothingIn(unwrap(parent.right)) : undefined;
  return instead === undefined
    ? { target: value, text: textFor(entry, held) }
    : { target: parent!, text: textFor(entry, held, instead) };
}

function nothingIn(node: Node): string | undefined {
  if (node.type === "Literal" && node.value === null && node.raw === "null") return "null";
  return node.type === "Identifier" && node.name === "undefined" ? "undefined" : undefined;
}

/** `x === undefined ? undefined : UserId(x)`, `xs.map((each) => UserId(each))`, `xs?.map(…)`; `instead` is what stands in for nothing. */
function textFor({ wrapText }: IdEntry, { keeps, isList }: HeldValue, instead?: string): string {
  const given = /^\w+\(\$value\)$/u.test(wrapText) ? wrapText : `(${wrapText})`;
  const dot = keeps === "undefined" ? "?." : ".";
  const one = isList ? `$value${dot}map((${EACH}) => ${given.replaceAll("$value", EACH)})` : given;
  if (isList && keeps === "undefined") return one;
  if (keeps === undefined) return isList ? one : wrapText;
  if (keeps === "both") return `$value == null ? ${instead ?? "$value"} : ${one}`;
  return `$value === ${keeps} ? ${instead ?? keeps} : ${one}`;
}

/** What gives on the value of a part of it, which is evaluated whenever the whole is. */
const PASSING = new Set([
  "ArrayExpression",
  "AssignmentExpression",
  "AwaitExpression",
  "CallExpression",
  "LogicalExpression",
  "NewExpression",
  "ObjectExpression",
  "Property",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "VariableDeclarator",
]);
const STATEMENTS = new Set(["ExpressionStatement", "ReturnStatement", "ThrowStatement", "VariableDeclaration"]);
const LISTS = new Set(["Program", "BlockStatement", "TSModuleBlock"]);

/**
 * The change that evaluates an expression in a constant right before its statement, where that is the same: it is evaluated just once, whenever
 * the statement is, and nothing before it in the statement could notice. Undefined elsewhere.
 */
function evaluateBefore(file: FileView, expression: Node, name: string): Change | undefined {
  const statement = statementOf(file, expression);
  if (!statement || file.commentsIn(expression.range).length > 0) return undefined;
  const { eol, semicolons } = file.layout();
  const start = statement.range[0];
  const text = file.text.slice(...expression.range);
  const end = semicolons ? ";" : "";
  return {
    range: [start, start],
    parts: [`const ${name} = ${text}${end}${eol}${indentationOf(file, start)}`],
    repeats: expression.range,
  };
}

function statementOf(file: FileView, expression: Node): Node | undefined {
  let at = expression;
  while (at.parent && PASSING.has(at.parent.type)) {
    if (!isFirst(file, at.parent, at)) return undefined;
    at = at.parent;
  }
  const statement = at.parent;
  if (!statement || !STATEMENTS.has(statement.type) || !LISTS.has(statement.parent?.type ?? "")) return undefined;
  if (statement.type === "VariableDeclaration" && statement.declarations[0] !== at) return undefined;
  const isAlone = /^[ \t]*$/u.test(file.text.slice(file.text.lastIndexOf("\n", statement.range[0] - 1) + 1, statement.range[0]));
  return isAlone && !hasErrorExpectation(file, statement) ? statement : undefined;
}

/** Whether nothing that is evaluated before a part of an expression could notice that the part is evaluated first. */
function isFirst(file: FileView, whole: Node, part: Node): boolean {
  if (whole.type === "LogicalExpression") return whole.left === part;
  if (whole.type === "AssignmentExpression" && (whole.operator !== "=" || whole.right !== part)) return false;
  if ((whole.type === "CallExpression" && whole.optional) || (whole.type === "Property" && whole.computed)) return false;
  return childrenOf(whole).every((child) => {
    if (child === part || child.range[0] >= part.range[1]) return true;
    const isCallee = (whole.type === "CallExpression" || whole.type === "NewExpression") && whole.callee === child;
    // What is called, and what is assigned to, is named by a constant or a member of one.
    return isCallee || whole.type === "AssignmentExpression" ? isSteady(file, child) : sensitivityOf(file, child) === "constant";
  });
}

function isSteady(file: FileView, node: Node): boolean {
  if (node.type === "ThisExpression" || node.type === "Super") return true;
  if (node.type === "MemberExpression") return !node.optional && !node.computed && isSteady(file, node.object);
  return node.type === "Identifier";
}
