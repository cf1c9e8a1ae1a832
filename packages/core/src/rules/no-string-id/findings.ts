import { localNamesOf } from "../../semantics/local-names.js";
import { atMost, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { contains, isSameRange } from "../../syntax/ranges.js";
import type { Finding } from "../define-rule.js";
import { replacementCode, replacementType } from "../replacement.js";
import { aliasEdit } from "./alias-edits.js";
import { findAliases, type AliasSite } from "./aliases.js";
import { isGetter } from "../../naming/annotated-places.js";
import { namedTypeOf, type NamedType } from "./annotations.js";
import { castToId, findCasts, isConverter } from "./casts.js";
import { wrappedText, type IdFile } from "./edits.js";
import { entryFor, type IdEntry, type StringIdSetting } from "./entries.js";
import { annotationEdit } from "./flows.js";
import { findReplaced, type ReplacedSite } from "./replacements.js";
import { textEdit } from "./targets.js";
import { findRewraps } from "./rewraps.js";
import { findPlainTexts } from "./texts.js";

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
