import { importExclusions } from "@godwit/editor";
import type ts from "typescript";
import type { Feature } from "../border.js";
import type { Session } from "../session.js";

/** Where TypeScript itself chooses an import (paste, "add all missing imports"), it does not choose a banned module. */
export const importChoice: Feature<Session> = (inner, session) => {
  const without = <T extends ts.UserPreferences>(fileName: string, preferences: T): T => {
    const project = session.projectOf(fileName);
    const exclusions = project ? importExclusions(project) : [];
    if (exclusions.length === 0) return preferences;
    return {
      ...preferences,
      autoImportFileExcludePatterns: [...(preferences.autoImportFileExcludePatterns ?? []), ...exclusions],
    };
  };
  return {
    getCombinedCodeFix(scope, fixId, options, preferences) {
      const chosen = fixId === "fixMissingImport" ? without(scope.fileName, preferences) : preferences;
      return inner.getCombinedCodeFix(scope, fixId, options, chosen);
    },
    getPasteEdits(args, options) {
      return inner.getPasteEdits({ ...args, preferences: without(args.targetFile, args.preferences) }, options);
    },
  };
};
