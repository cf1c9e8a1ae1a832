/**
 * What an extension may ask tsserver for when the plugin runs in it, beyond TypeScript's own requests: command names of tsserver's
 * protocol, their arguments, and the bodies of their answers. Lines and characters count from 0, in UTF-16.
 */
export interface Requests {
  /** What the contracts find in an open file; no body where none is in force. */
  readonly "_godwit.file": { readonly arguments: ReportArguments; readonly body: FileReport };
  /** The contracts that a file is under. */
  readonly "_godwit.contracts": { readonly arguments: FileArguments; readonly body: readonly ContractEntry[] };
  /** The safe fixes of one contract in some files. */
  readonly "_godwit.fixes": { readonly arguments: FixesArguments; readonly body: readonly FileFixes[] };
}

export interface FileArguments {
  /** Absolute path. */
  readonly file: string;
}

export interface ReportArguments extends FileArguments {
  /** Which hints are wanted; `all`: also where a comment disables the report. */
  readonly inlayHints: "off" | "violations" | "all";
}

export interface FixesArguments extends FileArguments {
  readonly contract: string;
  /** Absolute paths of files of the root that `file` belongs to, open or not; others are passed over. */
  readonly files: readonly string[];
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

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

export interface FileReport {
  /** How many contracts the root has. */
  readonly inForce: number;
  /** The one with most left first. */
  readonly contracts: readonly (ContractEntry & { readonly left: number; readonly fixable: number })[];
  readonly violations: readonly ViolationEntry[];
  readonly hints: readonly HintEntry[];
}

export interface ViolationEntry extends Range {
  readonly contract: string;
  /** `unified-ids/no-raw-uuid` */
  readonly rule: string;
  readonly message: string;
  readonly level: "fix" | "suggestion" | "hint";
  /** From 0, where the contract asks for it. */
  readonly contractLine: number;
}

export interface HintEntry {
  readonly position: Position;
  readonly text: string;
  readonly tooltip: string;
}

export interface FileFixes {
  readonly file: string;
  /** How many violations they fix. */
  readonly count: number;
  readonly edits: readonly TextEdit[];
}
