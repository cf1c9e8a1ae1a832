import { commandLinks, describeLeft, explainKey, hoverAt, hoverOfName } from "@godwit/project/editor";
import type { Hover, HoverParams } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";

/** The contract of a violation, or of a name that is on its way out, in six lines; or what a contract's key means. */
export function hover(state: ServerState, { textDocument: { uri }, position }: HoverParams): Hover | undefined {
  const offset = state.offsetAt(uri, position);
  const contract = state.openContract(uri);
  if (contract) {
    const text = contract.document.getText();
    return toHover(state, text, explainKey(text, offset));
  }
  const file = state.writtenFile(uri);
  if (!file) return undefined;
  const { project } = file;
  const { root } = project;
  const left = ({ id }: { readonly id: string }): string | undefined => {
    const count = state.scan.countOf(project, id);
    return count && describeLeft(count);
  };
  const links = state.settings.commands === "vscode" ? { links: commandLinks(root) } : {};
  const findings = state.findingsAt(uri);
  const found = findings && hoverAt(findings, offset, { left, ...links });
  const isAlone = state.answersAlone(file.path);
  return toHover(state, file.text, found ?? (isAlone ? hoverOfName(file, offset, { left, ...links }) : undefined));
}

function toHover(state: ServerState, text: string, own: ReturnType<typeof explainKey>): Hover | undefined {
  return own && { contents: { kind: "markdown", value: own.markdown }, range: state.rangeIn(text, own.span) };
}
