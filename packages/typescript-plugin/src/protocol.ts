/**
 * The requests that an extension can send to tsserver when the plugin runs in it: command names of tsserver's protocol, their
 * arguments, and the bodies of their answers. Lines and characters count from 0, in UTF-16.
 */
export interface Requests {
  /** What the contracts find in an open file; without a body if no contract is in force. */
  readonly "_godwit.file": { readonly arguments: ReportArguments; readonly body: FileReport };
  /** The contracts that apply to a file. */
  readonly "_godwit.contracts": { readonly arguments: FileArguments; readonly body: readonly ContractEntry[] };
  /** The safe fixes of one contract in some files. */
  readonly "_godwit.fixes": { readonly arguments: FixesArguments; readonly body: readonly FileFixes[] };
  /** The safe fixes of all contracts in an open file, as "fix on save" takes them; without a body if there are none. */
  readonly "_godwit.fixFile": { readonly arguments: FileArguments; readonly body: FileFixes };
}

/** The arguments of a request about one file. */
/** The arguments of a request about one file. */
export interface FileArguments {
  /** Absolute path. */
  readonly file: string;
}

/** The arguments of a request for a file's report. */
/** The arguments of a request for a file's report. */
export interface ReportArguments extends FileArguments {
  /** Which hints to report; `all`: also where a comment disables the report. */
  readonly inlayHints: "off" | "violations" | "all";
}

/** The arguments of a request for a contract's fixes. */
/** The arguments of a request for a contract's fixes. */
export interface FixesArguments extends FileArguments {
  readonly contract: string;
  /** Absolute paths of files, open or not; those outside the root that `file` belongs to are ignored. */
  readonly files: readonly string[];
}

/** A position in a text. */
/** A position in a text. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A range of a text; the end is exclusive. */
/** A range of a text; the end is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range of a text, and the text that replaces it. */
/** A range of a text, and the text that replaces it. */
export interface TextEdit extends Range {
  readonly newText: string;
}

/** A contract and where it is written. */
export interface ContractEntry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  /** Absolute path of its file. */
  readonly path: string;
  /** Absolute path of the folder that its files and globs are relative to. */
  readonly root: string;
}

/** What the contracts find in one file. */
/** What the contracts find in one file. */
export interface FileReport {
  /** How many contracts the root has. */
  readonly inForce: number;
  /** The contracts with something left in the file, the one with most left first. */
  readonly contracts: readonly (ContractEntry & { readonly left: number; readonly fixable: number })[];
  readonly violations: readonly ViolationEntry[];
  readonly hints: readonly HintEntry[];
}

/** One violation of a file. */
/** One violation of a file. */
export interface ViolationEntry extends Range {
  readonly contract: string;
  /** `unified-ids/no-raw-uuid` */
  readonly rule: string;
  readonly message: string;
  readonly level: "fix" | "suggestion" | "hint";
  /** The line, from 0, at which the contract asks for it. */
  readonly contractLine: number;
}

/** One inlay hint of a file. */
/** One inlay hint of a file. */
export interface HintEntry {
  readonly position: Position;
  readonly text: string;
  readonly tooltip: string;
}

/** The safe fixes of one contract in one file. */
/** The safe fixes of one contract in one file. */
export interface FileFixes {
  readonly file: string;
  /** How many violations they fix. */
  readonly count: number;
  readonly edits: readonly TextEdit[];
}
