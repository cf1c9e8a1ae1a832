import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { oncePer, remember } from "../modules/index.js";
import type { Rendered } from "../patterns/filling.js";
import { wordsOfPlace } from "../patterns/moved-words.js";
import type { Template } from "../patterns/template.js";
import { doubtAboutEffects, closedExpressionOf, membersThatAreSet, turnIn } from "../semantics/effects.js";
import { findWait, isInCompoundAssignment, placeWithoutCaller } from "../semantics/await-place.js";
import { type FileView, isSameCode } from "../semantics/file-view.js";
import { overlapAt } from "../semantics/overlaps.js";
import { originOf } from "../semantics/origins.js";
import { losesNarrowing } from "../semantics/presence.js";
import type { OwnDeclaration } from "../semantics/own-declaration.js";
import { type LackedValue, thisAt } from "../semantics/scope-lookup.js";
import { type Change, type Part, contains, type Range, textOfParts } from "../syntax/ranges.js";
import { childrenOf, enclosingStatement, memberName, type Node, unwrap, isCast } from "../syntax/nodes.js";
import { isAssociative, isTightlyBound, needsParentheses, startsStatement } from "../syntax/precedence.js";
import { allOf, atMostSuggestion, type Edit, fix, hint } from "./edit.js";
import {
  CONTINUING,
  isOpen,
  lineRange,
  rangeInList,
  rangeWithDirective,
  statementBefore,
  withoutFarSemicolon,
} from "./imports/placement.js";
import { allowAwait } from "./make-async.js";
import { because, runsOtherwise, type Why } from "../reasons/reasons.js";

/** The reason of a hint where nothing would change. */
export const SAME_CODE = "the replacement is the same code";
const HIDES_GLOBAL = "remove its import, so that the name means the global";

/** Why reading another member, or another name, may give another value. */
export const SET_HERE = runsOtherwise("this file sets it too");

/** How an expression is replaced, beside the rendered text. */
export interface ReplaceOptions {
  /** The bound nodes in the order of the old text. */
  readonly bound?: readonly Node[];
  /** The pattern that the site fits. */
  readonly pattern?: Template | undefined;
  /** Whether the site needs a function, not a call: the text is wrapped in an arrow function. */
  readonly asFunction?: boolean;
}

/** Replaces a site by rendered text, with care for parentheses, `await`, semicolons, comments and effects. */
export function replaceExpression(file: FileView, replaced: Node, rendered: Rendered, options: ReplaceOptions = {}): Edit {
  const refusal = rendered.refusal ?? refusalOfWords(file, replaced, rendered, options.pattern);
  if (refusal !== undefined) return hint(refusal);
  // The code around a chain is the parent of the chain, not of its last call.
  const site = replaced.parent?.type === "ChainExpression" ? replaced.parent : replaced;
  const opposite = options.asFunction ? undefined : oppositeOf(site, rendered);
  if (opposite) return replaceExpression(file, opposite.site, { ...rendered, parts: opposite.parts }, options);
  if (rendered.missing.length > 0) {
    const isWaiting = rendered.template.hasAwait && !findWait(site) && !options.asFunction && allowAwait(file, site).needsAsync;
    const missing = hint(missingText(rendered.missing, site), lacksAt(file, replaced, rendered));
    return isWaiting ? { ...missing, needsAsync: true } : missing;
  }
  if (rendered.own) return withReasons(dropDeclaration(file, rendered.own), rendered.reasons);
  const waiting = findWait(site);
  const drops = waiting !== undefined && rendered.template.root.type === "AwaitExpression";
  const parts = options.asFunction ? arrowOf(rendered) : drops ? withoutAwait(rendered.parts) : rendered.parts;
  const root = options.asFunction
    ? ARROW
    : drops
      ? (rendered.template.root as { argument: Node }).argument
      : rendered.template.root;
  const wrapped = isParenthesizedTemplate(rendered) ? PRIMARY : root;
  const outer = options.asFunction ? root : wrapped;
  const range = placeOf(file, site, outer, parts);
  const written = wrapForSite(file, site, outer, parts);
  const change = asShorthand(file, site, { ...written, range, parts: keepApart(file, range, written.parts) });
  if (rendered.needs.length === 0 && changesNothing(file, change))
    return hint(originOf(file, "callee" in site ? site.callee : site)?.reference ? HIDES_GLOBAL : SAME_CODE);
  let edit: Edit = fix([change], rendered.needs);
  if (rendered.template.hasAwait && !drops)
    edit = options.asFunction
      ? hint(because("noAwait", "the replacement is asynchronous, and a value is wanted here"))
      : allOf(edit, allowAwait(file, site));
  for (const reason of rendered.template.hasAwait && !options.pattern?.hasAwait ? doubtsAboutAwait(file, site, drops) : [])
    edit = atMostSuggestion(edit, reason);
  for (const reason of [...rendered.reasons, ...doubtsAboutThis(file, site, rendered, options.pattern)])
    edit = atMostSuggestion(edit, reason);
  const doubt = doubtAboutEffects(file, site, options.bound ?? [], rendered.uses);
  if (doubt !== undefined) edit = atMostSuggestion(edit, doubt);
  if (isForgotten(file, site, rendered, options.bound ?? []))
    edit = atMostSuggestion(edit, "TypeScript knows more of it by a condition here, and would not in a function");
  if (isSetAgain(file, replaced, options.bound ?? [])) edit = atMostSuggestion(edit, SET_HERE);
  if (losesComment(file, site, parts)) edit = atMostSuggestion(edit, because("commentLost", "a comment inside it would be lost"));
  if (options.asFunction && hasFallback(site))
    edit = atMostSuggestion(edit, "the fallback behind it would never be used, as a function is always there");
  return edit.level === "suggestion" && rendered.unproved.length > 0 ? { ...edit, unproved: rendered.unproved } : edit;
}

/** `a !== b` for all of `!old()`, which a comparison replaces. */
function oppositeOf(
  { parent }: Node,
  { template, parts }: Rendered,
): { readonly site: Node; readonly parts: Part[] } | undefined {
  if (parent?.type !== "UnaryExpression" || parent.operator !== "!" || template.root.type !== "BinaryExpression")
    return undefined;
  const isDouble = parent.parent.type === "UnaryExpression" && parent.parent.operator === "!";
  const signs = parts.flatMap((part) => (typeof part === "string" ? (part.match(EQUALITY) ?? []) : []));
  if (isDouble || signs.length !== 1 || template.root.operator !== signs[0]) return undefined;
  const flip = (sign: string): string => `${sign.startsWith("!") ? "=" : "!"}${sign.slice(1)}`;
  return { site: parent, parts: parts.map((part) => (typeof part === "string" ? part.replace(EQUALITY, flip) : part)) };
}

const EQUALITY = /[!=]==?/gu;

/** Whether a bound expression whose type a condition narrows goes into a function. */
function isForgotten(file: FileView, site: Node, { uses }: Rendered, bound: readonly Node[]): boolean {
  const isLater = (node: Node): boolean =>
    turnIn(site, node) !== "later" && uses.some((use) => use.node === node && use.turn === "later");
  return /\.[cm]?tsx?$/u.test(file.path) && bound.some((node) => isLater(node) && losesNarrowing(file, node));
}

/** Whether the file puts something of its own in the place of an import, or of a member, that the replaced code reads. */
function isSetAgain(file: FileView, node: Node, bound: readonly Node[]): boolean {
  if (bound.includes(node)) return false;
  if (node.type === "MemberExpression") {
    const setters = membersThatAreSet(file).get(memberName(node)) ?? [];
    const isCalled = node.parent.type === "CallExpression" && node.parent.callee === node;
    // Of a field the one place that sets it is known, and what a hole took is read as before.
    const isKnown = unwrap(node.object).type === "ThisExpression" || (bound.includes(node.object) && !isCalled);
    if (!isKnown && setters.some((other) => isSameCode(file, other, node))) return true;
  }
  const variable = node.type === "Identifier" ? file.variableOf(node) : undefined;
  if (variable && remember(importsThatAreSet(file), variable, () => isImportThatIsSet(file, variable))) return true;
  return childrenOf(node).some((child) => isSetAgain(file, child, bound));
}

/** Asked for once for all uses of a name. */
const importsThatAreSet = oncePer((_: FileView) => new Map<Variable, boolean>());

function isImportThatIsSet(file: FileView, variable: Variable): boolean {
  const imported = file.importedName(variable);
  return !!imported && variable.references.some((each) => each.isWrite() && !each.init && each.identifier !== imported.local);
}

function withReasons(edit: Edit, reasons: readonly Why[]): Edit {
  return reasons.reduce((each, reason) => atMostSuggestion(each, reason), edit);
}

/** What is missing, with the expression that it replaces where the template is nothing but the value. */
function lacksAt(file: FileView, replaced: Node, { template, lacks, own }: Rendered): readonly LackedValue[] {
  const [hole, ...others] = template.holes;
  const isBare = hole !== undefined && others.length === 0 && unwrap(template.root) === hole.node;
  const closed = isBare ? closedExpressionOf(file, replaced) : undefined;
  return closed || own ? lacks.map((lack) => ({ ...lack, replaced: closed, declares: own?.path })) : lacks;
}

/** Why a word of the replacement can't be where the site is, which does not have the word itself. */
function refusalOfWords(file: FileView, site: Node, { template }: Rendered, pattern: Template | undefined): string | undefined {
  const isNew = (isWord: (node: Node) => boolean): boolean =>
    hasNode(template.root, isWord) && !(pattern && hasNode(pattern.root, isWord));
  if (file.layout().isCommonJs && isNew((node) => node.type === "MetaProperty" && node.meta.name === "import"))
    return "import.meta is not allowed in a CommonJS module";
  const ofNothing = newMembersOfThis(template, pattern).some((name) => thisAt(file, name, site) === "none");
  return ofNothing ? "nothing here is this" : undefined;
}

function doubtsAboutThis(file: FileView, site: Node, { template }: Rendered, pattern: Template | undefined): string[] {
  const names = newMembersOfThis(template, pattern);
  const unknown = names.find((name) => thisAt(file, name, site) === "unknown");
  return unknown === undefined ? [] : [unknown === "" ? "this may be another object here" : `this may have no ${unknown} here`];
}

/** What a replacement takes of the `this` of its place, which the pattern does not have: member names, "" for `this` itself. */
function newMembersOfThis({ root }: Template, pattern: Template | undefined): string[] {
  if (!wordsOfPlace(root).has("this") || (pattern && wordsOfPlace(pattern.root).has("this"))) return [];
  const found: string[] = [];
  hasNode(root, (node) => {
    if (node.type !== "ThisExpression") return false;
    const { parent } = node;
    found.push((parent.type === "MemberExpression" && memberName(parent)) || "");
    return false;
  });
  return found;
}

function hasNode(root: Node, isWanted: (node: Node) => boolean): boolean {
  return isWanted(root) || childrenOf(root).some((child) => hasNode(child, isWanted));
}

function changesNothing({ text }: FileView, change: Change): boolean {
  return textOfParts(text, change.parts) === text.slice(...change.range);
}

/** `{ logger }`, where the property's value becomes what it is called. */
function asShorthand({ text }: FileView, { parent }: Node, change: Change): Change {
  if (parent?.type !== "Property" || parent.computed || parent.parent.type !== "ObjectExpression") return change;
  const { key } = parent;
  const isNamed = key.type === "Identifier" && key.name === textOfParts(text, change.parts);
  const isBeside = /^\s*:\s*$/u.test(text.slice(key.range[1], change.range[0]));
  return isNamed && isBeside ? { ...change, range: [key.range[0], change.range[1]] } : change;
}

/** Whether the site has a fallback, `randomUUID ?? polyfill`: TypeScript rejects one for a value that can't be missing. */
function hasFallback(site: Node): boolean {
  return site.parent?.type === "LogicalExpression" && site.parent.left === site;
}

/** What a new or moved `await` may change. */
function doubtsAboutAwait(file: FileView, site: Node, drops: boolean): Why[] {
  const { parent } = site;
  if (drops) return isCast(parent) ? ["the cast around it is one of a promise then"] : [];
  if (findWait(site) === "then") return [because("noAwait", "what it gives is taken for a promise here")];
  if (isInCompoundAssignment(site)) return [because("changesMeanwhile", "what it is added to may change while it waits")];
  const overlap = overlapAt(file, site);
  return overlap === undefined ? [] : [runsOtherwise(overlap)];
}

/** Why holes can't be filled: `no userId is in scope here`, with the place if no caller can pass it there. */
export function missingText(missing: readonly string[], site?: Node): Why {
  const special = missing.filter((name) => name === "entity" || name === "name");
  if (special.length > 0)
    return special.includes("entity")
      ? because("noEntity", "nothing here tells what it identifies")
      : "nothing here with a name receives it";
  const names = missing.join(" and ");
  const place = site && placeWithoutCaller(site);
  const where = place === undefined ? "here" : `here, ${place}`;
  return missing.length === 1
    ? because("notInScope", `no ${names} is in scope ${where}`)
    : because("notInScope", `${names} are not in scope ${where}`);
}

const ARROW = { type: "ArrowFunctionExpression" } as Node;
const PRIMARY = { type: "ArrayExpression" } as Node;

/** Whether the template has parentheses of its own: `with: "(a, b)"`. */
function isParenthesizedTemplate({ template }: Rendered): boolean {
  const start = template.root.range[0] - template.offset;
  return /^\s*\(/u.test(template.text.slice(0, start));
}

function arrowOf(rendered: Rendered): readonly Part[] {
  const needsDress =
    rendered.display.startsWith("{") ||
    (rendered.template.root.type === "SequenceExpression" && !isParenthesizedTemplate(rendered));
  return needsDress ? ["() => (", ...rendered.parts, ")"] : ["() => ", ...rendered.parts];
}

function withoutAwait(parts: readonly Part[]): Part[] {
  const [first, ...rest] = parts;
  return typeof first === "string" ? [first.replace(/^\s*await\s+/u, ""), ...rest] : [...parts];
}

/** The range of the site, with parentheses that it needed and its replacement does not need: `(a || b) && c`, `(await a()).b`. */
function placeOf(file: FileView, site: Node, root: Node, parts: readonly Part[]): Range {
  const start = startOf(file, parts);
  const isNeeded = (expression: Node, text: string): boolean => needsParentheses(expression, site, text);
  const isFormatted = isChoiceAsBody(site) && root.type !== "ConditionalExpression";
  const isDressed = isFormatted || isNeeded(site, file.text.slice(...site.range));
  if (!isDressed || isNeeded(root, start) || OPENING.test(start)) return site.range;
  const range = file.rangeWithParentheses(site);
  return file.commentsIn(range).length > file.commentsIn(site.range).length ? site.range : range;
}

/** `() => (a ? b : c)`: formatters put a choice into parentheses there, and nothing else. */
function isChoiceAsBody({ type, parent }: Node): boolean {
  return type === "ConditionalExpression" && parent?.type === "ArrowFunctionExpression";
}

function wrapForSite(file: FileView, site: Node, root: Node, parts: readonly Part[]): Pick<Change, "parts" | "elsewhere"> {
  const start = startOf(file, parts);
  // `userId="u1"` as an attribute.
  const elsewhere = { parts, isLoose: !isTightlyBound(root) };
  if (site.parent?.type === "JSXAttribute") return { parts: ["{", ...parts, "}"], elsewhere };
  const isDressed = !file.isParenthesized(site) && !isAssociative(root, site) && needsParentheses(root, site, start);
  if (isMarkup(site) && !root.type.startsWith("JSX")) return { parts: ["{", ...parts, "}"], elsewhere };
  const dressed = isDressed ? ["(", ...parts, ")"] : parts;
  const key = shorthandKey(site);
  if (key !== undefined) return { parts: [`${key}: `, ...dressed], elsewhere };
  return { parts: needsSemicolon(file, site, isDressed ? "(" : start) ? [";", ...dressed] : dressed, elsewhere };
}

/** Whether the site is an element among an element's children, where anything else needs braces. */
function isMarkup({ type, parent }: Node): boolean {
  return type === "JSXElement" && (parent.type === "JSXElement" || parent.type === "JSXFragment");
}

/** The property's name, if the site is `{ site }`, which names the property too. */
function shorthandKey(site: Node): string | undefined {
  const { parent } = site;
  const isShorthand = parent?.type === "Property" && parent.shorthand && parent.parent.type === "ObjectExpression";
  return isShorthand && site.type === "Identifier" ? site.name : undefined;
}

/** Adds spaces that keep words apart: a name that replaces `"a"` in `case"a":` would join with `case`. */
export function keepApart(file: FileView, range: Range, parts: readonly Part[]): readonly Part[] {
  const texts = parts.map((part) => (typeof part === "string" ? part : file.text.slice(...part.copy)));
  const [first, last] = [texts.find((text) => text !== ""), texts.findLast((text) => text !== "")];
  const before = WORD_END.test(file.text.slice(range[0] - 1, range[0])) && WORD_START.test(first ?? "");
  const after = WORD_START.test(file.text.slice(range[1], range[1] + 1)) && WORD_END.test(last ?? "");
  return [...(before ? [" "] : []), ...parts, ...(after ? [" "] : [])];
}

const WORD_START = /^[\p{L}\p{N}_$\\]/u;
const WORD_END = /[\p{L}\p{N}_$]$/u;

function startOf(file: FileView, parts: readonly Part[]): string {
  const first = parts.find((part) => part !== "");
  return first === undefined ? "" : typeof first === "string" ? first : file.text.slice(...first.copy);
}

/** What another token has to precede where a statement, or an arrow function's result, begins. */
const OPENING = /^(?:\{|function\b|class\b|let\s*\[|async\s+function\b)/u;

/** Whether new text that starts with `(`, `[`, … would continue the statement before it, because that has no semicolon. */
function needsSemicolon(file: FileView, site: Node, start: string): boolean {
  if (!CONTINUING.test(start) || !startsStatement(site) || CONTINUING.test(file.text.slice(site.range[0]))) return false;
  let statement = site;
  while (statement.type !== "ExpressionStatement" && statement.parent) statement = statement.parent;
  // As the body of an `if` it follows a parenthesis, not a statement.
  const before = enclosingStatement(statement) === statement ? statementBefore(statement) : undefined;
  return !!before && isOpen(file, before);
}

function losesComment(file: FileView, site: Node, parts: readonly Part[]): boolean {
  const copies = parts.filter((part): part is { copy: Range } => typeof part !== "string");
  return file.commentsIn(site.range).some((comment) => !copies.some((part) => contains(part.copy, comment.range)));
}

/** Removes a declaration whose name means the same without it, with its line and what is said only of it. */
function dropDeclaration(file: FileView, { node, path }: OwnDeclaration): Edit {
  if (node.type === "VariableDeclarator" && node.parent.declarations.length > 1) return dropFromList(file, node);
  const statement = node.type === "VariableDeclarator" ? node.parent : node;
  const range = lineRange(file, rangeWithComments(file, withoutFarSemicolon(file, statement.range), path));
  const edit = fix([{ range, parts: [] }]);
  return file.commentsIn(statement.range).length === 0
    ? edit
    : atMostSuggestion(edit, because("commentLost", "a comment inside it would be lost"));
}

function dropFromList(file: FileView, node: TSESTree.VariableDeclarator): Edit {
  const range = rangeInList(node);
  return file.commentsIn(range).length === 0
    ? fix([{ range, parts: [] }])
    : hint(because("commentLost", "a comment beside it would be lost"));
}

/** The range with a directive above, and with the comments that speak of nothing else. */
function rangeWithComments(file: FileView, range: Range, path: string): Range {
  const { text } = file;
  const trailing = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=\r?\n|$))/u.exec(text.slice(range[1]));
  const end = range[1] + (trailing?.[0].length ?? 0);
  const [start] = rangeWithDirective(file, range);
  if (start !== range[0]) return [start, end];
  const above = file.comments().findLast((comment) => comment.range[1] <= start);
  if (!above || !isRightAbove(text, above.range, start)) return [start, end];
  const isAlone = /^[ \t]*\r?\n[ \t]*(?:\r?\n|\})/u.test(text.slice(end));
  const name = path.replace("this.", "").toLowerCase();
  const isOnlyAbout =
    above.value.startsWith("*") ||
    isAlone ||
    above.value
      .toLowerCase()
      .match(/[\p{ID_Continue}$]+/gu)
      ?.includes(name);
  // One of several lines belongs to the others.
  const line = text.slice(0, above.range[0]).trimEnd();
  const isContinued = above.type === "Line" && file.comments().some(({ range: [, to] }) => to === line.length);
  return isOnlyAbout && !isContinued ? [above.range[0], end] : [start, end];
}

/** Whether a comment has the line, or lines, right above a place for itself. */
function isRightAbove(text: string, [from, to]: Range, place: number): boolean {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  return /^[ \t]*$/u.test(text.slice(lineStart, from)) && /^[ \t]*\r?\n[ \t]*$/u.test(text.slice(to, place));
}
