import type { FileView } from "../../semantics/file-view.js";
import type { WrittenName } from "./declaration-text.js";
import type { ImportMove } from "../../semantics/import-requests.js";
import type { ImportedName } from "../../semantics/module-reference.js";

/** A name that moves, as its new declaration has it. */
export function writtenName(
  file: FileView,
  { name, exported, local }: Pick<ImportMove, "name" | "exported" | "local">,
): WrittenName {
  const isTypeOnly = name.reference.isTypeOnly || name.isTypeOnly;
  const pattern = patternOf(file, name, local);
  return { exported, local, isTypeOnly, ...(pattern !== undefined && { pattern }) };
}

/** What a destructuring puts in a name's place where that is more than the name: a default, a pattern. */
function patternOf(file: FileView, { node, local }: ImportedName, localName: string): string | undefined {
  if (node?.type !== "Property" || node.value.type === "Identifier") return undefined;
  const text = file.textOf(node.value);
  if (node.value.type !== "AssignmentPattern" || !local || local.name === localName) return text;
  return localName + text.slice(local.name.length);
}
