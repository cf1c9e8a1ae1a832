/** One report as a front gives it; lines and columns start at 1. */
export interface FrontReport {
  readonly file: string;
  readonly contract: string;
  readonly rule: string;
  readonly start: string;
  readonly end: string;
  readonly message: string;
  /** Whether a baseline tolerates it; undefined if the front does not tell. */
  readonly isKnown?: boolean;
  readonly level: string;
  /** Undefined if the front does not tell. */
  readonly reason?: string | null;
  /** The file after this report's own fix alone; undefined if the level is not `fix`. */
  readonly alone?: string;
  /** Its suggestions, except the one that a carrier has for its own site; undefined if the front tells of no edits. */
  readonly suggestions?: readonly { readonly title: string; readonly text: string }[];
}

export interface FrontResult {
  /** By file, then place. */
  readonly reports: readonly FrontReport[];
  /** The text of each file after one pass of all fixes. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The same after a second pass. */
  readonly fixedTwice: Readonly<Record<string, string>>;
  /** Everything that could not be read, parsed or understood. */
  readonly problems: readonly string[];
}

/** A front; it gets a project's folder and the texts of the case's files (relative to the folder, with `/`). */
export interface Front {
  readonly name: string;
  run(root: string, files: Readonly<Record<string, string>>, options: { readonly types: boolean }): FrontResult;
}

/** One case's project, for a front that runs many in one process. */
export interface BatchedCase {
  readonly root: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Order by file, line, column, end, contract, rule. */
export function sortReports(reports: readonly FrontReport[]): FrontReport[] {
  const key = ({ file, start, end, contract, rule }: FrontReport): string =>
    [file, ...`${start}:${end}`.split(":").map((part) => part.padStart(7, "0")), contract, rule].join("\0");
  return [...reports].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
