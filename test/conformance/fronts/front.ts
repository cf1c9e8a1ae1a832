/** One report as a front gives it; lines and columns start at 1. */
export interface FrontReport {
  readonly file: string;
  readonly contract: string;
  readonly rule: string;
  readonly start: string;
  readonly end: string;
  readonly message: string;
  /** A baseline tolerates it; undefined where the front does not say it. */
  readonly isKnown?: boolean;
  readonly level: string;
  /** Undefined where the front does not say it. */
  readonly reason?: string | null;
  /** The file after this report's own fix alone; undefined where the level is not `fix`. */
  readonly alone?: string;
  /** Its suggestions without the one that a carrier has for its own site. */
  readonly suggestions: readonly { readonly title: string; readonly text: string }[];
}

export interface FrontResult {
  /** By file, then place. */
  readonly reports: readonly FrontReport[];
  /** The text of each file after one pass of all fixes. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The same after a second pass. */
  readonly fixedTwice: Readonly<Record<string, string>>;
  /** What could not be read, parsed or understood. */
  readonly problems: readonly string[];
}

/** A front, fed with a project's folder and the texts of those of its files (relative to it, `/`) that the case is about. */
export interface Front {
  readonly name: string;
  run(root: string, files: Readonly<Record<string, string>>, options: { readonly types: boolean }): FrontResult;
}

/** Order by file, line, column, end, contract, rule. */
export function sortReports(reports: readonly FrontReport[]): FrontReport[] {
  const key = ({ file, start, end, contract, rule }: FrontReport): string =>
    [file, ...`${start}:${end}`.split(":").map((part) => part.padStart(7, "0")), contract, rule].join("\0");
  return [...reports].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
