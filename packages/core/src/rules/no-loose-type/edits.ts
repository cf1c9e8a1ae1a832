import { localNamesOf } from "../../semantics/local-names.js";
import type { TSESTree } from "@typescript-eslint/types";
import { atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ImportNeed } from "../../semantics/import-requests.js";
import type { LooseEntry } from "./entries.js";

/** Writes the entry's type in place of a loose one. */
export function writeType(file: FileView, entry: LooseEntry, part: TSESTree.TypeNode): Edit {
  const needs: ImportNeed[] = [];
  const reasons: string[] = [];
  let text = "";
  let at = 0;
  for (const { ref, range } of entry.uses) {
    const name = localNamesOf(file).nameFor(ref, part, { isTypeOnly: true });
    if ("refused" in name) return hint(name.refused);
    if (name.need) needs.push(name.need);
    if (name.reason !== undefined) reasons.push(name.reason);
    text += entry.type.slice(at, range[0]) + name.text;
    at = range[1];
  }
  text += entry.type.slice(at);
  const edit = fix([{ range: part.range, parts: [text] }], needs);
  if (entry.uses.length === 0) reasons.push(`${entry.type} is not declared in the contract's imports`);
  if (file.commentsIn(part.range).length > 0) reasons.push("a comment inside it would be lost");
  return reasons.reduce<Edit>(atMostSuggestion, edit);
}

/** The same where no compiler judges it: what is held there, and what becomes of it, may not fit. */
export function suggestType(file: FileView, entry: LooseEntry, part: TSESTree.TypeNode): Edit {
  return atMostSuggestion(writeType(file, entry, part), `the code around it may not fit ${entry.type}`);
}
