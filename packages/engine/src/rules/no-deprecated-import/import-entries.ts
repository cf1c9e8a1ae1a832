import { localNamesOf } from "../../semantics/local-names.js";
import type { DeprecatedImportEntry } from "./options.js";
import { atMostSuggestion, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import type { ModuleIdentity } from "@godwit/modules";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { ModulePattern } from "./module-patterns.js";
import type { MovedReplacement } from "../replacement.js";
import type { Destination } from "./move-imports.js";

/** One entry of the option, compiled. */
export interface Entry {
  readonly option: DeprecatedImportEntry;
  readonly pattern: ModulePattern;
  /** Undefined: the whole module. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Where an entry applies to a reference. */
export interface Hit {
  readonly entry: Entry;
  readonly to: string | undefined;
}

/** A reference, and the entry that applies to it. */
export interface ReferenceHit {
  readonly hit: Hit;
  readonly reference: ModuleReference;
}

/** The edit that leads to where the entry points, as this file writes it. */
export function withDestination(
  file: FileView,
  setting: RuleSetting,
  { hit, reference }: ReferenceHit,
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
  if (!module) return hint("the contract names nothing that replaces it");
  if (hit.to === undefined) return edit({ module, specifier: reference.specifier });
  if (isOtherSpelling(file, reference, module)) return edit({ module, specifier: hit.to });
  const answer = localNamesOf(file).specifierFor(module, reference.specifier);
  if ("refused" in answer) return hint(answer.refused);
  const result = edit({ module, specifier: answer.specifier });
  return answer.reason === undefined ? result : atMostSuggestion(result, answer.reason);
}

/** Whether only the specifier changes: `fs` to `node:fs`. */
function isOtherSpelling(file: FileView, reference: ModuleReference, module: ModuleIdentity): boolean {
  return module.kind === "package" && file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), module);
}

/** What is wrong with what the entry finds. */
export function problemOf(hit: Hit): string {
  return hit.entry.option.remove ? "is on its way out: remove it" : "has moved";
}

/** Where the entry says that a name, or the whole module, has moved; null where nothing replaces it. */
export function moveOf(hit: Hit, imported: string | undefined): MovedReplacement | null {
  const { option } = hit.entry;
  if (option.remove) return null;
  const name = option.as ?? (hit.entry.names ? imported : undefined);
  return name === undefined && hit.to === undefined ? null : { kind: "moved", moves: [{ name, module: hit.to }] };
}
