import type { Modules } from "../modules/index.js";
import { composeEdits } from "../edits/compose.js";
import { fix } from "../edits/edit.js";
import { FileView } from "../semantics/file-view.js";
import type { ExportRef } from "../semantics/export-ref.js";
import { localNamesOf } from "../semantics/local-names.js";
import { isSameRange, type Range } from "../syntax/ranges.js";
import type { SourceFile } from "../syntax/source-file.js";
import type { TextEdit } from "../syntax/text-edit.js";

/** An export in place of a name. */
export interface WrittenExport {
  /** As this file calls it. */
  readonly text: string;
  /** The name's own edit, and those of its import. */
  readonly edits: readonly TextEdit[];
}

/**
 * Writes an export in place of the name at a range, with the import that it needs. Undefined where the range is no use of a name (as in
 * declarations and keys), or the export can't be imported.
 */
export function writeExport(
  source: SourceFile,
  modules: Modules,
  range: Range,
  wanted: Pick<ExportRef, "module" | "exported">,
): WrittenExport | undefined {
  const file = new FileView(source, modules);
  const uses = file.scopes().scopes.flatMap(({ references }) => references);
  const use = uses.find(({ identifier }) => isSameRange(identifier.range, range));
  if (!use) return undefined;
  const isTypeOnly = use.isTypeReference && !use.isValueReference;
  const named = localNamesOf(file).nameFor({ name: wanted.exported, ...wanted }, use.identifier, { isTypeOnly });
  if ("refused" in named) return undefined;
  const edit = fix([{ range, parts: [named.text] }], named.need ? [named.need] : []);
  return { text: named.text, edits: composeEdits(file, [edit]) };
}
