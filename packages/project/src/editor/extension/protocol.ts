import { LineIndex } from "@godwit/core/contracts";
import type { AcrossFilesSubject } from "../across-files/tell.js";
import type { ContractCount } from "../project/project-scan.js";

/**
 * The requests that an extension can send to tsserver when the plugin runs in it, and to the language server: commands, their
 * arguments, and the bodies of their answers. Lines and characters count from 0, in UTF-16.
 */
export interface ExtensionRequests {
  /** What the contracts find in an open file; without a body if no contract is in force. */
  readonly "_godwit.file": { readonly arguments: ReportArguments; readonly body: FileReport };
  /** The contracts that apply to a file. */
  readonly "_godwit.contracts": { readonly arguments: FileArguments; readonly body: readonly ContractEntry[] };
  /** The safe fixes in an open file, of one contract or of all, as "fix on save" takes them; without a body if there are none. */
  readonly "_godwit.fixFile": { readonly arguments: FixArguments; readonly body: FileFixes };
}

/** What only the plugin answers; the language server has LSP's own requests for it. */
export interface PluginRequests extends ExtensionRequests {
  /** What there is to do in a range of an open file, in the order of the menu. */
  readonly "_godwit.actions": { readonly arguments: RangeArguments; readonly body: readonly ActionEntry[] };
  /** The edits of one such action, by its number among them; without a body if the file has changed. */
  readonly "_godwit.action": { readonly arguments: ActionArguments; readonly body: ActionEdits };
  /** The contracts of a place in an open file; without a body if there are none. */
  readonly "_godwit.hover": { readonly arguments: HoverArguments; readonly body: HoverEntry };
}

/** What only the language server answers: it serves contract files and knows the whole project. */
export interface ServerRequests extends ExtensionRequests {
  /** All violations of a contract, or of one of its rules (`unified-ids/no-raw-uuid`), in the project. */
  readonly "_godwit.sites": { readonly arguments: SitesArguments; readonly body: readonly SiteEntry[] };
  /** What is left of each contract in the project, by its id; without a body while it is being counted. */
  readonly "_godwit.counts": { readonly arguments: { readonly root: string }; readonly body: Counts };
  /** The safe fixes of a contract in the whole project; without a body if the root has no such contract. */
  readonly "_godwit.projectFixes": { readonly arguments: SitesArguments; readonly body: ProjectFixesEntry };
  /** Edits across files for a type or a value, by a run of the project's own `godwit`, which may take minutes; to cancel ends it. */
  readonly "_godwit.acrossFiles": { readonly arguments: AcrossFilesArguments; readonly body: AcrossFilesEntry };
  /** What earlier such runs of this session have found in a root, as far as nothing has changed since. */
  readonly "_godwit.knownAcrossFiles": { readonly arguments: { readonly root: string }; readonly body: KnownAcrossFiles };
}

/** The arguments of a request for edits across files. */
export interface AcrossFilesArguments extends SitesArguments {
  readonly subject: AcrossFilesSubject;
  /** Nothing is run: of what the last run has found, what still fits the texts. */
  readonly isAgain?: boolean;
}

/** Edits across files. */
export interface AcrossFilesEntry extends ProjectFixesEntry {
  /** Why there are none, to be shown as it is; undefined if they were looked for. */
  readonly problem?: string;
  /** What they do, what they leave, and why, in some sentences. */
  readonly told: string;
  readonly roots: readonly RootEntry[];
}

/** What is known of edits across files in a root. */
export interface KnownAcrossFiles {
  readonly runs: readonly (Pick<AcrossFilesArguments, "contract" | "subject"> & { readonly files: number })[];
  /** The roots, those first that free most. */
  readonly roots: readonly RootEntry[];
}

/** A function where the way up to a value stops: given one, it frees sites. */
export interface RootEntry {
  /** The contract, and its root (absolute path). */
  readonly contract: string;
  readonly root: string;
  /** Absolute path. */
  readonly file: string;
  readonly position: ProtocolPosition;
  /** `Give startRun a logger (frees 37 sites)` */
  readonly title: string;
  readonly reason: string;
  readonly frees: number;
  /** Whether it is a whole file: a test, or code that runs when its module is loaded. */
  readonly isFile: boolean;
  /** The line to complete: `const logger: Logger = …;`. */
  readonly write: string;
}

/** The safe fixes of a contract in the whole project. */
export interface ProjectFixesEntry {
  readonly title: string;
  /** What is taken or left as a whole: a file, or code together with the tests that mock what it leaves. */
  readonly units: readonly (readonly FileFixes[])[];
  /** How many fixes were left out, because they would part code from the mocks of its tests. */
  readonly heldBack: number;
  /** What is not taken, and why: sentences, each with a space before it. */
  readonly waiting: string;
}

/** A contract of a project. */
export interface SitesArguments {
  readonly contract: string;
  /** Absolute path of the contract's root. */
  readonly root: string;
}

/** One violation somewhere in the project. */
export interface SiteEntry extends ProtocolRange {
  /** Absolute path. */
  readonly file: string;
}

/** The arguments of a request about one file. */
export interface FileArguments {
  /** Absolute path. */
  readonly file: string;
}

/** The arguments of a request for a file's report. */
export interface ReportArguments extends FileArguments {
  /** Which hints to report; `all`: also where a comment disables the report. */
  readonly inlayHints: "new" | "violations" | "all" | "off";
}

/** The arguments of a request for a file's fixes. */
export interface FixArguments extends FileArguments {
  /** Only those of this contract. */
  readonly contract?: string;
}

/** The arguments of a request for what there is to do in a range. */
export interface RangeArguments extends FileArguments {
  readonly range: ProtocolRange;
}

/** The arguments of a request for one action's edits. */
export interface ActionArguments extends RangeArguments {
  readonly index: number;
  readonly title: string;
}

/** The arguments of a request for a hover. */
export interface HoverArguments extends FileArguments {
  readonly position: ProtocolPosition;
  /** What the project has left, if it is known: the language server counts, so that tsserver stays free. */
  readonly counts?: Counts | undefined;
  /** Whether the editor shows the violation's message in the same box. */
  readonly isToldAbove?: boolean;
}

/** What a project has left, by the ids of its contracts. */
export type Counts = Readonly<Record<string, ContractCount>>;

/** Something to do at a place. */
export interface ActionEntry {
  readonly kind: "fix" | "suggestion" | "fix-file" | "fix-project" | "across-files" | "open-contract" | "ignore";
  readonly title: string;
  readonly contract: string;
  /** Absolute path of the contract's root. */
  readonly root: string;
  /** The contract's file (absolute path), and the line, from 0, that asks for it. */
  readonly path: string;
  readonly contractLine: number;
  /** The violation that it solves; undefined if it is about the whole contract. */
  readonly solves?: ProtocolRange;
  /** For edits across files: what they are about. */
  readonly subject?: AcrossFilesSubject;
}

/** The edits of an action. */
export interface ActionEdits {
  readonly edits: readonly ProtocolEdit[];
  /** Where in the new text of the only edit a person goes on to write. */
  readonly caret?: number;
}

/** A hover's text, as Markdown; its links run commands of the extension. */
export interface HoverEntry {
  readonly range: ProtocolRange;
  readonly markdown: string;
}

/** A position in a text. */
export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

/** A range of a text; the end is exclusive. */
export interface ProtocolRange {
  readonly start: ProtocolPosition;
  readonly end: ProtocolPosition;
}

/** A range of a text, and the text that replaces it. */
export interface ProtocolEdit extends ProtocolRange {
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
export interface FileReport {
  /** Absolute path of the folder that the contracts are for. */
  readonly root: string;
  /** How many contracts it has. */
  readonly inForce: number;
  /** The contracts with something left in the file, the one with most left first. */
  readonly contracts: readonly (ContractEntry & { readonly left: number; readonly known: number; readonly fixable: number })[];
  readonly violations: readonly ViolationEntry[];
  /** Whether the extension underlines the violations: not where the settings say no, or the language server does. */
  readonly isUnderlined: boolean;
  readonly hints: readonly HintEntry[];
}

/** One violation of a file. */
export interface ViolationEntry extends ProtocolRange {
  readonly contract: string;
  /** `unified-ids/no-raw-uuid` */
  readonly rule: string;
  readonly message: string;
  readonly level: "fix" | "suggestion" | "hint";
  /** What a baseline knows is shown unobtrusively, whatever its severity. */
  readonly shownAs: "error" | "warn" | "known";
  /** Whether to strike it through. */
  readonly isDeprecated: boolean;
  /** The contract's file (absolute path), and the line, from 0, at which it asks for it. */
  readonly contractPath: string;
  readonly contractLine: number;
}

/** One inlay hint of a file. */
export interface HintEntry {
  readonly position: ProtocolPosition;
  readonly text: string;
  readonly tooltip: string;
}

/** The safe fixes of one file, of one contract or of all. */
export interface FileFixes {
  readonly file: string;
  /** How many violations they fix. */
  readonly count: number;
  readonly edits: readonly ProtocolEdit[];
  /** The places that a person should read first, as they are before the edits. */
  readonly places?: readonly PlaceEntry[];
}

/** A place in edits across files that a person should read. */
export interface PlaceEntry {
  readonly position: ProtocolPosition;
  /** `req.params.id becomes a UserId` */
  readonly text: string;
}

/** Turns offsets of a text into lines and characters as editors count them: from 0, and U+2028 ends no line. */
export function createPositions(text: string): (span: readonly [number, number]) => ProtocolRange {
  const lines = new LineIndex(text, "plain");
  const positionOf = (offset: number): ProtocolPosition => {
    const { line, column } = lines.positionAt(offset);
    return { line: line - 1, character: column - 1 };
  };
  return ([start, end]) => ({ start: positionOf(start), end: positionOf(end) });
}

/** The span of a range as editors count it; what is behind the end of a line or of the text is at that end. */
export function spanOf(text: string, { start, end }: ProtocolRange): readonly [number, number] {
  const starts = [0, ...[...text.matchAll(/\r\n|[\r\n]/g)].map(({ 0: newline, index }) => index + newline.length)];
  const offsetOf = ({ line, character }: ProtocolPosition): number => {
    const from = starts[line] ?? text.length;
    const next = starts[line + 1] ?? text.length + 1;
    return Math.min(from + character, next - 1, text.length);
  };
  return [offsetOf(start), offsetOf(end)];
}
