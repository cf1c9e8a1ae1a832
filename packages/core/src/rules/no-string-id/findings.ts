import { localNamesOf } from "../../semantics/local-names.js";
import { type Edit, atMost, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { contains, isSameRange } from "../../syntax/ranges.js";
import type { Finding } from "../define-rule.js";
import { type CodeReplacement, optionalCode, replacementCode, replacementType } from "../replacement.js";
import { isGetter, statedTarget } from "../../naming/annotated-places.js";
import { castToId, findCasts, isConverter, findRewraps } from "./casts.js";
import { aliasEdit, type AliasSite, findAliases, type IdFile, wrappedText } from "./edits.js";
import { type IdEntry, type StringIdSetting, entryFor } from "./options.js";
import { annotationEdit } from "./flows.js";
import { intoTarget, textEdit } from "./targets.js";
import { findPlainTexts, wholeOf } from "./texts.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import { findMatches } from "../../patterns/find-matches.js";
import type { Match } from "../../patterns/match.js";
import type { Target } from "../../naming/targets.js";
import { type NamedType, namedTypeOf, resultName, spokenName } from "./names.js";
import { because } from "../../reasons/reasons.js";

/** Finds everything in one file that uses a plain string as an ID. */
export function* findingsOf(file: FileView, options: StringIdSetting): Generator<Finding> {
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
  const ruleId = `${setting.context.id ?? "godwit"}/no-string-id`;
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
      replaced.some(({ node }) => isSameRange(node.range, text.node.range))
    )
      continue;
    yield findingForValue(id, entry, text.node, textEdit(id, entry, text));
  }
}

/** Whether the type is only another name for `string`, which the contract says no wrap for. */
function takesPlainStrings(entry: IdEntry): boolean {
  const { isPlain, isValue } = entry.brand();
  return isPlain && isValue === false && !entry.hasOwnWrap;
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
