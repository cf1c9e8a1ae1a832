import { actionsAt, type FileFindings, type Span } from "@godwit/project/editor";
import type ts from "typescript";
import { editActions, toFileChanges } from "../text-changes.js";
import type { Feature } from "../guard.js";
import type { Session } from "../session.js";

const NAME = "godwit";

interface Offer {
  readonly name: string;
  readonly description: string;
  changes(fileName: string): ts.FileTextChanges[];
}

/** Offers the quick fixes as refactorings if diagnostics are off, because editors ask for quick fixes only at a diagnostic. */
export const refactors: Feature<Session> = (inner, session) => {
  const offersAt = (fileName: string, at: number | ts.TextRange): readonly Offer[] => {
    if (session.leavesToExtension || session.settingsFor(fileName).diagnostics !== "off") return [];
    const findings = session.findings(fileName);
    return findings ? listOffers(findings, typeof at === "number" ? [at, at] : [at.pos, at.end]) : [];
  };
  return {
    getApplicableRefactors(fileName, at, ...rest) {
      const own = inner.getApplicableRefactors(fileName, at, ...rest);
      const actions = offersAt(fileName, at).map(({ name, description }) => ({ name, description, kind: "refactor.rewrite" }));
      return actions.length === 0 ? own : [...own, { name: NAME, description: "Migrate", actions }];
    },
    getEditsForRefactor(...args) {
      const [fileName, , at, refactor, action] = args;
      if (refactor !== NAME) return inner.getEditsForRefactor(...args);
      const offer = offersAt(fileName, at).find(({ name }) => name === action);
      return { edits: offer?.changes(fileName) ?? [] };
    },
  };
};

function listOffers(findings: FileFindings, span: Span): Offer[] {
  return editActions(actionsAt(findings, span)).map(({ title, edits }, index) => ({
    name: `${NAME}-${index}`,
    description: title,
    changes: (fileName) => toFileChanges(fileName, edits()),
  }));
}
