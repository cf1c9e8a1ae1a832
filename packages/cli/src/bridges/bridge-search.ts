import path from "node:path";
import { LineIndex } from "@godwit/core/contracts";
import { findMentions, listModuleSpecifiers, type Mention, type SourceFile } from "@godwit/core/engine";
import { findText } from "@godwit/core/disk";
import type { ModuleIdentity } from "@godwit/core/modules";
import { ImportGraph, listAllFiles, listFiles, readSource, type BridgeUser, type Project } from "@godwit/project";
import { OtherCode } from "../host/other-code.js";
import { openSource } from "../host/source-file.js";

/** The files of a root, each read and parsed at most once, for the search of all bridges. */
export class BridgeSearch {
  readonly project: Project;
  /** All source files, relative to the root. */
  readonly files: readonly string[];
  /** All files of any kind. */
  readonly allFiles: readonly string[];
  /** Components and pages, which are not parsed. */
  readonly otherCode: OtherCode;
  readonly #graph: ImportGraph;
  readonly #sources = new Map<string, SourceFile | undefined>();
  readonly #mentions = new Map<string, readonly Mention[]>();
  readonly #lines = new Map<string, LineIndex>();
  readonly #unparsed = new Map<string, { readonly text: string; readonly message: string }>();

  /** `leftOut`: files (absolute) that name bridges and use none, such as counts of their uses. */
  constructor(project: Project, leftOut: readonly string[] = []) {
    this.project = project;
    this.files = listFiles(project.root).map((file) => file.path);
    this.allFiles = listAllFiles(project.root).filter((file) => !leftOut.includes(path.join(project.root, file)));
    this.otherCode = new OtherCode(project.engine.modules, this.allFiles);
    this.#graph = new ImportGraph(project.engine.modules, this.files);
  }

  get packageFiles(): readonly string[] {
    return this.allFiles.filter((file) => path.posix.basename(file) === "package.json");
  }

  readonly open = (absolute: string): SourceFile | undefined => {
    const file = this.project.engine.modules.relative(absolute);
    return file === undefined ? undefined : this.openFile(file);
  };

  readonly importersOf = (module: ModuleIdentity): readonly string[] =>
    this.#graph.filesNaming(module).map((file) => path.join(this.project.root, file));

  /** A source file, relative to the root; undefined if it can't be read or parsed. */
  openFile(file: string): SourceFile | undefined {
    if (!this.#sources.has(file)) this.#sources.set(file, this.#read(file));
    return this.#sources.get(file);
  }

  #read(file: string): SourceFile | undefined {
    const absolute = path.join(this.project.root, file);
    const read = readSource(absolute);
    if (read.kind === "text") {
      try {
        return openSource(absolute, read.text);
      } catch (error) {
        this.#unparsed.set(file, { text: read.text, message: (error as Error).message });
      }
    } else if (read.kind === "problem") this.#unparsed.set(file, { text: read.scan ?? this.textOf(file), message: read.message });
    return undefined;
  }

  textOf(file: string): string {
    return findText(path.join(this.project.root, file), "scanned") ?? "";
  }

  /** The names and strings in a file. */
  mentions(file: string): readonly Mention[] {
    const source = this.#mentions.has(file) ? undefined : this.openFile(file);
    const known = this.#mentions.get(file) ?? (source ? findMentions(source.program) : []);
    this.#mentions.set(file, known);
    return known;
  }

  /** The strings by which a file names modules, quotes included. */
  specifiers(file: string): readonly (readonly [number, number])[] {
    const source = this.openFile(file);
    if (!source) return [];
    return listModuleSpecifiers(source, this.project.engine.modules).map(
      ({ range: [start, end] }) => [start - 1, end + 1] as const,
    );
  }

  lines(file: string): LineIndex {
    const known = this.#lines.get(file) ?? new LineIndex(this.textOf(file).replace(/^\uFEFF/u, ""));
    this.#lines.set(file, known);
    return known;
  }

  /** Source files with a word that could not be read or parsed: they may use anything. */
  unreadable(word: string): readonly BridgeUser[] {
    for (const file of this.files) if (this.textOf(file).includes(word)) this.openFile(file);
    return [...this.#unparsed].flatMap(([file, { text, message }]): BridgeUser[] =>
      text.includes(word) ? [{ file, line: 1, kind: "unreadable", what: `may use it: ${message}` }] : [],
    );
  }
}
