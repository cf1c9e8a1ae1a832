import { inlayHintsIn } from "@godwit/editor";
import type { InlayHint, InlayHintParams } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";

/** `→ newId("user") +1` at the end of lines with violations. */
export function inlayHints(state: ServerState, { textDocument: { uri }, range }: InlayHintParams): InlayHint[] {
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
