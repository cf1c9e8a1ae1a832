import { extensions, languages, window, workspace, Disposable, type Uri } from "vscode";
import { isConcerned, type Reports } from "./reports.js";
import { ESLINT_CONFIGS } from "./settings.js";

/** How long to wait before a refresh, in milliseconds, because the plugin looks at the disk at most once a second. */
const REFRESH_DELAY = 1_200;

/** Refreshes reports and settings when something makes them out of date. */
export class Refresher implements Disposable {
  readonly #reports: Reports;
  readonly #subscription: Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(reports: Reports, onShown: () => void, onSettings: () => Promise<void>) {
    this.#reports = reports;
    const settings = (): void => void onSettings().then(() => this.#refreshOpen());
    const watch = (glob: string, changed: () => void): Disposable => {
      const watcher = workspace.createFileSystemWatcher(glob);
      return Disposable.from(watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed));
    };
    this.#subscription = Disposable.from(
      window.onDidChangeActiveTextEditor(onShown),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) onShown();
        // What other files say of it may have changed.
        else if (isConcerned(document)) this.#refreshSoon();
      }),
      reports.onDidChange(onShown),
      // Contracts may be in any folder.
      watch("**/{*.md,package.json}", () => this.#refreshSoon()),
      watch("**/.baseline{,/**}", () => this.#refreshSoon()),
      watch("**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}", () => this.#refreshSoon()),
      watch(ESLINT_CONFIGS, settings),
      workspace.onDidChangeWorkspaceFolders(settings),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("godwit") || event.affectsConfiguration("eslint.enable")) settings();
      }),
      extensions.onDidChange(settings),
      // New diagnostics mean that the server has checked again: a project is loaded, or another file has changed.
      languages.onDidChangeDiagnostics(({ uris }) => this.#refreshOpen(uris)),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refreshOpen(), REFRESH_DELAY);
  }

  #refreshOpen(only?: readonly Uri[]): void {
    for (const document of workspace.textDocuments) {
      const isMeant = !only || only.some((uri) => uri.toString() === document.uri.toString());
      if (isMeant && isConcerned(document)) this.#reports.refresh(document);
    }
  }
}
