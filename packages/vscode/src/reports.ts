import { EventEmitter, type Disposable, type TextDocument } from "vscode";
import { inlayHintsFor } from "./settings.js";
import type { FileReport, Answers } from "./tsserver.js";

/** The languages of source files. */
export const LANGUAGES: readonly string[] = ["javascript", "javascriptreact", "typescript", "typescriptreact"];

/** Selects the documents that contracts can apply to. */
export const SELECTOR = LANGUAGES.map((language) => ({ language, scheme: "file" }));

/** Whether contracts can apply to a document. */
export function isConcerned({ uri, languageId }: TextDocument): boolean {
  return uri.scheme === "file" && LANGUAGES.includes(languageId);
}

interface Known {
  readonly version: number;
  readonly answer: Promise<FileReport | undefined>;
}

/** How long to wait before each retry, in milliseconds: a server that starts or loads a project may have no answer yet. */
const RETRY_DELAYS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** The report of each document; the server is asked once for each version. */
export class Reports implements Disposable {
  readonly #server: Answers;
  readonly #known = new WeakMap<TextDocument, Known>();
  /** The last report of each document, as JSON. */
  readonly #last = new WeakMap<TextDocument, string>();
  readonly #timers = new Map<TextDocument, NodeJS.Timeout>();
  readonly #changed = new EventEmitter<TextDocument>();
  /** Fires when a document's report has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(server: Answers) {
    this.#server = server;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#changed.dispose();
  }

  /** The report of a document as it is now; undefined if no contract is in force. */
  reportFor(document: TextDocument): Promise<FileReport | undefined> {
    const known = this.#known.get(document);
    return known?.version === document.version ? known.answer : this.#ask(document, 0);
  }

  /** Asks for the report again, because contracts, settings or other files have changed. */
  refresh(document: TextDocument): void {
    void this.#ask(document, 0);
  }

  #ask(document: TextDocument, tries: number): Promise<FileReport | undefined> {
    if (!isConcerned(document)) return Promise.resolve(undefined);
    const given = { file: document.uri.fsPath, inlayHints: inlayHintsFor(document) };
    const answer = this.#server.ask("_godwit.file", given);
    const known: Known = { version: document.version, answer };
    this.#known.set(document, known);
    void answer.then((report) => {
      if (this.#known.get(document) === known) this.#take(document, report, tries);
    });
    return answer;
  }

  #take(document: TextDocument, report: FileReport | undefined, tries: number): void {
    const text = JSON.stringify(report) ?? "";
    const isNew = this.#last.get(document) !== text;
    this.#last.set(document, text);
    if (isNew) this.#changed.fire(document);
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    const delay = RETRY_DELAYS[tries];
    if (report || delay === undefined || document.isClosed) return;
    this.#timers.set(
      document,
      setTimeout(() => void this.#ask(document, tries + 1), delay),
    );
  }
}
