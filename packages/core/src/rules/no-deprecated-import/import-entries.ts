import { isTooEarlyAfterMove } from "../../semantics/import-circles.js";
import type { TSESTree } from "@typescript-eslint/types";
import { keyName, memberName, type Node } from "../../syntax/nodes.js";
import { usesOf } from "../../semantics/origins.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { ExportNames, DeprecatedImportEntry } from "./options.js";
import { atMostSuggestion, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { type ImportedName, isKeptLoad, type ModuleReference } from "../../semantics/module-reference.js";
import { actsAtLoad } from "../../semantics/effects.js";
import { openModule } from "../../semantics/module-view.js";
import type { ModuleExport, ModuleIdentity, Modules, PassageQuery } from "../../modules/index.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { fillWildcards, type ModulePattern } from "./module-patterns.js";
import type { MovedReplacement } from "../replacement.js";
import type { Destination } from "./move-imports.js";
import { because, runsOtherwise, type Why } from "../../reasons/reasons.js";

/** One entry of the option, compiled. */
export interface Entry {
  readonly option: DeprecatedImportEntry;
  /** Its place in the option, from 0. */
  readonly index: number;
  readonly pattern: ModulePattern;
  /** The names that move; undefined if the whole module does. */
  readonly names: ExportNames | undefined;
  /** The export that a name has become by another name: who passes it on by the old one still gives the old name. */
  readonly renamed: Pick<ModuleExport, "module" | "name"> | undefined;
  /** How to find modules that re-export the names; undefined if the whole module moves. */
  readonly passage: PassageQuery | undefined;
}

/** Where an entry applies to a reference. */
export interface Hit {
  readonly entry: Entry;
  readonly to: string | undefined;
  /** The export of the module of `from`, if the file imports it from a barrel. */
  readonly passed?: ModuleExport;
}

/** What an entry's name is called now, in its one module. */
export function renamedBy({ name, to, as, rename }: DeprecatedImportEntry, modules: Modules): Entry["renamed"] {
  // Without `rename: uses` a barrel may keep the old name.
  if (rename !== "uses" || as === undefined || as === name || to === undefined || to.includes("*")) return undefined;
  return { module: modules.resolveContractModule(to), name: as };
}

/** A hit of an entry whose pattern has matched; `taken` is what its wildcards matched. */
export function hitOf(entry: Entry, taken: readonly string[]): Hit {
  return { entry, to: entry.option.to === undefined ? undefined : fillWildcards(entry.option.to, taken) };
}

/** A reference, and the entry that applies to it. */
export interface ReferenceHit {
  readonly hit: Hit;
  readonly reference: ModuleReference;
  /** The entries that take single names of the module elsewhere. */
  readonly apart?: readonly Hit[];
}

/** A reference that moves, with the names that it should import from the new module. */
interface MovingReference extends ReferenceHit {
  readonly exported: readonly string[];
}

/** Makes an edit with the entry's destination, written as this file would import it. */
export function withDestination(
  file: FileView,
  setting: RuleSetting,
  { hit, reference, exported, apart = [] }: MovingReference,
  edit: (to: Destination) => Edit,
): Edit {
  const { option } = hit.entry;
  // Without `to` only the name changes.
  const module =
    hit.to === undefined
      ? option.as === undefined
        ? undefined
        : file.modules.resolve(file.path, reference.specifier)
      : setting.modules.resolveContractModule(hit.to);
  if (!module) return hint(because("noReplacement", "the contract names nothing that replaces it"));
  const isInPlace = hit.to === undefined || isOtherSpelling(file, reference, module);
  if (isInPlace) {
    const specifier = hit.to ?? reference.specifier;
    const missing = option.as !== undefined && file.modules.lacksExport(file.path, module, specifier, option.as);
    if (missing) return hint(`"${specifier}" has no export ${option.as}`);
    // What was a package of that name for a bundler is none any more.
    const answer = specifier.startsWith("node:") && destinationOf(file, module, { reference, exported });
    const doubt = answer && "reason" in answer ? answer.reason : undefined;
    return doubt === undefined ? edit({ module, specifier }) : atMostSuggestion(edit({ module, specifier }), doubt);
  }
  // A barrel that the file imports from may pass the replacement on as well, and a module may give a name up and stay.
  const left = hit.passed?.module ?? file.modules.resolve(file.path, reference.specifier);
  const leaves = file.modules.isSameModule(left, module) ? undefined : left;
  const answer = destinationOf(file, module, { reference, exported, leaves });
  if ("refused" in answer) return hint(answer.refused);
  if (answer.specifier === reference.specifier && option.as === undefined)
    return hint("by this path it is the same module, and this file has no other way to it");
  const lacking = hit.entry.names ? undefined : findLacking(file, { reference, apart }, answer);
  if (lacking !== undefined) return hint(`"${answer.specifier}" has no export ${lacking}`);
  const result = answer.reason === undefined ? edit(answer) : atMostSuggestion(edit(answer), answer.reason);
  if (isTooEarlyAfterMove(file, reference, answer.module))
    return atMostSuggestion(result, because("circle", `${answer.specifier} imports this module, which uses it at load`));
  if (!losesEffects(file, hit.entry, reference, answer.module)) return result;
  return atMostSuggestion(
    result,
    runsOtherwise(`"${reference.specifier}" acts on other things when it is loaded, which may be needed`),
  );
}

/** Whether nothing that a file loads acts any more as its old module does when it is loaded. */
function losesEffects(file: FileView, { names }: Entry, reference: ModuleReference, to: ModuleIdentity): boolean {
  const { modules, path } = file;
  const old = modules.resolve(path, reference.specifier);
  const opened = old.kind === "file" && isKeptLoad(reference) ? modules.declarations.read(old.path) : undefined;
  const fresh = to.kind === "file" ? modules.declarations.read(to.path)?.text : undefined;
  if (!opened || actsAtLoad(openModule(modules, opened)).every((action) => fresh?.includes(action))) return false;
  const loads = (module: ModuleIdentity): boolean => modules.loadDistance(module, opened.path, path) !== undefined;
  const isLeft = (other: ModuleReference): boolean => {
    const module = modules.resolve(path, other.specifier);
    if (!modules.isSameModule(module, old)) return loads(module);
    return names !== undefined && (other.names.length === 0 || other.names.some(({ imported }) => !names.has(imported)));
  };
  return !loads(to) && !file.moduleReferences().some((other) => isKeptLoad(other) && isLeft(other));
}

/** The module that has all the names: an entry point may re-export a name, or a file behind a barrel may declare it. */
function destinationOf(
  file: FileView,
  module: ModuleIdentity,
  {
    reference,
    exported,
    leaves,
  }: Pick<MovingReference, "reference" | "exported"> & { readonly leaves?: ModuleIdentity | undefined },
): (Destination & { readonly reason?: Why }) | { readonly refused: Why } {
  const names = localNamesOf(file);
  const isTypeOnly = reference.isTypeOnly;
  const isRequired = reference.kind === "require";
  const keepsForm = !/^(?:import|import-equals|export-from)$/u.test(reference.kind);
  const instead = { instead: reference.specifier, ...(leaves && { leaves }), isRequired, keepsForm };
  const answers = exported.map((name) => names.importOf({ module, exported: name }, isTypeOnly, instead));
  const [first] = answers;
  const isOne = answers.every(
    (answer, index) =>
      !("refused" in answer) &&
      first &&
      !("refused" in first) &&
      answer.specifier === first.specifier &&
      (answers.length === 1 || answer.exported === exported[index]),
  );
  const missing = answers.find((answer) => "refused" in answer);
  if (first && (answers.length === 1 || missing)) return missing ?? first;
  if (first && isOne && !("refused" in first)) return { ...first, exported: undefined };
  const whole = names.specifierFor(module, { instead: reference.specifier, isTypeOnly, isRequired });
  return "refused" in whole ? whole : { ...whole, module, exported: undefined };
}

/** A name that a file takes from all of a module, by `export *` or as a member, and that another module lacks. */
function findLacking(
  file: FileView,
  { reference, apart }: Required<Pick<ReferenceHit, "reference" | "apart">>,
  { module, specifier }: Destination,
): string | undefined {
  const { modules, path } = file;
  const taken =
    reference.kind === "export-all"
      ? modules.exportedNames(modules.resolve(path, reference.specifier)).filter((name) => name !== "default")
      : reference.names.flatMap((name) =>
          // A default import may have types too: `moment.Moment`.
          findNamespaceUses(file, name).flatMap(({ node, member }) =>
            name.imported === "*" || (name.imported === "default" && node.type === "TSQualifiedName") ? [member] : [],
          ),
        );
  const stays = (name: string): boolean => !apart.some(({ entry }) => entry.names?.has(name));
  return taken.find((name) => stays(name) && modules.lacksExport(path, module, specifier, name));
}

/** One `ns.Name` in an expression, a type or JSX. */
export interface NamespaceUse {
  readonly node: Node;
  readonly member: string;
  /** The nodes that read the namespace; JSX also reads it in the closing tag. */
  readonly reads: readonly Node[];
}

/** Every use of a namespace through one of its members. */
export function findNamespaceUses(file: FileView, namespace: ImportedName): NamespaceUse[] {
  if (!namespace.variable) return [];
  return usesOf(file, namespace.variable).flatMap((use): NamespaceUse[] => {
    const parent = use.parent;
    if (parent.type === "VariableDeclarator" && parent.init === use && parent.id.type === "ObjectPattern")
      return parent.id.properties.flatMap((property): NamespaceUse[] => {
        const member = property.type === "Property" ? keyName(property) : undefined;
        return member === undefined ? [] : [{ node: property, member, reads: [] }];
      });
    const member = memberRead(use, parent);
    if (member === undefined || isInClosingTag(parent)) return [];
    const twin = twinOf(parent);
    return [{ node: parent, member, reads: twin ? [use, twin.object] : [use] }];
  });
}

function memberRead(use: Node, parent: Node): string | undefined {
  if (parent.type === "MemberExpression" && parent.object === use) return memberName(parent);
  if (parent.type === "TSQualifiedName" && parent.left === use) return parent.right.name;
  if (parent.type === "JSXMemberExpression" && parent.object === use) return parent.property.name;
  return undefined;
}

function isInClosingTag(node: Node): boolean {
  let at = node;
  while (at.parent?.type === "JSXMemberExpression") at = at.parent;
  return at.parent?.type === "JSXClosingElement";
}

/** The same member in the closing tag. */
export function twinOf(node: Node): TSESTree.JSXMemberExpression | undefined {
  if (node.type !== "JSXMemberExpression") return undefined;
  let at: Node = node;
  while (at.parent?.type === "JSXMemberExpression") at = at.parent;
  const opening = at.parent;
  if (opening?.type !== "JSXOpeningElement") return undefined;
  let twin: Node | undefined = opening.parent.closingElement?.name;
  while (twin?.type === "JSXMemberExpression" && twin.object.type === "JSXMemberExpression") twin = twin.object;
  return twin?.type === "JSXMemberExpression" ? twin : undefined;
}

/** Whether only the spelling of the specifier changes: `fs` to `node:fs`. */
function isOtherSpelling(file: FileView, reference: ModuleReference, module: ModuleIdentity): boolean {
  return module.kind === "package" && file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), module);
}

/** Whether the entry says of no other place or name. */
function isBan({ entry, to }: Hit): boolean {
  return to === undefined && entry.option.as === undefined;
}

/** The problem that a hit's finding states. */
export function problemOf(hit: Hit): string {
  if (hit.entry.option.remove) return "is on its way out: remove it";
  return isBan(hit) ? "is not to be imported" : "has moved";
}

/** Where the entry moves a name or the whole module; null if nothing replaces it. */
export function moveOf(hit: Hit, imported: string | undefined): MovedReplacement | null {
  const { option } = hit.entry;
  if (option.remove || isBan(hit)) return null;
  return { kind: "moved", moves: [{ name: option.as ?? (hit.entry.names ? imported : undefined), module: hit.to }] };
}
