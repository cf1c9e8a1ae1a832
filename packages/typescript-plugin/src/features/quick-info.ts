import { findBan, hoverAt, hoverOfBan } from "@godwit/editor";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import { nameAt } from "../named-exports.js";
import type { Session } from "../session.js";

/** Shows the contract of a violation, or of any name that a contract bans. */
export const quickInfo: Feature<Session> = (inner, session) => ({
  getQuickInfoAtPosition(fileName, position, ...rest) {
    const own = inner.getQuickInfoAtPosition(fileName, position, ...rest);
    const contract = contractAt(session, fileName, position);
    if (!contract) return own;
    const info: ts.QuickInfo = own ?? {
      kind: session.typescript.ScriptElementKind.unknown,
      kindModifiers: "",
      textSpan: contract.span,
      displayParts: [],
    };
    const before = info.documentation ?? [];
    const gap = before.length === 0 ? [] : [{ text: "\n\n---\n\n", kind: "lineBreak" }];
    return { ...info, documentation: [...before, ...gap, { text: contract.markdown, kind: "markdown" }] };
  },
});

function contractAt(session: Session, fileName: string, position: number): { span: ts.TextSpan; markdown: string } | undefined {
  const project = session.projectOf(fileName);
  if (!project) return undefined;
  const setting = { left: ({ id }: { readonly id: string }) => session.leftOf(project, id) };
  const findings = session.findings(fileName);
  const hover = findings && hoverAt(findings, position, setting);
  if (hover) return { span: { start: hover.span[0], length: hover.span[1] - hover.span[0] }, markdown: hover.markdown };
  const sourceFile = session.sourceFile(fileName);
  const named = sourceFile && nameAt(session, project, sourceFile, position);
  if (!named) return undefined;
  const ban = named.exports.map((each) => findBan(project, each)).find((each) => each !== undefined);
  return ban && { span: named.span, markdown: hoverOfBan(project, ban, setting) };
}
