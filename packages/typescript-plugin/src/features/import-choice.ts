import { ruleDocs, ruleNames } from "@godwit/core/engine";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import type { Session } from "../session.js";
import { toFileChanges } from "../text-changes.js";

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
