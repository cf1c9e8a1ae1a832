import { commandLinks, explainKey, hoverAt } from "@godwit/editor";
import type { Hover, HoverParams } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";

/** The contract of a violation in six lines, or what a contract's key means. */
export function hover(state: ServerState, { textDocument: { uri }, position }: HoverParams): Hover | undefined {
  const offset = state.offsetAt(uri, position);
  const contract = state.openContract(uri);
  if (contract) {
    const text = contract.document.getText();
    return toHover(state, text, explainKey(text, offset));
  }
  const findings = state.findingsAt(uri);
  if (!findings) return undefined;
  const { root } = findings.project;
  const left = ({ id }: { readonly id: string }): number | undefined => state.scan.countOf(findings.project, id)?.left;
  const links = state.settings.commands === "vscode" ? { links: commandLinks(root) } : {};
  return toHover(state, findings.document.text, hoverAt(findings, offset, { left, ...links }));
}

function toHover(state: ServerState, text: string, own: ReturnType<typeof explainKey>): Hover | undefined {
  return own && { contents: { kind: "markdown", value: own.markdown }, range: state.rangeIn(text, own.span) };
}
