/** A file that could not be checked, or a place in it. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  /** Something may be hidden by it, so a gate must not pass over it. */
  readonly isBlocking: boolean;
}
