import { inlayHintsIn, patternHints } from "@godwit/project/editor";
import type { InlayHint, InlayHintParams } from "vscode-languageserver/node";
import type { OpenContract, ServerState } from "../state.js";

/** `→ newId("user") +1` at the end of lines with violations; in a contract, beside each pattern what it matches. */
export function inlayHints(state: ServerState, { textDocument: { uri }, range }: InlayHintParams): InlayHint[] {
  const contract = state.openContract(uri);
  if (contract) return besidePatterns(state, contract);
  const findings = state.findingsAt(uri);
  const document = state.documents.get(uri);
  if (!findings || !document) return [];
  const span = [document.offsetAt(range.start), document.offsetAt(range.end)] as const;
  return inlayHintsIn(findings, span, state.settings.inlayHints).map(({ offset, text, tooltip }) => ({
    position: document.positionAt(offset),
    label: text,
    paddingLeft: true,
    tooltip,
  }));
}

/** `matches 14 sites in 9 files`, of the text as it is now; the editor is told to ask again once that is known. */
function besidePatterns(state: ServerState, { document, project, id }: OpenContract): InlayHint[] {
  const counts = state.settings.inlayHints === "off" ? undefined : state.patterns.countsOf(project, id);
  return patternHints(document.getText(), counts ?? []).map(({ offset, text, tooltip }) => ({
    position: document.positionAt(offset),
    label: text,
    paddingLeft: true,
    ...(tooltip !== "" && { tooltip }),
  }));
}
