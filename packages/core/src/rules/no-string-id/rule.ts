import { ruleIdOf } from "../../semantics/directives.js";
import { expectTargets } from "../expectation.js";
import { asList, asObject } from "../../contracts/index.js";
import { defineRule, type Finding } from "../define-rule.js";
import { replacementTemplate, templatesOfReplace, writtenByReplace } from "../option-templates.js";
import { openNarrowing, typeForName } from "./narrowing.js";
import {
  findIdFaults,
  stringIdEntry,
  wrapTemplate,
  type StringIdEntry,
  readStringIdEntries,
  needsOfEntries,
  type StringIdSetting,
  type IdEntry,
  entryFor,
} from "./options.js";
import { isVisibleToOthers } from "../../semantics/own-exports.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { type Edit, atMost, fix, hint, atMostSuggestion } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, enclosingFunction, isField, isNothing, unwrap, isCast } from "../../syntax/nodes.js";
import { contains, isSameRange } from "../../syntax/ranges.js";
import { type CodeReplacement, optionalCode, replacementCode, replacementType } from "../replacement.js";
import { isGetter, statedTarget } from "../../naming/annotated-places.js";
import { castToId, findCasts, isConverter, findRewraps } from "./casts.js";
import { aliasEdit, type AliasSite, findAliases, type IdFile, wrappedText, withBrand, wrapValue } from "./edits.js";
import { annotationEdit, functionVariable } from "./flows.js";
import { findPlainTexts, wholeOf, isText, type PlainText } from "./texts.js";
import { askedType, isOfType, isTypedOrNothing, leavesOf, namesType, shortText } from "./values.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import { findMatches } from "../../patterns/find-matches.js";
import type { Match } from "../../patterns/match.js";
import { type Target, carrierOf } from "../../naming/targets.js";
import { type NamedType, namedTypeOf, resultName, spokenName } from "./names.js";
import { because } from "../../reasons/reasons.js";
import type { TSESTree } from "@typescript-eslint/types";
import { doubtOfHolder, doubtOfUses, giverOf } from "../../semantics/types/type-flows.js";
import { declarationOfType, promisedType } from "../../semantics/types/type-parts.js";

/** Finds IDs that are plain strings, and gives them their type. */
export const noStringId = defineRule<readonly StringIdEntry[], StringIdSetting>({
  name: "no-string-id",
  docs: {
    description: "disallow IDs that are plain strings where the project has a type for them",
    isRecommended: false,
    changesTypes: true,
    advice:
      "While a type is a bare alias (export type UserId = string) all its annotations are safe: migrate with that first, and make the brand a step of its own.",
  },
  option: stringIdEntry,
  hasEntries: true,
  findFaults: findIdFaults,
  declaredNames: (option) => asList(option).map((entry, index) => ({ path: [index, "type"], name: asObject(entry)?.["type"] })),

  compile: (option, setting) => readStringIdEntries(option, setting),

  expectations: (option) => option.flatMap(({ names }, index) => expectTargets([index, "names"], names)),

  needs: (options) => needsOfEntries(options),

  replacements: ({ entries }) =>
    entries.flatMap(({ type, wrap, replace }) => [
      type,
      ...[wrap, ...replace.flatMap((each) => each.with ?? [])].flatMap((template) => template.names.map(({ name }) => name)),
    ]),

  templates: (option) =>
    option.flatMap(({ wrap, replace }, index) => [
      ...(wrap === undefined ? [] : [replacementTemplate(wrap, [index, "wrap"])]),
      ...templatesOfReplace(replace, [index, "replace"]),
    ]),

  usedNames: (option) => option.map(({ type }) => type),

  written: (option) => option.flatMap(({ type, wrap, replace }) => [type, wrap, ...writtenByReplace(replace)]),

  wraps: (option) => option.map((entry) => ({ type: entry.type, template: wrapTemplate(entry) })),

  find: (file, options) => findingsOf(file, options),

  narrowing: { isOfTexts: true, typeForName, open: openNarrowing },
});

/** Finds everything in one file that uses a plain string as an ID. */
function* findingsOf(file: FileView, options: StringIdSetting): Generator<Finding> {
  const aliases = findAliases(file, options);
  const id = open(file, options, aliases);
  for (const alias of aliases) yield findingForAlias(id, alias);
  yield* annotations(id, aliases);
  const replaced = [...findReplaced(id)];
  for (const { node, entry, replacement, edit } of replaced) yield { ...findingForValue(id, entry, node, edit), replacement };
  yield* texts(id, replaced);
  for (const { node, value, entry, edit } of findRewraps(id))
    yield {
      range: node.range,
      found: file.textOf(node),
      problem: `wraps what is a ${entry.type} already`,
      replacement: replacementCode(file.textOf(value)),
      edit: atMost(edit, entry.fix),
    };
  for (const { node, value, entry, edit } of findCasts(id)) {
    if (takesPlainStrings(entry) || replaced.some((other) => contains(node.range, other.node.range))) continue;
    const problem = "is only a cast";
    yield { ...findingForValue(id, entry, value, edit), range: node.range, found: file.textOf(node), problem };
  }
}

function open(file: FileView, options: StringIdSetting, aliases: readonly AliasSite[]): IdFile {
  const { setting } = options;
  const ruleId = ruleIdOf(setting.context.id, "no-string-id");
  const removable = aliases.filter(({ isTopLevel }) => isTopLevel);
  for (const { entry, node } of removable)
    if (node.id.name === entry.ref.name) localNamesOf(file).reserve(entry.ref, node.id.name);
  const isDisabled = (node: Node) => file.directives().isDisabled(ruleId, node.range[0]);
  const id: IdFile = { file, options, setting, aliases: new Map(), isDisabled };
  return { ...id, aliases: new Map(removable.map((alias) => [alias.entry, aliasEdit(id, alias)])) };
}

function* annotations(id: IdFile, aliases: readonly AliasSite[]): Generator<Finding> {
  const homes = new Set<Node>(aliases.map(({ node }) => node.typeAnnotation));
  for (const part of id.file.nodes("TSStringKeyword")) {
    const site = homes.has(part) ? undefined : namedTypeOf(id.file, part);
    const entry = site && entryFor(id.options, site.spoken);
    if (site && entry && !(site.kind === "parameter" && isConverter(id, entry, site.holder)))
      yield findingForAnnotation(id, entry, site);
  }
}

function* texts(id: IdFile, replaced: readonly ReplacedSite[]): Generator<Finding> {
  for (const text of findPlainTexts(id.file, (spoken) => entryFor(id.options, spoken) !== undefined)) {
    const entry = entryFor(id.options, text.spoken);
    // A cast is reported itself.
    if (
      !entry ||
      takesPlainStrings(entry) ||
      castToId(id, text.node) ||
      isTaken(id, entry, text) ||
      replaced.some(({ node }) => isSameRange(node.range, text.node.range))
    )
      continue;
    yield findingForValue(id, entry, text.node, textEdit(id, entry, text));
  }
}

/** Whether a text is of the type as it is written, and a type asks for that, at the latest by an edit of the same run. */
function isTaken(id: IdFile, entry: IdEntry, text: PlainText): boolean {
  if (!entry.brand().takes(text.whole)) return false;
  const isTyped = text.target.annotation ?? id.file.types?.isAskedFor?.(text.node, askedType(id, entry));
  return !!isTyped && intoTarget(id, entry, text, fix([])).level === "fix";
}

/** Whether each string is of the type, for which the contract says no wrap, or that a value is its own (`$value`). */
function takesPlainStrings(entry: IdEntry): boolean {
  const { takesStrings, isValue } = entry.brand();
  return takesStrings && isValue === false && (!entry.hasOwnWrap || entry.wrap.root.type === "Identifier");
}

function findingForAlias(id: IdFile, alias: AliasSite): Finding {
  const { node, entry } = alias;
  return {
    range: node.id.range,
    found: id.file.textOf(node).replace(/;$/u, ""),
    problem: "is a plain string under the name of a type",
    replacement: replacementType(entry.type, id.setting.context.imports),
    edit: atMost(aliasEdit(id, alias), entry.fix),
    narrows: { part: node.typeAnnotation.range, type: entry.type },
  };
}

function findingForAnnotation(id: IdFile, entry: IdEntry, site: NamedType): Finding {
  const { part, type } = site;
  const { text } = id.file;
  const typeWith = (inner: string) => text.slice(type.range[0], part.range[0]) + inner + text.slice(part.range[1], type.range[1]);
  return {
    range: type.range,
    found: describe(site, typeWith(id.file.textOf(part))),
    problem: site.shape === "many" ? "are plain strings" : "is a plain string",
    replacement: replacementCode(typeWith(entry.type)),
    edit: atMost(annotationEdit(id, entry, site), entry.fix),
    narrows: { part: part.range, type: entry.type },
  };
}

function describe({ kind, name, holder }: NamedType, type: string): string {
  if (kind === "return" && !isGetter(holder)) return `${name}(): ${type}`;
  return kind === "argument" ? `${name}: <${type}>` : kind === "alias" ? `type ${name} = ${type}` : `${name}: ${type}`;
}

function findingForValue(id: IdFile, entry: IdEntry, node: Node, edit: Edit): Finding {
  return {
    range: node.range,
    found: id.file.textOf(node),
    problem: "is a plain string",
    replacement: replacementCode(wrappedText(id, entry, node)),
    edit: atMost(edit, entry.fix),
  };
}

/** A value that the entry's own `replace` replaces. */
interface ReplacedSite {
  readonly node: Node;
  readonly entry: IdEntry;
  readonly replacement: CodeReplacement | null;
  readonly edit: Edit;
}

/** Finds matches of the entries' `replace` that go to a target with the entry's name. */
function* findReplaced(id: IdFile): Generator<ReplacedSite> {
  const { file, options, setting } = id;
  const patterns = options.entries.flatMap((entry) => entry.replace.map((each) => ({ ...each, entry })));
  const seen = new Set<Node>();
  for (const entry of options.entries) {
    const own = patterns.filter((pattern) => pattern.entry === entry);
    if (own.length === 0) continue;
    for (const { pattern, match } of findMatches(file, own, (name) => setting.findExport(name))) {
      const target = statedTarget(file, match.node);
      if (seen.has(match.node) || !target || targetEntry(id, target) !== entry) continue;
      seen.add(match.node);
      // A cast to string would undo the replacement's type, and one to the ID would repeat it.
      const whole: Match = { ...match, node: castToId(id, match.node) ?? wholeOf(match.node) };
      const rendered = pattern.with && renderMatch(file, whole, pattern.with, setting);
      const edit = rendered
        ? replaceMatch(file, whole, rendered)
        : hint(because("noReplacement", "the contract names nothing that replaces it"));
      yield {
        node: match.node,
        entry,
        replacement: optionalCode(rendered?.display),
        edit: atMost(intoTarget(id, entry, { node: match.node, target }, edit), pattern.fix),
      };
    }
  }
}

function targetEntry({ options }: IdFile, target: Target): IdEntry | undefined {
  const name = target.kind === "return" ? resultName(target.name) : target.name;
  const spoken = name === undefined ? undefined : spokenName(name, "one");
  return spoken === undefined ? undefined : entryFor(options, spoken);
}

/** Wraps a text, with regard to its target. */
function textEdit(id: IdFile, entry: IdEntry, text: PlainText): Edit {
  const edit = intoTarget(id, entry, text, wrapValue(id, entry, text.node, text.whole));
  const other = edit.level === "fix" && !text.target.annotation ? otherValueIn(id, entry, text.node) : undefined;
  return other ? atMostSuggestion(edit, `${shortText(id, other)} beside it may be a plain string`) : edit;
}

/** Lowers an edit that makes a value an ID where no type asks for one and no declaration gets its type from the value. */
function intoTarget(id: IdFile, entry: IdEntry, { node, target }: Pick<PlainText, "node" | "target">, edit: Edit): Edit {
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
    if (variable && isVisibleToOthers(id.file, variable)) return "other files may rely on its type";
    return variable && doubtOfUses(id.file, variable, isText(unwrap(node)));
  }
  if (parent.type === "ArrayExpression" && carrierOf(parent).parent?.type === "VariableDeclarator")
    return doubtOfHolder(id.file, parent, target.name);
  if (target.kind === "field") {
    const isFixed = isField(parent) && parent.readonly;
    return isFixed ? undefined : `${target.name} would no longer take a plain string`;
  }
  if (target.kind === "return" && !target.isIndirect) {
    const owner = enclosingFunction(carrier);
    const variable = owner && !owner.returnType ? functionVariable(id.file, owner) : undefined;
    if (variable && isVisibleToOthers(id.file, variable)) return "other files may rely on its type";
    return giverOf(carrier) ? ONLY_NAME : undefined;
  }
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
