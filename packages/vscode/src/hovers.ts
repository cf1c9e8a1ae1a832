import {
  Hover,
  languages,
  MarkdownString,
  type CancellationToken,
  type HoverProvider,
  type Position,
  type TextDocument,
} from "vscode";
import { LINKED, type ContractClient } from "./contract-client.js";
import { toPlainPosition, toRange } from "./positions.js";
import { isConcerned, type Reports } from "./reports.js";
import type { Tsserver } from "./tsserver.js";

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
