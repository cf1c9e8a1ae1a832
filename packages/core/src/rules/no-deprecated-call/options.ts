import { fields, errorAt, warningAt } from "../../contracts/index.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isClass, keyName, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { isOwnExport, topLevelDeclaration } from "../../semantics/own-exports.js";
import { askedBy, holeOf, listHoleOf } from "../../patterns/template-holes.js";
import { viewTemplate } from "../../patterns/template-view.js";
import type { FindExport } from "../../semantics/local-names.js";
import type { MockedPattern } from "../../edits/mocks/key-plans.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { replacements } from "../option-facts.js";
import { type CompiledEntry, compileEntries, findInAllForms } from "../option-templates.js";
import { allOf, anyOf, type Needs } from "../../scan/needs.js";
import { needsOfMembers, needsOfOtherForms, needsOfTemplates } from "../template-needs.js";
import { findMatches } from "../../patterns/find-matches.js";
import { pathOf, type Template, TemplateSyntaxError } from "../../patterns/template.js";
import { findMisplacedList, keepsMatch } from "../../patterns/template-faults.js";
import type { OptionProblem } from "../define-rule.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";

/** The option of no-deprecated-call. */
export const deprecatedCallOption = fields
  .object({ replace: replacements.min(1, { error: "at least one replacement" }).describe("Replacements in order.") })
  .describe("Expressions that another one replaces.");

/** The option of no-deprecated-call as data. */
export type DeprecatedCallOptions = fields.ValueOf<typeof deprecatedCallOption>;

/** One `match`/`with` of the rule. */
export interface CallEntry extends CompiledEntry {
  /** The pattern's expression without casts and parentheses. */
  readonly root: Node;
  /** The pattern's callee, template tag or element name; undefined if it has none. */
  readonly callee: Node | undefined;
  /** Its place in the option, from 0. */
  readonly index: number;
}

/** The rule's option, with its names resolved. */
export interface CallSetting {
  readonly setting: RuleSetting;
  readonly entries: readonly CallEntry[];
  /** Finds the export that a name in a pattern means. */
  readonly findExport: FindExport;
}

/** Parses the option's templates and finds what they call. Throws `TemplateSyntaxError`. */
export function readCallOptions({ replace }: DeprecatedCallOptions, contract: RuleSetting): CallSetting {
  const setting = { ...contract, findExport: findInAllForms(contract) };
  return {
    setting,
    findExport: setting.findExport,
    entries: withNegations(replace).flatMap(({ index, ...option }) =>
      compileEntries([option], setting).map((entry) => {
        const root = askedBy(entry.match.root);
        return { ...entry, root, callee: calleeOf(root), index };
      }),
    ),
  };
}

type IndexedEntry = DeprecatedCallOptions["replace"][number] & { readonly index: number };

/** `$a == 1` with at most one comparison, and nothing that binds less. */
const EQUALITY = /^([^=!<>&|?,]*[^=!<>&|?,\s])(\s*)([=!])(==?)([^=!<>&|?,]+)$/u;
/** What `!` may stand before. */
const OPERAND = /^[\w$]+(?:\.\w+|\([^()]*\))*$/u;

/** All entries, and behind them those for the opposites of comparisons: `$a !== 1` becomes `!` of what `$a === 1` becomes. */
function withNegations(replace: DeprecatedCallOptions["replace"]): readonly IndexedEntry[] {
  const entries = replace.map((entry, index) => ({ ...entry, index }));
  const opposites = entries.flatMap(({ match, with: written, ...entry }): IndexedEntry[] => {
    const opposite = oppositeComparison(match);
    return opposite === undefined || written === undefined ? [] : [{ ...entry, match: opposite, with: negated(written.trim()) }];
  });
  return [...entries, ...opposites];
}

function oppositeComparison(text: string): string | undefined {
  const [, left, space, sign, rest, right] = EQUALITY.exec(text) ?? [];
  return left === undefined ? undefined : `${left}${space}${sign === "=" ? "!" : "="}${rest}${right}`;
}

/** Calls that give true or false. */
const TELLING = /\.(?:endsWith|every|has|includes|isArray|some|startsWith|test)\([^()]*\)$/u;

function negated(text: string): string {
  const positive = text.startsWith("!") ? text.slice(1) : undefined;
  if (positive !== undefined && OPERAND.test(positive)) return TELLING.test(positive) ? positive : `!${text}`;
  return oppositeComparison(text) ?? (OPERAND.test(text) ? `!${text}` : `!(${text})`);
}

function calleeOf(pattern: Node): Node | undefined {
  // For `await old()` the call is searched for.
  const root = pattern.type === "AwaitExpression" ? unwrap(pattern.argument) : pattern;
  if (root.type === "CallExpression" || root.type === "NewExpression") return root.callee;
  if (root.type === "TaggedTemplateExpression") return root.tag;
  return root.type === "JSXElement" ? root.openingElement.name : undefined;
}

/** The pattern as a call or construction. */
export function callPatternOf({ root }: CallEntry): TSESTree.CallExpression | TSESTree.NewExpression | undefined {
  return root.type === "CallExpression" || root.type === "NewExpression" ? root : undefined;
}

/** Whether a call is replaced only with certain arguments: `get("PORT")`, `JSON.parse(JSON.stringify($x))`. */
export function asksForArguments(entry: CallEntry): boolean {
  return callPatternOf(entry)?.arguments.some((each) => !isOpen(each)) ?? false;
}

/** Whether the pattern matches any arguments or attributes, so that every use of its callee may match. */
export function takesAnything({ root, match, callee, with: written }: CallEntry): boolean {
  const own = match.names.find(({ node }) => node === callee)?.name;
  // A function that stays takes other objects as well, and a component other attributes.
  const stays = own !== undefined && written?.names.some(({ name }) => name === own);
  if (root.type === "JSXElement") {
    const isList = root.openingElement.attributes.map((each) => listHoleOf(each) !== undefined);
    return isList.includes(true) && !(stays && isList.includes(false));
  }
  if (root.type !== "CallExpression") return false;
  return root.arguments.every((each) => isOpen(each) && !(stays && each.type === "ObjectExpression"));
}

/** Whether a part of a pattern is a hole, or an object whose values are. */
function isOpen(part: Node): boolean {
  if (listHoleOf(part) !== undefined) return true;
  if (part.type === "Property") return isOpen(part.value);
  if (part.type === "ObjectExpression") return part.properties.length > 0 && part.properties.every(isOpen);
  return part.type === "Identifier" && !!holeOf(part.name);
}

/** Whether a node is inside the declaration of what the pattern names, which may use itself, or is its `export default`. */
export function isInOwnDeclaration(file: FileView, { setting }: CallSetting, entry: CallEntry, node: Node): boolean {
  return entry.match.names.some(({ name, node: named }) => {
    const ref = setting.findExport(name);
    const declaration = ref && topLevelDeclaration(file, ref);
    if (!declaration) return false;
    if (node.parent?.type === "ExportDefaultDeclaration" && isOwnExport(file, node, ref)) return true;
    return contains(declaration.range, node.range) && !isByOthers(declaration, entry, named, node);
  });
}

/** Whether another method of the class is around a use: it may call `Tag.save()`, and `new Tag()` where that only gets other arguments. */
function isByOthers(declaration: Node, { with: written }: CallEntry, { parent }: Node, node: Node): boolean {
  if (!isClass(declaration)) return false;
  const calleeOf = (each: Node | undefined): string | undefined =>
    each?.type === "NewExpression" ? pathOf(each.callee)?.join(".") : undefined;
  const makes = calleeOf(parent) !== undefined && calleeOf(parent) === calleeOf(written?.root);
  const member = makes ? "constructor" : parent?.type === "MemberExpression" ? memberName(parent) : undefined;
  const around = declaration.body.body.find((each) => contains(each.range, node.range));
  const isThere = makes || declaration.body.body.some((each) => each.type === "MethodDefinition" && keyName(each) === member);
  return member !== undefined && isThere && around?.type === "MethodDefinition" && keyName(around) !== member;
}

/** What a file must contain; for calls only their callee, because the arguments may come from a spread. */
export function needsOfCalls({ entries, setting }: CallSetting): Needs {
  const modules = entries.flatMap(({ match }) =>
    match.names.map(({ name }) => allOf([needsOfOtherForms(name, setting), needsOfMembers(match)])),
  );
  return anyOf([needsOfTemplates(entries.map(calleeTemplate), setting), ...modules]);
}

function calleeTemplate({ match, callee }: CallEntry): CallEntry["match"] {
  if (!callee) return match;
  if (callee.type === "JSXIdentifier" || callee.type === "JSXMemberExpression")
    return { ...match, root: callee as never, names: tagNames(match, callee) };
  return {
    ...match,
    root: callee as CallEntry["match"]["root"],
    names: match.names.filter(({ node }) => contains(callee.range, node.range)),
  };
}

function tagNames({ names }: CallEntry["match"], callee: NonNullable<CallEntry["callee"]>): CallEntry["match"]["names"] {
  const own = names.filter(({ node }) => contains(callee.range, node.range));
  // `<font>` is an element's name, not a variable's.
  return own.length > 0 || callee.type !== "JSXIdentifier" ? own : [{ name: callee.name, range: callee.range, node: callee }];
}

/** Finds replacements that loop forever, that are never used, or that need a second run. */
export function* callProblems({ replace }: DeprecatedCallOptions, setting: RuleSetting): Generator<OptionProblem> {
  const pairs = replace.map((entry) => readPair(entry, setting));
  const search: Search = { pairs, setting, patterns: new PatternIndex(pairs.map((pair) => pair?.match)) };
  for (const [index, pair] of pairs.entries()) {
    const option = replace[index];
    if (!pair || !option) continue;
    const path = ["replace", index];
    if (option.with === undefined && option.fix !== undefined)
      yield errorAt(
        [...path, "fix"],
        "contradiction",
        "fix says how `with` is written, and there is none. Write `with`, or leave fix out.",
      );
    const earlier = search.patterns
      .candidates(pair.match)
      .find((at) => at < index && !!pairs[at] && fitsWhole(pairs[at].match, pair.match, setting));
    const first = earlier === undefined ? undefined : replace[earlier];
    if (first && first.with === option.with && first.fix === option.fix)
      yield warningAt([...path, "match"], "repeated", `${first.match} fits the same and writes the same. Leave one out.`);
    else if (first)
      yield warningAt(
        [...path, "match"],
        "unreachable",
        `${first.match} stands before it and fits all that it fits. Write the narrower pattern first.`,
      );
    yield* endlessness(search, index);
  }
}

/** All replacements of an option, to be tried on each other. */
interface Search {
  readonly pairs: readonly (MockedPattern | undefined)[];
  readonly patterns: PatternIndex;
  readonly setting: RuleSetting;
}

function* endlessness({ pairs, patterns, setting }: Search, index: number): Generator<OptionProblem> {
  const start = pairs[index]?.with;
  if (!start) return;
  const path = ["replace", index, "with"];
  const keeps = keepsMatch(start, pairs[index]!.match);
  if (keeps !== undefined) {
    yield errorAt(path, "never-ends", keeps);
    return;
  }
  const next = (written: Template) =>
    patterns.candidates(written).filter((at) => !!pairs[at] && fitsInside(pairs[at].match, written, setting));
  const seen = new Set<number>();
  for (const queue = next(start); queue.length > 0;) {
    const at = queue.pop() as number;
    if (seen.has(at)) continue;
    seen.add(at);
    const written = pairs[at]?.with;
    if (written) queue.push(...next(written));
  }
  const [first] = seen;
  if (seen.has(index))
    yield errorAt(
      path,
      "never-ends",
      `What it writes is matched again, so it never ends. Write a pattern that does not fit ${start.text}.`,
    );
  else if (first !== undefined)
    yield warningAt(path, "two-steps", `${pairs[first]?.match.text} matches what it writes. Write what that one becomes.`);
}

/** Both templates, parsed; undefined if one does not parse or has a list where none can be, which is reported elsewhere. */
function readPair(entry: DeprecatedCallOptions["replace"][number], setting: RuleSetting): MockedPattern | undefined {
  try {
    const match = setting.template(entry.match);
    const written = entry.with === undefined ? undefined : setting.template(entry.with);
    return [match, written].some((template) => template && findMisplacedList(template)) ? undefined : { match, with: written };
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return undefined;
  }
}

/** Whether a pattern matches something in a template's code. */
function fitsInside(pattern: Template, written: Template, setting: RuleSetting): boolean {
  const view = viewTemplate(written, setting);
  return findMatches(view.file, [{ match: pattern }], () => undefined).some(({ match }) =>
    contains(view.range, match.node.range),
  );
}

/** Whether a pattern matches everything that another one matches. */
function fitsWhole(pattern: Template, other: Template, setting: RuleSetting): boolean {
  const view = viewTemplate(other, setting);
  return findMatches(view.file, [{ match: pattern }], () => undefined).some(
    ({ match }) => match.node.range[0] === view.range[0] && match.node.range[1] === view.range[1],
  );
}

const WORD = /\$*[\p{L}\p{N}_]+/gu;

/** Words that code may have or lack and still fit the same pattern. */
const LOOSE = new Set([
  ...GLOBAL_OBJECT_NAMES,
  "await",
  "async",
  "new",
  "as",
  "this",
  "void",
  "undefined",
  "null",
  "return",
  "function",
]);

/**
 * Patterns by their words, so that thousands of them are not each tried on thousands of templates: a pattern fits only code that has all
 * of its names, strings and numbers.
 */
class PatternIndex {
  readonly #words: readonly (readonly string[])[];
  readonly #byRarest = new Map<string | undefined, number[]>();

  constructor(patterns: readonly (Template | undefined)[]) {
    this.#words = patterns.map((pattern) => (pattern ? wordsOf(pattern.text) : []));
    const counts = new Map<string, number>();
    for (const word of this.#words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [index, words] of this.#words.entries()) {
      const [rarest] = [...words].sort((a, b) => counts.get(a)! - counts.get(b)!);
      const known = this.#byRarest.get(rarest);
      if (known) known.push(index);
      else this.#byRarest.set(rarest, [index]);
    }
  }

  /** The places of the patterns that may fit a template or a part of it, in order. */
  candidates({ text }: Template): number[] {
    const words = new Set(text.includes("\\") ? [...this.#byRarest.keys()].filter((word) => word !== undefined) : wordsOf(text));
    return [undefined, ...words]
      .flatMap((word) => this.#byRarest.get(word) ?? [])
      .filter((index) => this.#words[index]!.every((word) => words.has(word)))
      .sort((a, b) => a - b);
  }
}

function wordsOf(text: string): string[] {
  // An escape may hide any word.
  if (text.includes("\\")) return [];
  return [...new Set(text.match(WORD))].filter((word) => !word.startsWith("$") && !LOOSE.has(word));
}
