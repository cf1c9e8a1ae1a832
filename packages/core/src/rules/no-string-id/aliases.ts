import type { TSESTree } from "@typescript-eslint/types";
import { type Edit, atMostSuggestion } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { mindComments, takeFromHome } from "../../edits/type-declarations.js";
import { usesOf } from "../../semantics/origins.js";
import { wordsOf } from "../../naming/words.js";
import { type IdEntry, type StringIdSetting, entryFor } from "./options.js";
import { type IdFile, retype } from "./edits.js";

/** A second `type UserId = string`. */
export interface AliasSite {
  readonly node: TSESTree.TSTypeAliasDeclaration;
  readonly entry: IdEntry;
  readonly isTopLevel: boolean;
  readonly isExported: boolean;
  /** The edit that removes it and imports the type under the same name. */
  readonly removal: Edit;
  /** The references to it in the file. */
  readonly uses: readonly TSESTree.Identifier[];
}

/** Finds declarations of plain types with the name of an entry's type. */
export function findAliases(file: FileView, options: StringIdSetting): AliasSite[] {
  return file.nodes("TSTypeAliasDeclaration").flatMap((node): AliasSite[] => {
    if (node.typeAnnotation.type !== "TSStringKeyword" || node.typeParameters) return [];
    const words = wordsOf(node.id.name).join();
    const entry = options.entries.find(({ type }) => wordsOf(type).join() === words) ?? undefined;
    if (!entry || entryFor(options, node.id.name) === undefined) return [];
    const statement = node.parent.type === "ExportNamedDeclaration" ? node.parent : node;
    const variable = file.findVariable(node.id.name, node.id);
    const uses = variable ? (usesOf(file, variable) as readonly TSESTree.Identifier[]) : [];
    return [
      {
        node,
        entry,
        uses,
        isTopLevel: statement.parent.type === "Program",
        isExported: statement !== node,
        removal: mindComments(file, node, takeFromHome(file, { node, ref: entry.ref })),
      },
    ];
  });
}

/** Removes a duplicate of a type: a fix if nothing uses it, or if the type is only another name for `string` itself. */
export function aliasEdit(id: IdFile, alias: AliasSite): Edit {
  const { entry, node } = alias;
  if (!alias.isTopLevel)
    return atMostSuggestion(retype({ ...id, aliases: new Map() }, entry, node.typeAnnotation), "its values may be strings");
  if (entry.brand().isPlain) return alias.removal;
  if (alias.isExported) return atMostSuggestion(alias.removal, "other files may use it for strings");
  return alias.uses.length === 0 ? alias.removal : atMostSuggestion(alias.removal, "its values may be strings");
}
