import {
  InlayHint,
  languages,
  MarkdownString,
  Position,
  Disposable,
  EventEmitter,
  type InlayHintsProvider,
  type TextDocument,
  type Range,
  workspace,
} from "vscode";
import { saidByErrorLens } from "./error-lens.js";
import type { Reports } from "./reports.js";

/**
 * Shows the replacement after each violation. VS Code asks tsserver for hints only if one of TypeScript's own inlay settings is on,
 * so the plugin's hints are turned off and these are shown instead.
 */
export class ReplacementHints implements InlayHintsProvider, Disposable {
  readonly #reports: Reports;
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(reports: Reports) {
    this.#reports = reports;
    this.#subscription = Disposable.from(
      reports.onDidChange(() => this.#changed.fire()),
      languages.onDidChangeDiagnostics(() => this.#changed.fire()),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("errorLens") && this.#changed.fire()),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async provideInlayHints(document: TextDocument, range: Range): Promise<InlayHint[]> {
    const report = await this.#reports.reportFor(document);
    const isSaid = saidByErrorLens(document);
    return (report?.hints ?? []).flatMap(({ position: { line, character }, text, tooltip }) => {
      const position = new Position(line, character);
      if (!range.contains(position) || isSaid({ line, messages: tooltip })) return [];
      const hint = new InlayHint(position, text);
      hint.paddingLeft = true;
      hint.tooltip = new MarkdownString().appendText(tooltip);
      return [hint];
    });
  }
}
