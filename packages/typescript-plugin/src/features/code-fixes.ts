import { actionsAt, fixAllOf, ruleIdOf, type EditorAction, type FileFindings } from "@godwit/editor";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import { codeOf, CODES } from "../codes.js";
import type { Session } from "../session.js";
import { toFileChanges } from "../text-changes.js";

const FIX_ID = "godwit/";

/** Quick fixes of violations, and one fix for all safe ones of a contract in a file. */
export const codeFixes: Feature<Session> = (inner, session) => ({
  getCodeFixesAtPosition(...args) {
    const [fileName, start, end, codes, ...rest] = args;
    const own = inner.getCodeFixesAtPosition(
      fileName,
      start,
      end,
      codes.filter((code) => !CODES.includes(code)),
      ...rest,
    );
    const findings = codes.some((code) => CODES.includes(code)) ? session.findings(fileName) : undefined;
    if (!findings) return own;
    const actions = actionsAt(findings, [start, end]).filter(({ finding }) => codes.includes(codeOf(finding)));
    return [...own, ...actions.map((action) => toCodeFix(fileName, findings, action))];
  },
  getCombinedCodeFix(scope, fixId, ...rest) {
    const contract = typeof fixId === "string" && fixId.startsWith(FIX_ID) ? fixId.slice(FIX_ID.length) : undefined;
    if (contract === undefined) return inner.getCombinedCodeFix(scope, fixId, ...rest);
    const findings = session.findings(scope.fileName);
    const all = findings && fixAllOf(findings, contract);
    return { changes: all ? toFileChanges(scope.fileName, all.edits()) : [] };
  },
  getSupportedCodeFixes(fileName) {
    const own = inner.getSupportedCodeFixes(fileName);
    return [...own, ...CODES.map(String).filter((code) => !own.includes(code))];
  },
});

function toCodeFix(fileName: string, findings: FileFindings, action: EditorAction): ts.CodeFixAction {
  const { contract } = action.finding;
  const all = action.kind === "fix" ? fixAllOf(findings, contract.id) : undefined;
  return {
    fixName: FIX_ID + ruleIdOf(action.finding) + (action.kind === "ignore" ? "#ignore" : ""),
    description: action.title,
    changes: toFileChanges(fileName, action.edits()),
    ...(all && { fixId: FIX_ID + contract.id, fixAllDescription: all.title }),
  };
}
