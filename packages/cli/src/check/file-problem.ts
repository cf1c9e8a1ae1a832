/** A file that could not be checked, or a place in it. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  /** Whether it may hide violations, so that a gate must not ignore it. */
  readonly isBlocking: boolean;
}
