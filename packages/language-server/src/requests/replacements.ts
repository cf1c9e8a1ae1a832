import { replacementsAt } from "@godwit/project/editor";
import { CompletionItemKind, type CompletionItem, type CompletionParams } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";
import { toTextEdits } from "../workspace-edits.js";

/**
 * What replaces the name that is typed in a source file, with its import: `newId (replaces it)`, found by the old name. All other names
 * are left to the server for TypeScript.
 */
export function completeReplacements(
  state: ServerState,
  { textDocument: { uri }, position }: CompletionParams,
): CompletionItem[] {
  const file = state.writtenFile(uri);
  if (!file || !state.answersAlone(file.path)) return [];
  const { text } = file;
  return replacementsAt(file, state.offsetAt(uri, position)).map(({ name, replaces, contract, span, imports }) => ({
    ...(state.abilities.labelDetails
      ? { label: name, labelDetails: { detail: " (replaces it)", description: "migration" } }
      : { label: `${name} (replaces it)` }),
    kind: CompletionItemKind.Reference,
    detail: `migration: instead of ${replaces}`,
    ...(contract && { documentation: { kind: "markdown" as const, value: contract.title } }),
    filterText: replaces,
    sortText: "0",
    preselect: true,
    textEdit: { range: state.rangeIn(text, span), newText: name },
    additionalTextEdits: toTextEdits(state, text, imports),
  }));
}
