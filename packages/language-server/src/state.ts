import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { printable } from "@godwit/core/contracts";
import { isWithin } from "@godwit/core/disk";
import {
  BufferParser,
  findFault,
  findingsOf,
  openText,
  parseChanged,
  parseDetached,
  parseSource,
  PatternCounts,
  plannedFindingsOf,
  ProjectScan,
  settingsForFile,
  Workspace,
  type Document,
  type FileFindings,
  type Project,
  type Span,
  type WrittenFile,
  INLAY_HINT_SETTINGS,
  type EditorSettings,
} from "@godwit/project/editor";
import { listExports, type SourceFile } from "@godwit/core/engine";
import ts from "typescript";
import {
  CodeLensRefreshRequest,
  type MessageType,
  ShowMessageNotification,
  TextDocuments,
  type Connection,
  type Location,
  type Position,
  type Range,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { AcrossFiles, textOnDisk } from "./across-files/across-files.js";
import { isPluginAtWork } from "./plugin-at-work.js";

/** Longer files are skipped: they are generated, and editors themselves are slow there. */
const LONGEST_FILE = 10_000_000;
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** What the editor on the other side can do. */
export interface Abilities {
  readonly showDocument: boolean;
  /** Whether edits may be marked so that a person confirms them one by one. */
  readonly confirmation: boolean;
  readonly createsFiles: boolean;
  readonly snippets: { readonly inEdits: boolean; readonly inCompletion: boolean };
  readonly labelDetails: boolean;
  /** Whether the edit of a code action may be made when it is chosen. */
  readonly lateEdits: boolean;
  /** Whether it asks which settings the server needs; others send all of theirs. */
  readonly configuring: boolean;
  readonly watching: boolean;
  readonly refreshHints: boolean;
  readonly refreshLenses: boolean;
  /** Whether it shows the progress of something that takes long, which can be cancelled there. */
  readonly progress: boolean;
}

const NOTHING: Abilities = {
  showDocument: false,
  confirmation: false,
  createsFiles: false,
  snippets: { inEdits: false, inCompletion: false },
  labelDetails: false,
  lateEdits: false,
  configuring: false,
  watching: false,
  refreshHints: false,
  refreshLenses: false,
  progress: false,
};

/** A contract's file that is open in the editor. */
export interface OpenContract {
  readonly document: TextDocument;
  readonly project: Project;
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly id: string;
}

/** The last version of an open file that was looked at. */
interface KnownBuffer {
  readonly version: number;
  readonly document: Document;
  readonly parser: BufferParser;
}

/** Everything that the server knows: open buffers, contracts, counts, settings. */
export class ServerState {
  readonly documents = new TextDocuments(TextDocument);
  readonly workspace: Workspace;
  readonly scan: ProjectScan;
  /** What each pattern of an open contract matches. */
  readonly patterns: PatternCounts;
  readonly connection: Connection;
  readonly acrossFiles = new AcrossFiles(this);
  abilities: Abilities = NOTHING;
  settings: Settings;
  /** The open documents by path: editors spell one address in several ways. */
  readonly #open = new Map<string, TextDocument>();
  readonly #known = new Map<string, KnownBuffer>();
  #lines: TextDocument | undefined;
  #isPluginTold = false;
  readonly #plugins = new Map<string, { readonly answer: boolean; readonly at: number }>();

  constructor(connection: Connection) {
    this.connection = connection;
    const log = (message: string): void => connection.console.info(message);
    this.settings = readSettings(undefined, log);
    this.documents.onDidOpen(({ document }) => {
      const file = toPath(document.uri);
      if (file !== undefined) this.#open.set(file, document);
    });
    this.documents.onDidClose(({ document }) => {
      const file = toPath(document.uri);
      if (file !== undefined) for (const known of [this.#open, this.#known]) known.delete(file);
    });
    this.workspace = new Workspace({
      parse: (file, text) => parseSource(ts, file, text),
      findFault: (changed) => findFault(ts, changed),
      readFile: (file) => this.textOf(file),
      unsavedContract: (file) => this.openText(file),
      log,
    });
    this.scan = new ProjectScan(this.workspace, {
      findings: (file) => this.findings(file),
      planned: (file) => this.#planned(file),
      openText: (file) => this.openText(file),
      open: (file, text) => openText(ts, file, text),
      log,
      onCounted: () => {
        if (this.abilities.refreshLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
      },
    });
    this.patterns = new PatternCounts(this.scan, {
      open: (file, text) => openText(ts, file, text),
      log,
      onCounted: () => this.refreshHints(),
    });
  }

  /** Lets the editor ask for all inlay hints again. */
  refreshHints(): void {
    if (this.abilities.refreshHints) void this.connection.languages.inlayHint.refresh().catch(() => undefined);
  }

  /** Shows a sentence to the person at the editor. */
  tell(type: MessageType, message: string): void {
    void this.connection.sendNotification(ShowMessageNotification.type, {
      type,
      message: message.split("\n").map(printable).join("\n"),
    });
  }

  /** The text of a file: the buffer's where it is open, else the disk's. */
  textOf(file: string): string | undefined {
    const open = this.openText(file);
    if (open !== undefined) return open;
    return textOnDisk(file);
  }

  /** Whether the disk has what the editor shows of a file. */
  isSaved(file: string): boolean {
    const open = this.openText(file);
    return open === undefined || open === textOnDisk(file);
  }

  /** The open files below a folder whose text is not on the disk. */
  unsavedIn(folder: string): readonly string[] {
    return [...this.#open.keys()].filter((file) => isWithin(folder, file) && !this.isSaved(file));
  }

  /** A file's text as a tree; undefined if it does not parse. */
  parse(file: string, text: string): SourceFile | undefined {
    return parseDetached(ts, file, text);
  }

  openText(file: string): string | undefined {
    return this.#open.get(file)?.getText();
  }

  /** The names that a file exports, as its text is now. */
  exportsOf(file: string): readonly string[] {
    const text = this.textOf(file);
    const source = text === undefined ? undefined : parseDetached(ts, file, text);
    return source ? listExports(source.program) : [];
  }

  /** What the contracts find in a file, open or not. */
  findings(file: string): FileFindings | undefined {
    if (!SOURCE.test(file)) return undefined;
    const document = this.#document(file);
    return document && findingsOf(this.workspace, document);
  }

  /** What an editor is told of a source file; nothing where something else answers for sources. */
  findingsAt(uri: string): FileFindings | undefined {
    const file = toPath(uri);
    return file === undefined || this.settings.sources === "off" ? undefined : this.findings(file);
  }

  /** Whether the server underlines a source file itself. */
  showsDiagnostics(file: string): boolean {
    const { diagnostics } = settingsForFile(file, this.settings, this.settings);
    return diagnostics !== "off" && this.answersAlone(file);
  }

  /** Whether nothing else says what the contracts say of a source file. */
  answersAlone(file: string): boolean {
    if (this.settings.sources === "off") return false;
    const { diagnostics } = settingsForFile(file, this.settings, this.settings);
    return diagnostics === "on" || !this.#hasPlugin(file);
  }

  /** An open source file that contracts are about; undefined where something else answers for sources. */
  writtenFile(uri: string): (WrittenFile & { readonly path: string }) | undefined {
    const file = toPath(uri);
    const text = file === undefined || this.settings.sources === "off" ? undefined : this.openText(file);
    if (file === undefined || text === undefined || !SOURCE.test(file) || text.length > LONGEST_FILE) return undefined;
    const project = this.workspace.projectOf(file);
    const isIgnored = project && this.workspace.isIgnored(file, project.root);
    return project && !isIgnored ? { project, path: file, text, parse: () => parseChanged(ts, file, text) } : undefined;
  }

  /** The project whose root a folder (absolute path) is. */
  projectAt(root: string): Project | undefined {
    const project = this.workspace.openProject(path.join(root, "package.json"));
    return project?.root === root ? project : undefined;
  }

  /** A contract's file that is open; undefined for other documents. */
  openContract(uri: string): OpenContract | undefined {
    const document = this.documents.get(uri);
    const file = toPath(uri);
    if (!document || file?.endsWith(".md") !== true) return undefined;
    const project = this.workspace.openProject(file);
    if (!project || path.join(project.root, project.directory) !== path.dirname(file)) return undefined;
    const name = path.basename(file);
    return { document, project, file: `${project.directory}/${name}`, id: name.slice(0, -".md".length) };
  }

  /** The address of a file, as the editor itself writes it where the file is open. */
  uriOf(file: string): string {
    return this.#open.get(file)?.uri ?? pathToFileURL(file).href;
  }

  /** A file's span as an editor counts it. */
  rangeIn(text: string, [start, end]: Span): Range {
    // Counting lines is the dear part, and most questions are about one text after another.
    if (this.#lines?.getText() !== text) this.#lines = TextDocument.create("", "", 0, text);
    return { start: this.#lines.positionAt(start), end: this.#lines.positionAt(end) };
  }

  locationIn(file: string, text: string, span: Span): Location {
    return { uri: this.uriOf(file), range: this.rangeIn(text, span) };
  }

  offsetAt(uri: string, position: Position): number {
    return this.documents.get(uri)?.offsetAt(position) ?? 0;
  }

  /** Apart from `findings`, whose tree belongs to the buffer. */
  #planned(file: string): FileFindings | undefined {
    const text = SOURCE.test(file) ? this.textOf(file) : undefined;
    if (text === undefined || text.length > LONGEST_FILE) return undefined;
    return plannedFindingsOf(this.workspace, { path: file, text, version: {}, parse: () => parseDetached(ts, file, text) });
  }

  #document(file: string): Document | undefined {
    const open = this.#open.get(file);
    const known = this.#known.get(file);
    if (open && known?.version === open.version) return known.document;
    const text = this.textOf(file);
    if (text === undefined || text.length > LONGEST_FILE) return undefined;
    const parser = known?.parser ?? new BufferParser(ts, file);
    const document: Document = {
      path: file,
      text,
      version: {},
      // A buffer may be broken while someone types; a file on disk with errors is left alone.
      parse: () => (open ? parser.parse(text) : parseDetached(ts, file, text)),
      parseAs: (other) => parseDetached(ts, file, other),
    };
    if (open) this.#known.set(file, { version: open.version, document, parser });
    return document;
  }

  #hasPlugin(file: string): boolean {
    const folder = path.dirname(file);
    const known = this.#plugins.get(folder);
    if (known && performance.now() - known.at < PLUGIN_TRUST) return known.answer;
    const answer = isPluginAtWork(file);
    if (answer && !this.#isPluginTold) {
      this.#isPluginTold = true;
      const advice = 'Where none runs, set "diagnostics" to "on" in the settings of this server.';
      this.connection.console.info(
        `The plugin that ${folder} has in its tsconfig.json underlines, in TypeScript's server. ${advice}`,
      );
    }
    this.#plugins.set(folder, { answer, at: performance.now() });
    return answer;
  }
}

/** How long it counts whether a folder's files have the plugin, in milliseconds. */
const PLUGIN_TRUST = 5_000;

/** The path of a document on disk; undefined for one that is not. */
export function toPath(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What an editor can set, as `initializationOptions`, or below `godwit` in its settings. `diagnostics: auto`: not where the TypeScript
 * plugin reports the same ones; `off`: fixes, hovers and hints stay.
 */
export interface Settings extends EditorSettings {
  /** `off`: only contract files are served, because the TypeScript plugin answers for sources. */
  readonly sources: "on" | "off";
  /** `vscode`: lenses and hovers may run the commands of the VS Code extension. */
  readonly commands: "own" | "vscode";
  /** Settings of single folders: `[{ path, diagnostics }]`; the innermost wins. */
  readonly folders: unknown;
}

const DEFAULTS: Settings = { diagnostics: "auto", inlayHints: "new", sources: "on", commands: "own", folders: undefined };

/** The settings that an editor sent, at the top or below `godwit`; what is missing comes from `fallback`, what is unknown is told to `complain`. */
export function readSettings(given: unknown, complain: (sentence: string) => void, fallback: Settings = DEFAULTS): Settings {
  const outer = asRecord(given);
  const own = asRecord(outer["godwit"] ?? given);
  const read = <Key extends Exclude<keyof Settings, "folders">>(key: Key, words: readonly Settings[Key][]): Settings[Key] => {
    if (own[key] === undefined) return fallback[key];
    const word = words.find((each) => each === own[key]);
    if (word === undefined) complain(`The setting ${key} is ${JSON.stringify(own[key])}; write one of ${words.join(", ")}.`);
    return word ?? fallback[key];
  };
  return {
    diagnostics: read("diagnostics", ["auto", "on", "off"]),
    inlayHints: read("inlayHints", INLAY_HINT_SETTINGS),
    sources: read("sources", ["on", "off"]),
    commands: read("commands", ["own", "vscode"]),
    folders: own["folders"] ?? fallback.folders,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
