import type { ServerState } from "./state.js";
import { diagnosticsIn } from "./requests/diagnostics.js";

/** How long after the last keystroke a document is looked at, in milliseconds. */
const DELAY = 60;

/** In place of an address: all contracts are read again. What else publishes a contract's file must not cancel that. */
const CONTRACTS = "contracts";

/** Sends diagnostics: of a document when it changes, of all when contracts or settings do. */
export class Publisher {
  readonly #state: ServerState;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(state: ServerState) {
    this.#state = state;
    const { documents } = state;
    documents.onDidOpen(({ document: { uri } }) => this.#changed(uri, 0));
    documents.onDidChangeContent(({ document: { uri } }) => this.#changed(uri, DELAY));
    documents.onDidSave(({ document: { uri } }) => {
      state.workspace.invalidate();
      this.#changed(uri, 0);
    });
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.#timers.get(uri));
      this.#timers.delete(uri);
      // An unsaved contract counts no more.
      if (uri.endsWith(".md")) this.#reload();
      void state.connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  }

  /** Looks at all open documents again. */
  publishAll(): void {
    for (const uri of this.#state.documents.keys()) this.#later(uri, 0);
    this.#state.refreshHints();
  }

  #changed(uri: string, delay: number): void {
    // What a contract says now counts in all files at once, saved or not.
    if (uri.endsWith(".md")) this.#later(CONTRACTS, delay, () => this.#reload());
    else this.#later(uri, delay);
  }

  #reload(): void {
    this.#state.workspace.reloadContracts();
    this.publishAll();
  }

  #later(uri: string, delay: number, then = (): void => this.#publish(uri)): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(uri, setTimeout(then, delay));
  }

  #publish(uri: string): void {
    const document = this.#state.documents.get(uri);
    if (!document) return;
    const { connection } = this.#state;
    try {
      const diagnostics = diagnosticsIn(this.#state, uri);
      const project = diagnostics.length > 0 ? this.#state.writtenFile(uri)?.project : undefined;
      // The first hover shall have counts.
      if (project) void this.#state.scan.wait(project, 0);
      void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    } catch (error) {
      connection.console.error(`${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
