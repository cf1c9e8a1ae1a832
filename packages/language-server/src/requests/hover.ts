import {
  commandLinks,
  describeLeft,
  explainKey,
  hoverAt,
  hoverOfName,
  type EditorHover,
  type HoverSetting,
  inlayHintsIn,
  patternHints,
} from "@godwit/project/editor";
import type { Hover, HoverParams, InlayHint, InlayHintParams } from "vscode-languageserver/node";
import type { ServerState, OpenContract } from "../state.js";

/** How long a hover waits for what the project has left, in milliseconds. */
export const LONGEST_COUNT = 1_500;

/** The contract of a violation, or of a name that is on its way out, in six lines; or what a contract's key means. */
export async function hover(state: ServerState, { textDocument: { uri }, position }: HoverParams): Promise<Hover | undefined> {
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
  const findings = state.findingsAt(uri);
  const isAlone = state.answersAlone(file.path);
  const about = (given: HoverSetting): EditorHover | undefined =>
    (findings && hoverAt(findings, offset, given)) ?? (isAlone ? hoverOfName(file, offset, given) : undefined);
  // Most places have none, and wait for nothing.
  if (!about({})) return undefined;
  await state.scan.wait(project, LONGEST_COUNT);
  const links = state.settings.commands === "vscode" ? { links: commandLinks(root) } : {};
  return toHover(state, file.text, about({ left, ...links }));
}

function toHover(state: ServerState, text: string, own: ReturnType<typeof explainKey>): Hover | undefined {
  return own && { contents: { kind: "markdown", value: own.markdown }, range: state.rangeIn(text, own.span) };
}

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
