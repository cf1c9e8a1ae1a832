import { EventEmitter, type CancellationToken, type Disposable, type TextDocument } from "vscode";
import { inlayHintsFor } from "./settings.js";
import type { FileReport, Tsserver } from "./tsserver.js";

const LANGUAGES: readonly string[] = ["javascript", "javascriptreact", "typescript", "typescriptreact"];

/** The documents that the extension is about. */
export const SELECTOR = LANGUAGES.map((language) => ({ language, scheme: "file" }));

/** Whether contracts can say something of a document. */
export function isConcerned({ uri, languageId }: TextDocument): boolean {
  return uri.scheme === "file" && LANGUAGES.includes(languageId);
}

interface Known {
  readonly version: number;
  readonly answer: Promise<FileReport | undefined>;
}

/** What is left in each document, asked once a version. */
export class Reports implements Disposable {
  readonly #server: Tsserver;
  readonly #known = new WeakMap<TextDocument, Known>();
  readonly #changed = new EventEmitter<TextDocument>();
  /** A document's report is another one, though its text is the same. */
  readonly onDidChange = this.#changed.event;

  constructor(server: Tsserver) {
    this.#server = server;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** The report of a document as it is now; undefined where no contract is in force. */
  of(document: TextDocument, token?: CancellationToken): Promise<FileReport | undefined> {
    const known = this.#known.get(document);
    if (known?.version === document.version) return known.answer;
    return this.#ask(document, token);
  }

  /** Asks anew: contracts, settings or other files changed. */
  async refresh(document: TextDocument): Promise<void> {
    const before = this.#known.get(document);
    const [was, is] = await Promise.all([before?.answer, this.#ask(document)]);
    if (JSON.stringify(was) !== JSON.stringify(is)) this.#changed.fire(document);
  }

  #ask(document: TextDocument, token?: CancellationToken): Promise<FileReport | undefined> {
    const given = { file: document.uri.fsPath, inlayHints: inlayHintsFor(document) };
    const answer = isConcerned(document) ? this.#server.ask("_godwit.file", given, token) : Promise.resolve(undefined);
    const known: Known = { version: document.version, answer };
    this.#known.set(document, known);
    void answer.then(() => {
      // What was given up says nothing.
      if (token?.isCancellationRequested && this.#known.get(document) === known) this.#known.delete(document);
    });
    return answer;
  }
}
