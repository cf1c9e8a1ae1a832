import type { TSESTree } from "@typescript-eslint/types";
import { allowAwait } from "../edits/make-async.js";
import { allOf, atMost, atMostSuggestion, fix, hint, type Edit } from "../edits/edit.js";
import type { Change } from "../syntax/ranges.js";
import { missingText, SET_HERE } from "../edits/replace-expression.js";
import { renderMatch } from "../edits/replace-match.js";
import type { FileView } from "../semantics/file-view.js";
import { HOLDS_STATEMENTS, keyName, memberName, type Node } from "../syntax/nodes.js";
import { HAS_EFFECTS, sensitivityOf } from "../semantics/effects.js";
import { headWords } from "../patterns/head-words.js";
import { callsOf } from "../patterns/logical-chains.js";
import { MATCHED_BY_NAME, matchPart, matchRead } from "../patterns/match.js";
import type { FoundMatch } from "../patterns/find-matches.js";
import type { Rendered } from "../patterns/filling.js";
import { oncePer } from "../modules/index.js";
import { askedBy } from "../patterns/template-holes.js";
import { textIn, type Template } from "../patterns/template.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { FindExport } from "../semantics/local-names.js";
import { isWritten, isWrittenInto } from "../syntax/references.js";
import type { CompiledEntry } from "./option-templates.js";
import { because, type Why } from "../reasons/reasons.js";

/** A destructured property, or element, that reads what the contract's pattern matches: `const { JWT_SECRET } = process.env`. */
export interface DestructuredMember<E = CompiledEntry> extends FoundMatch<E> {
  readonly property: Node;
  readonly rendered: Rendered | undefined;
}

/** Finds destructured properties that read what the contract's member patterns match. */
export function findDestructured<E extends CompiledEntry>(
  file: FileView,
  entries: readonly E[],
  setting: RuleSetting,
): DestructuredMember<E>[] {
  const { findExport } = setting;
  const members = entries.filter(({ match }) => askedBy(match.root).type === "MemberExpression");
  if (members.length === 0) return [];
  return patternsFor(file, members, findExport).flatMap((taken) =>
    partsOf(taken).flatMap((property): DestructuredMember<E>[] => {
      const read = readOf(property);
      if (!read) return [];
      for (const pattern of members) {
        const match = matchRead({ file, findExport }, pattern.match, read, property);
        if (match)
          return [{ pattern, property, match, rendered: pattern.with && renderMatch(file, match, pattern.with, setting) }];
      }
      return [];
    }),
  );
}

type Pattern = TSESTree.ObjectPattern | TSESTree.ArrayPattern;

function isPattern(node: Node): node is Pattern {
  return node.type === "ObjectPattern" || node.type === "ArrayPattern";
}

function partsOf(pattern: Pattern): readonly Node[] {
  return pattern.type === "ObjectPattern" ? pattern.properties : pattern.elements.filter((each) => each !== null);
}

/** The name that a part of a pattern declares, or the pattern that it is taken apart with. */
function nameOf(part: Node): Node {
  return part.type === "Property" ? part.value : part;
}

/** The patterns that may read what some entries match; the word may be in the value that is taken apart. */
function patternsFor(file: FileView, entries: readonly CompiledEntry[], findExport: FindExport): readonly Pattern[] {
  const words = entries.map(({ match }) => headWords(file, askedBy(match.root), findExport));
  if (words.includes(undefined)) return [...file.nodes("ObjectPattern"), ...file.nodes("ArrayPattern")];
  const around = [...new Set(words.flatMap((each) => each ?? []))];
  const whole = [
    ...file.nodes("VariableDeclarator", around).map(({ id }) => id),
    ...file.nodes("AssignmentExpression", around).map(({ left }) => left),
    ...file.nodes("AssignmentPattern", around).map(({ left }) => left),
  ].filter(isPattern);
  return file.nodesWithin(whole.map(({ range }) => range)).filter(isPattern);
}

/** The destructured value, and the keys down to the property. */
function readOf(property: Node): { readonly value: Node; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  for (let at = property; ;) {
    const { parent: pattern } = at;
    if (!pattern || !isPattern(pattern) || at.type === "RestElement") return undefined;
    const key =
      pattern.type === "ArrayPattern" ? `${(pattern.elements as unknown[]).indexOf(at)}` : keyName(at as TSESTree.Property);
    if (key === undefined) return undefined;
    path.unshift(key);
    const holder: Node = pattern.parent;
    if (holder.type === "VariableDeclarator" && holder.id === pattern && holder.init) return { value: holder.init, path };
    if ((holder.type === "AssignmentExpression" || holder.type === "AssignmentPattern") && holder.left === pattern)
      return { value: holder.right, path };
    at = holder.type === "Property" ? holder : pattern;
  }
}

/** Renames a destructured key, or gives its name a declaration of its own; if the whole pattern goes, its names share one edit. */
export function moveDestructured(
  file: FileView,
  findExport: FindExport,
  found: DestructuredMember,
  all: readonly DestructuredMember[],
): Edit {
  const pattern = found.property.parent as Pattern;
  const own = checked(file, findExport, found);
  if (own.level === "hint") return own;
  if (isOnlyRenamed(found)) return renameKey(file, found, own);
  const siblings = all.filter((each) => each.property.parent === pattern && !isOnlyRenamed(each));
  const others = siblings.map((each) => checked(file, findExport, each));
  const isWhole = siblings.length === partsOf(pattern).length && others.every(({ level }) => level !== "hint");
  const changes = isWhole ? [wholeChange(file, pattern, siblings)] : ownChanges(file, found);
  if (!changes) return hint(BESIDE);
  const edit = allOf(
    { ...fix(changes), imports: (isWhole ? siblings : [found]).flatMap(({ rendered }) => rendered?.needs ?? []) },
    ...(isWhole ? others : [own]),
  );
  const moved = siblings.filter((_, index) => others[index]?.level !== "hint");
  return callsAgain(found, moved, isWhole) ? atMostSuggestion(edit, HAS_EFFECTS) : edit;
}

const BESIDE = because("commentLost", "a comment beside it would be lost");

/** Whether the replacement is another member of the very thing that is taken apart: `open().send` for `open().oldSend`. */
function isOnlyRenamed({ pattern, property }: DestructuredMember): boolean {
  const base = readBy(pattern.with);
  return property.type === "Property" && base !== undefined && base === readBy(pattern.match);
}

/** What a template reads a member of, as it is written. */
function readBy(template: Template | undefined): string | undefined {
  const root = template && askedBy(template.root);
  return root?.type === "MemberExpression" && !root.computed ? textIn(template as Template, root.object) : undefined;
}

/** `{ send: oldSend }` for `{ oldSend }`. */
function renameKey(file: FileView, { property, pattern }: DestructuredMember, level: Edit): Edit {
  const value = nameOf(property);
  const name = value.type === "AssignmentPattern" ? value.left : value;
  const key = memberName(askedBy((pattern.with as Template).root) as TSESTree.MemberExpression);
  const range = [property.range[0], value.range[0]] as const;
  if (file.commentsIn(range).length > 0) return hint(BESIDE);
  const parts = name.type === "Identifier" && name.name === key ? [] : [`${key}: `];
  return allOf(fix([{ range, parts }]), level);
}

/** Whether what is called once to take it apart, or what is called for that, would be called more often. */
function callsAgain({ pattern, match }: DestructuredMember, moved: readonly DestructuredMember[], isWhole: boolean): boolean {
  const [old, fresh] = [pattern.match, pattern.with].map((each) =>
    each ? callsOf(askedBy(each.root)).map((call) => textIn(each, call)) : [],
  ) as [string[], string[]];
  const times = (call: string): number => moved.filter((each) => each.pattern.with?.text.includes(call)).length;
  const stays = isWhole && match.aliases.size === 0 ? 0 : 1;
  return old.some((call) => times(call) + stays > 1) || (old.length > 0 && fresh.some((call) => times(call) > 1));
}

/** The level of one name's edit, without its text. */
function checked(file: FileView, findExport: FindExport, { property, rendered, match, pattern }: DestructuredMember): Edit {
  if (!rendered) return hint(because("noReplacement", "the contract names nothing that replaces it"));
  if (rendered.refusal !== undefined) return hint(rendered.refusal);
  if (rendered.missing.length > 0) return hint(missingText(rendered.missing, property));
  const isRenamed = isOnlyRenamed({ property, rendered, match, pattern });
  const refusal = refusalOf(property, isRenamed);
  if (refusal !== undefined) return hint(refusal);
  let edit: Edit = rendered.template.hasAwait ? allowAwait(file, property) : fix([]);
  for (const reason of [...rendered.reasons, ...(rendered.doubts ?? [])]) edit = atMostSuggestion(edit, reason);
  if (isSetHere(file, findExport, pattern)) edit = atMostSuggestion(edit, SET_HERE);
  if (match.isGuess) edit = atMostSuggestion(edit, MATCHED_BY_NAME);
  if (!isRenamed && match.bound.some((node) => sensitivityOf(file, node) === "acts")) edit = atMostSuggestion(edit, HAS_EFFECTS);
  return atMost(edit, pattern.fix);
}

function refusalOf(property: Node, isRenamed: boolean): Why | undefined {
  const pattern = property.parent as Pattern;
  const declarator = pattern.parent;
  if (declarator.type !== "VariableDeclarator" || declarator.parent.parent.type.startsWith("For"))
    return because("otherForm", "it is destructured here");
  if (pattern.typeAnnotation) return because("otherForm", "it is destructured under a stated type");
  if (!isRenamed && nameOf(property).type === "AssignmentPattern")
    return because("otherForm", "it is destructured with a default");
  if (pattern.type === "ArrayPattern")
    return partsOf(pattern).length > 1 ? because("otherForm", "the rest of the list is taken too") : undefined;
  return pattern.properties.some((each) => each.type === "RestElement") ? "the rest of the object is taken too" : undefined;
}

function declaratorText(property: Node, rendered: Rendered, file: FileView): Change["parts"] {
  return [`${file.textOf(nameOf(property))} = `, ...rendered.parts];
}

function wholeChange(file: FileView, pattern: Pattern, members: readonly DestructuredMember[]): Change {
  const parts = members.flatMap(({ property, rendered }, index) => [
    ...(index > 0 ? [betweenNames(file, pattern)] : []),
    ...declaratorText(property, rendered as Rendered, file),
  ]);
  return { range: pattern.parent.range, parts };
}

/** What parts a name from the declarator before it: a statement of its own begins, unless the file has a list there. */
function betweenNames(file: FileView, { parent: declarator }: Pattern): string {
  const declaration = declarator.parent as TSESTree.VariableDeclaration;
  const { parent } = declaration;
  const statement = parent.type === "ExportNamedDeclaration" ? parent : declaration;
  if (declaration.declarations.length > 1 || !HOLDS_STATEMENTS.test(statement.parent.type)) return ", ";
  const [, indent] = /(?:^|\n)([ \t]*)$/u.exec(file.text.slice(0, statement.range[0])) ?? [];
  const space = indent === undefined ? " " : `${file.layout().eol}${indent}`;
  const end = file.text[declaration.range[1] - 1] === ";" || indent === undefined ? ";" : "";
  return `${end}${space}${file.text.slice(statement.range[0], declarator.range[0])}`;
}

/** Removes the property from the destructuring and declares it after it. */
function ownChanges(file: FileView, { property, rendered }: DestructuredMember): Change[] | undefined {
  const pattern = property.parent as Pattern;
  const properties = partsOf(pattern);
  const index = properties.indexOf(property);
  const next = properties[index + 1];
  const previous = properties[index - 1];
  const range = next
    ? ([property.range[0], next.range[0]] as const)
    : ([previous?.range[1] ?? property.range[0], property.range[1]] as const);
  if (file.commentsIn(range).length > 0) return undefined;
  const end = pattern.parent.range[1];
  return [
    { range, parts: [] },
    { range: [end, end], parts: [betweenNames(file, pattern), ...declaratorText(property, rendered as Rendered, file)] },
  ];
}

const settersOf = oncePer((_: FileView) => new Map<CompiledEntry, readonly Node[]>());

/**
 * Whether a file sets the member, or one of what it holds where `isMade` says that the replacement would give another object: the code that reads
 * it should still see the new value. The answer is kept for the file's other matches.
 */
export function isSetHere(file: FileView, findExport: FindExport, entry: CompiledEntry, isMade = false): boolean {
  const known = settersOf(file);
  const setters = known.get(entry) ?? findSetters(file, findExport, entry);
  known.set(entry, setters);
  return setters.some((node) => isMade || isWritten(node));
}

function findSetters(file: FileView, findExport: FindExport, { match }: CompiledEntry): readonly Node[] {
  const root = askedBy(match.root);
  if (root.type !== "MemberExpression" && root.type !== "Identifier") return [];
  return file
    .nodes(root.type, headWords(file, root, findExport))
    .filter((node) => (isWritten(node) || isWrittenInto(node)) && !!matchPart({ file, findExport }, match.root, node));
}
