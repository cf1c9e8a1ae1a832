import type { FileView } from "../../semantics/file-view.js";
import type { WrittenName } from "./declaration-text.js";
import type { ImportMove } from "../../semantics/import-requests.js";
import type { ImportedName } from "../../semantics/module-reference.js";

/** A moved name in the form of its new declaration. */
export function writtenName(
  file: FileView,
  { name, exported, local }: Pick<ImportMove, "name" | "exported" | "local">,
): WrittenName {
  const isTypeOnly = name.reference.isTypeOnly || name.isTypeOnly;
  const pattern = patternOf(file, name, local);
  return { exported, local, isTypeOnly, ...(pattern !== undefined && { pattern }) };
}

/** The text of a destructured property's value, if that is more than a name: a default, a pattern. */
function patternOf(file: FileView, { node, local }: ImportedName, localName: string): string | undefined {
  if (node?.type !== "Property" || node.value.type === "Identifier") return undefined;
  const text = file.textOf(node.value);
  if (node.value.type !== "AssignmentPattern" || !local || local.name === localName) return text;
  return localName + text.slice(local.name.length);
}
