import { isTooEarlyAfterMove } from "../../semantics/import-circles.js";
import type { Variable } from "@typescript-eslint/scope-manager";
import { keyName, memberName, type Node, rewrap } from "../../syntax/nodes.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { ExportNames, DeprecatedImportEntry } from "./options.js";
import { atMostSuggestion, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import type { ModuleIdentity, PassageQuery } from "../../modules/index.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { fillWildcards, type ModulePattern } from "./module-patterns.js";
import type { MovedReplacement } from "../replacement.js";
import type { Destination } from "./move-imports.js";
import { because, type Why } from "../../reasons/reasons.js";

/** One entry of the option, compiled. */
export interface Entry {
  readonly option: DeprecatedImportEntry;
  /** Its place in the option, from 0. */
  readonly index: number;
  readonly pattern: ModulePattern;
  /** The names that move; undefined if the whole module does. */
  readonly names: ExportNames | undefined;
  /** How to find modules that re-export the names; undefined if the whole module moves. */
  readonly passage: PassageQuery | undefined;
}

/** Where an entry applies to a reference. */
export interface Hit {
  readonly entry: Entry;
  readonly to: string | undefined;
  /** The name in the module of `from`, if the file imports it from a barrel. */
  readonly name?: string;
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
    return missing ? hint(`"${specifier}" has no export ${option.as}`) : edit({ module, specifier });
  }
  // A barrel that the file imports from may pass the replacement on as well.
  const answer = destinationOf(file, module, { reference, exported, leavesModule: hit.name === undefined });
  if ("refused" in answer) return hint(answer.refused);
  const lacking = hit.entry.names ? undefined : findLacking(file, { reference, apart }, answer);
  if (lacking !== undefined) return hint(`"${answer.specifier}" has no export ${lacking}`);
  const result = answer.reason === undefined ? edit(answer) : atMostSuggestion(edit(answer), answer.reason);
  if (!isTooEarlyAfterMove(file, reference, answer.module)) return result;
  return atMostSuggestion(result, because("circle", `${answer.specifier} imports this module, which uses it at load`));
}

/** The module that has all the names: an entry point may re-export a name, or a file behind a barrel may declare it. */
function destinationOf(
  file: FileView,
  module: ModuleIdentity,
  { reference, exported, leavesModule }: Pick<MovingReference, "reference" | "exported"> & { readonly leavesModule: boolean },
): (Destination & { readonly reason?: Why }) | { readonly refused: Why } {
  const names = localNamesOf(file);
  const isTypeOnly = reference.isTypeOnly;
  const instead = { instead: reference.specifier, leavesModule };
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
  const whole = names.specifierFor(module, { instead: reference.specifier, isTypeOnly });
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
      : reference.names.flatMap(({ imported, variable }) => {
          if (!variable || (imported !== "*" && imported !== "default")) return [];
          return imported === "*" ? membersTaken(variable) : typesTaken(variable);
        });
  const stays = (name: string): boolean => !apart.some(({ entry }) => entry.names?.has(name));
  return taken.find((name) => stays(name) && modules.lacksExport(path, module, specifier, name));
}

/** The members of a namespace that code and types read. */
function membersTaken(namespace: Variable): readonly string[] {
  const members = namespace.references.flatMap(({ identifier }) => {
    const use = rewrap(identifier);
    const parent = use.parent as Node;
    if (parent.type === "MemberExpression" && parent.object === use) return memberName(parent) ?? [];
    if (parent.type !== "VariableDeclarator" || parent.id.type !== "ObjectPattern") return [];
    return parent.id.properties.flatMap((each) => (each.type === "Property" ? (keyName(each) ?? []) : []));
  });
  return [...members, ...typesTaken(namespace)];
}

/** The types of a namespace that are read: `moment.Moment`. */
function typesTaken(namespace: Variable): readonly string[] {
  return namespace.references.flatMap(({ identifier }) => {
    const { parent } = identifier as Node;
    return parent?.type === "TSQualifiedName" && parent.left === identifier ? parent.right.name : [];
  });
}

/** Whether only the spelling of the specifier changes: `fs` to `node:fs`. */
function isOtherSpelling(file: FileView, reference: ModuleReference, module: ModuleIdentity): boolean {
  return module.kind === "package" && file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), module);
}

/** The problem that a hit's finding states. */
export function problemOf(hit: Hit): string {
  return hit.entry.option.remove ? "is on its way out: remove it" : "has moved";
}

/** Where the entry moves a name or the whole module; null if nothing replaces it. */
export function moveOf(hit: Hit, imported: string | undefined): MovedReplacement | null {
  const { option } = hit.entry;
  if (option.remove) return null;
  const name = option.as ?? (hit.entry.names ? imported : undefined);
  return name === undefined && hit.to === undefined ? null : { kind: "moved", moves: [{ name, module: hit.to }] };
}
