import { replacementsAt, typedAt, writeReplacement } from "@godwit/project/editor";
import { CompletionItemKind, type CompletionItem, type CompletionList, type CompletionParams } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";
import { toTextEdits } from "../commands.js";

/**
 * What replaces the old name that is typed in a source file, with its import: `newId (replaces v4)`, once. All other names are left to
 * the server for TypeScript, the new name too where it is typed itself.
 */
export function completeReplacements(
  state: ServerState,
  { textDocument: { uri }, position }: CompletionParams,
): CompletionItem[] | CompletionList {
  const file = state.writtenFile(uri);
  const offset = state.offsetAt(uri, position);
  if (!file || !state.answersAlone(file.path) || !typedAt(file.text, offset)) return [];
  const items = replacementsAt(file, offset).flatMap((offered): CompletionItem[] => {
    const { insteadOf, filterText } = offered;
    const written = insteadOf === undefined ? undefined : writeReplacement(file, offset, offered);
    if (!written) return [];
    const { name, span, imports } = written;
    const detail = ` (replaces ${insteadOf})`;
    return [
      {
        ...(state.abilities.labelDetails
          ? { label: name, labelDetails: { detail, description: "migration" } }
          : { label: name + detail }),
        kind: CompletionItemKind.Reference,
        detail: `migration: instead of ${insteadOf}`,
        filterText,
        sortText: "0",
        preselect: true,
        textEdit: { range: state.rangeIn(file.text, span), newText: name },
        additionalTextEdits: toTextEdits(state, file.text, imports),
      },
    ];
  });
  // With the next letter another name may be meant.
  return { isIncomplete: true, items };
}
