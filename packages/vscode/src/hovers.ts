import {
  Hover,
  languages,
  MarkdownString,
  type CancellationToken,
  type HoverProvider,
  Position,
  type TextDocument,
  InlayHint,
  Disposable,
  EventEmitter,
  type InlayHintsProvider,
  type Range,
  workspace,
} from "vscode";
import { LINKED, type ContractClient } from "./contract-client.js";
import { toPlainPosition, toRange } from "./positions.js";
import { isConcerned, type Reports } from "./reports.js";
import type { Tsserver } from "./tsserver.js";
import { saidByErrorLens } from "./error-lens.js";

/**
 * Shows contracts on hover, with links that run commands: VS Code trusts none in what comes from tsserver. What the project has left
 * is counted by the language server, so that tsserver stays free.
 */
export class ContractHovers implements HoverProvider {
  readonly #plugin: Tsserver;
  readonly #client: ContractClient;
  readonly #reports: Reports;

  constructor(plugin: Tsserver, client: ContractClient, reports: Reports) {
    this.#plugin = plugin;
    this.#client = client;
    this.#reports = reports;
  }

  async provideHover(document: TextDocument, at: Position, token: CancellationToken): Promise<Hover | undefined> {
    const report = isConcerned(document) ? await this.#reports.reportFor(document) : undefined;
    if (!report || report.inForce === 0) return undefined;
    const counts = await this.#client.ask("_godwit.counts", { root: report.root }, token);
    const shown = languages.getDiagnostics(document.uri);
    const isToldAbove = report.violations.some(
      (each) => toRange(each).contains(at) && shown.some(({ range }) => range.isEqual(toRange(each))),
    );
    const given = { file: document.uri.fsPath, position: toPlainPosition(at), counts, isToldAbove };
    const found = await this.#plugin.ask("_godwit.hover", given, token);
    if (!found) return undefined;
    const text = new MarkdownString(found.markdown);
    // Its own texts escape what contracts say; only these commands may be linked.
    text.isTrusted = { enabledCommands: LINKED };
    return new Hover(text, toRange(found.range));
  }
}

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
