import { diagnosticsOf, type EditorDiagnostic } from "@godwit/editor";
import type ts from "typescript";
import type { Feature } from "../border.js";
import { contractFile } from "../contract-file.js";
import { codeOf } from "../codes.js";
import type { Session } from "../session.js";

/** Underlines violations. All go with the semantic diagnostics: a client shows those of each kind, so in two they would show twice. */
export const diagnostics: Feature<Session> = (inner, session) => ({
  getSemanticDiagnostics(fileName) {
    const own = inner.getSemanticDiagnostics(fileName);
    const file = session.settingsFor(fileName).diagnostics === "off" ? undefined : session.sourceFile(fileName);
    const findings = file && session.findings(fileName);
    if (!findings) return own;
    return [...own, ...diagnosticsOf(findings).map((each) => toDiagnostic(session, file, each))];
  },
});

function toDiagnostic({ typescript }: Session, file: ts.SourceFile, each: EditorDiagnostic): ts.Diagnostic {
  const { DiagnosticCategory } = typescript;
  const { path, offset, message } = each.contract;
  return {
    file,
    start: each.span[0],
    length: each.span[1] - each.span[0],
    messageText: `${each.message} (${each.id})`,
    category: each.severity === "error" ? DiagnosticCategory.Error : DiagnosticCategory.Warning,
    code: codeOf(each.finding),
    source: "godwit",
    relatedInformation: [
      {
        file: contractFile(typescript, path),
        start: offset,
        length: 0,
        messageText: message,
        category: DiagnosticCategory.Message,
        code: codeOf(each.finding),
      },
    ],
    ...(each.isDeprecated && { reportsDeprecated: {} }),
  };
}
