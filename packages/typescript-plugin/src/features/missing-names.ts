import { describeAction } from "@godwit/core/engine";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import type { Session } from "../session.js";
import { toFileChanges } from "../text-changes.js";

/** The name of TypeScript's own fix for a missing name. */
const IMPORT_FIX = "import";

/** How many offers are analysed; the rest of a longer list stays as it is. */
const MOST_OFFERS = 6;

/** Replaces TypeScript's offer to import what a contract bans by the contract's replacement; without a replacement the offer comes last. */
export const missingNames: Feature<Session> = (inner, session) => ({
  getCodeFixesAtPosition(fileName, ...rest) {
    const own = inner.getCodeFixesAtPosition(fileName, ...rest);
    if (!own.some(({ fixName }) => fixName === IMPORT_FIX) || !session.projectOf(fileName)) return own;
    const offers = own.map((fix, index) => (index < MOST_OFFERS ? judge(session, fileName, fix) : { fix, isBanned: false }));
    const fixes = [...offers.filter(({ isBanned }) => !isBanned), ...offers.filter(({ isBanned }) => isBanned)].map(
      ({ fix }) => fix,
    );
    const seen = new Set<string>();
    return fixes.filter(({ changes }) => {
      const key = JSON.stringify(changes);
      return !seen.has(key) && seen.add(key);
    });
  },
});

interface Offer {
  readonly fix: ts.CodeFixAction;
  readonly isBanned: boolean;
}

function judge(session: Session, fileName: string, fix: ts.CodeFixAction): Offer {
  const [change, ...others] = fix.changes;
  if (fix.fixName !== IMPORT_FIX || change?.fileName !== fileName || others.length > 0) return { fix, isBanned: false };
  const review = session.reviewChange(fileName, change.textChanges);
  const first = review?.violations[0];
  if (!first) return { fix, isBanned: false };
  const { replacement } = first.violation;
  if (review.instead && replacement !== null) {
    const { fixName } = fix;
    return {
      fix: {
        fixName,
        description: describeAction({ kind: "replace" }, replacement),
        changes: toFileChanges(fileName, review.instead),
      },
      isBanned: false,
    };
  }
  return { fix: { ...fix, description: `${fix.description} (${first.contract.title})` }, isBanned: true };
}
