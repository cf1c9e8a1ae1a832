import type { TSESTree } from "@typescript-eslint/types";
import { localNamesOf } from "../../semantics/local-names.js";
import { type Edit, allOf, atMostSuggestion, fix, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { declarationText } from "../../edits/imports/declaration-text.js";
import type { ImportNeed } from "../../semantics/import-requests.js";
import { removeStatement } from "../../edits/imports/placement.js";
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
        removal: removalOf(file, entry, node, uses.length),
      },
    ];
  });
}

function removalOf(file: FileView, entry: IdEntry, node: TSESTree.TSTypeAliasDeclaration, uses: number): Edit {
  const { ref } = entry;
  const specifier = localNamesOf(file).importOf(ref, true);
  if ("refused" in specifier) return hint(specifier.refused);
  const local = node.id.name;
  const statement = node.parent.type === "ExportNamedDeclaration" ? node.parent : node;
  const need: ImportNeed = {
    kind: "need",
    module: specifier.module,
    specifier: specifier.specifier,
    exported: specifier.exported,
    local,
    isTypeOnly: true,
  };
  const name = { exported: specifier.exported, local, isTypeOnly: true };
  const change =
    statement === node
      ? removeStatement(file, node)
      : {
          range: statement.range,
          parts: [declarationText({ specifier: specifier.specifier, names: [name], form: "export-from" }, file.layout())],
        };
  const edit = allOf(fix([change], uses > 0 ? [need] : []));
  if (specifier.reason !== undefined) return atMostSuggestion(edit, specifier.reason);
  return statement === node && hasOwnComment(file, node)
    ? atMostSuggestion(edit, "the comment above it would stay behind")
    : edit;
}

/** Whether a comment right above describes the declaration. */
function hasOwnComment(file: FileView, node: TSESTree.TSTypeAliasDeclaration): boolean {
  return file
    .comments()
    .some(
      (comment) =>
        comment.range[1] <= node.range[0] && /^[ \t]*\r?\n[ \t]*$/u.test(file.text.slice(comment.range[1], node.range[0])),
    );
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
