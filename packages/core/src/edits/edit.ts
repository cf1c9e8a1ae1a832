import type { Change } from "../syntax/ranges.js";
import type { ImportRequest } from "../semantics/import-requests.js";
import type { LackedValue } from "../semantics/scope-lookup.js";
import { because, hardestOf, type Reason, reasonOf, type Why } from "../reasons/reasons.js";

/** How far an edit can be trusted. `fix`: safe; `suggestion`: right, but a person has to look; `hint`: no edit, only text. */
export type Level = "fix" | "suggestion" | "hint";

/** An edit that can be applied. */
export interface Applicable {
  readonly level: "fix" | "suggestion";
  readonly reason?: Reason;
  readonly changes: readonly Change[];
  readonly imports: readonly ImportRequest[];
  /** The values whose types a person, or a type checker, has to look at. */
  readonly unproved?: readonly LackedValue[];
  /** Whether it waits where the code around it can't wait yet. */
  readonly needsAsync?: boolean;
}

/** The text changes of one site and the imports that they need, or why there are none. */
export type Edit = Applicable | Refused;

/** Why a site has no edit. */
export interface Refused {
  readonly level: "hint";
  readonly reason: Reason;
  /** All that keeps it from an edit, if that is only values that its callers may have. */
  readonly lacks?: readonly LackedValue[];
  /** Whether all that keeps it from an edit, but for what it lacks, is that the code around it can't wait. */
  readonly needsAsync?: boolean;
}

/** An edit of safe changes. */
export function fix(changes: readonly Change[], imports: readonly ImportRequest[] = []): Applicable {
  return { level: "fix", changes, imports };
}

/** No edit, and the reason, which may quote code: it is written in one line. */
export function hint(why: Why, lacks: readonly LackedValue[] = []): Edit {
  return { level: "hint", reason: reasonOf(why), ...(lacks.length > 0 && { lacks }) };
}

/** The edit at most at suggestion level; a reason that it has already stays, unless the other is harder to judge. */
export function atMostSuggestion(edit: Edit, why: Why): Edit {
  if (edit.level === "hint" || (edit.reason && hardestOf([edit.reason, why]) === edit.reason)) return edit;
  return { ...edit, level: "suggestion", reason: reasonOf(why) };
}

/** Joins edits; the result has the weakest level and its reason, of several the hardest. */
export function allOf(...edits: readonly Edit[]): Edit {
  const refusal = edits.find((edit) => edit.level === "hint");
  if (refusal) return refusal;
  const applicable = edits as readonly Applicable[];
  const weak = applicable.filter((edit) => edit.level === "suggestion");
  const reason = hardestOf(weak.flatMap((edit) => edit.reason ?? []));
  return {
    level: weak.length > 0 ? "suggestion" : "fix",
    ...(reason && { reason }),
    changes: distinctChanges(applicable.flatMap((edit) => edit.changes)),
    // Edits that are joined several times must not grow each time.
    imports: [...new Set(applicable.flatMap((edit) => edit.imports))],
    ...(applicable.some((edit) => edit.needsAsync) && { needsAsync: true }),
    ...(applicable.some((edit) => edit.unproved) && { unproved: applicable.flatMap((edit) => edit.unproved ?? []) }),
  };
}

/** Removes repeated changes: two edits may ask for the same one. */
function distinctChanges(changes: readonly Change[]): readonly Change[] {
  if (changes.length < 2) return changes;
  const starts = new Set(changes.map(({ range }) => range[0]));
  // What starts at different places is different.
  return starts.size === changes.length
    ? changes
    : [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

/** Applies the author's `fix: auto | suggest | none`, which can only lower a level. */
export function atMost(edit: Edit, option: "auto" | "suggest" | "none" | undefined): Edit {
  if (edit.level === "hint" || option === undefined || option === "auto") return edit;
  if (option === "none") return hint(because("byHand", "the contract asks for a change by hand"));
  return atMostSuggestion(edit, because("personLooks", "the contract asks a person to look"));
}
