import type { Level } from "@godwit/core/engine";
import type { HeldBack } from "@godwit/project";
import type { ListedFinding } from "../check/finding.js";
import type { ContractLine } from "./deciding-entry.js";

/** What becomes of a violation: `new` fails the check, `known` is in the baseline, `disabled` is hidden by a comment. */
export type ViolationState = "new" | "known" | "disabled" | "planned" | "warning";

/** A violation with everything that there is to say about it. */
export interface ExplainedViolation extends Pick<
  ListedFinding,
  "contract" | "rule" | "file" | "line" | "column" | "endLine" | "endColumn"
> {
  readonly title: string;
  readonly why: string | null;
  readonly message: string;
  readonly state: ViolationState;
  readonly phase: string | null;
  /** Where the contract says it. */
  readonly entry: ContractLine;
  readonly level: Level;
  readonly reason: string | null;
  /** What would make it a safe fix; null where it is one. */
  readonly help: string | null;
  /** What the safe fix does, as a difference; null without one. */
  readonly fix: string | null;
  readonly suggestions: readonly { readonly title: string; readonly diff: string }[];
  /** Why the safe fix is not written by `godwit check --fix`. */
  readonly heldBack: HeldBack | null;
}

/** Why a contract reports nothing at a place. */
export interface SilentContract {
  readonly contract: string;
  readonly title: string;
  readonly isAbout: boolean;
  readonly reason: string;
}

/** The answer about a file, a line or a place in it. */
export interface ExplainedPlace {
  readonly version: 1;
  /** Relative to the root. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** The text of the line. */
  readonly lineText: string | null;
  readonly violations: readonly ExplainedViolation[];
  /** The contracts that report nothing there, with the reasons. */
  readonly silent: readonly SilentContract[];
}
