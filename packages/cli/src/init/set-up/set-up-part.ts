/** A file that a set-up writes anew or changes. */
export interface FileChange {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Undefined if the file is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
  readonly mode?: number;
}

/** What one part of the set-up does, and what a person has to do. */
export interface SetUpPart {
  readonly changes: readonly FileChange[];
  /** Sentences; code to add is on lines of its own. */
  readonly advice: readonly string[];
}

/** A part with nothing to do. */
export const NOTHING: SetUpPart = { changes: [], advice: [] };

/** A part that only says something. */
export function advise(...advice: readonly string[]): SetUpPart {
  return { changes: [], advice };
}

/** A part that changes one file. */
export function change(each: FileChange): SetUpPart {
  return { changes: each.before === each.after ? [] : [each], advice: [] };
}
