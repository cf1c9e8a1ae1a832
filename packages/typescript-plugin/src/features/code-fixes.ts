import { actionsAt, ruleIdOf, type EditorAction, type FixAllAction, type SiteAction } from "@godwit/project/editor";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import { codeOf, CODES } from "../codes.js";
import { editActions, toFileChanges } from "../text-changes.js";
import type { Session } from "../session.js";
import { ruleDocs, ruleNames } from "@godwit/core/engine";

const NAME = "godwit";

/**
 * Quick fixes of violations, and one for all safe ones of a contract in the file. It has no `fixId`: editors offer such fixes only where
 * a file has several errors of one code, some never do, and with both it would be in the menu twice.
 */
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
    const isOurs = !session.leavesToExtension && codes.some((code) => CODES.includes(code));
    const findings = isOurs ? session.findings(fileName) : undefined;
    if (!findings) return own;
    const isAsked = (action: EditorAction): boolean => !("finding" in action) || codes.includes(codeOf(action.finding));
    const actions = actionsAt(findings, [start, end]).filter(isAsked);
    return [...own, ...editActions(actions).map((action) => toCodeFix(fileName, action))];
  },
  getSupportedCodeFixes(fileName) {
    const own = inner.getSupportedCodeFixes(fileName);
    return [...own, ...CODES.map(String).filter((code) => !own.includes(code))];
  },
});

function toCodeFix(fileName: string, action: SiteAction | FixAllAction): ts.CodeFixAction {
  return { fixName: nameOf(action), description: action.title, changes: toFileChanges(fileName, action.edits()) };
}

function nameOf(action: SiteAction | FixAllAction): string {
  switch (action.kind) {
    case "fix":
      return `${NAME}/${ruleIdOf(action.finding)}`;
    case "suggestion":
      return `${NAME}/${ruleIdOf(action.finding)}#review`;
    case "ignore":
      return `${NAME}/${ruleIdOf(action.finding)}#ignore`;
    case "fix-file":
      return `${NAME}/${action.contract.id}#all`;
  }
}

/** The rules that say where an import has moved to. */
const MOVING = ruleNames.filter((rule) => ruleDocs(rule).movesImports);

/**
 * When TypeScript itself adds an import (paste, "add all missing imports") of something that has moved, the same edit moves it.
 * The pasted code stays as it is, because a person has just put it there.
 */
export const importChoice: Feature<Session> = (inner, session) => {
  const withMovedImports = (fileName: string, changes: readonly ts.FileTextChanges[]): readonly ts.FileTextChanges[] => {
    const own = changes.find((change) => change.fileName === fileName);
    const review = own && session.reviewChange(fileName, own.textChanges, MOVING);
    if (!review?.instead) return changes;
    return [...changes.filter((change) => change !== own), ...toFileChanges(fileName, review.instead)];
  };
  return {
    getCombinedCodeFix(scope, fixId, ...rest) {
      const own = inner.getCombinedCodeFix(scope, fixId, ...rest);
      return fixId === "fixMissingImport" ? { ...own, changes: withMovedImports(scope.fileName, own.changes) } : own;
    },
    getPasteEdits(args, ...rest) {
      const own = inner.getPasteEdits(args, ...rest);
      return { ...own, edits: withMovedImports(args.targetFile, own.edits) };
    },
  };
};
