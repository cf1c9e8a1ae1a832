import {
  Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  languages,
  Uri,
  workspace,
  type Disposable,
  type TextDocument,
} from "vscode";
import { toRange } from "./positions.js";
import { isConcerned, type Reports } from "./reports.js";
import type { FileReport } from "./tsserver.js";

/** How long after the last keystroke a document is looked at, in milliseconds. */
const DELAY = 200;

/**
 * Underlines the violations of open documents: one row each in the Problems panel, whose id leads to the contract's entry. Tsserver has
 * only numbers without links, and shows a place of the contract as a row of its own.
 */
export class Underlines implements Disposable {
  readonly #reports: Reports;
  readonly #shown = languages.createDiagnosticCollection("godwit");
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: readonly Disposable[];

  constructor(reports: Reports) {
    this.#reports = reports;
    this.#subscriptions = [
      workspace.onDidOpenTextDocument((document) => this.#later(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#later(document)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri)),
      reports.onDidChange((document) => void this.#show(document)),
    ];
    for (const document of workspace.textDocuments) this.#later(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const each of this.#subscriptions) each.dispose();
    this.#shown.dispose();
  }

  #later(document: TextDocument): void {
    if (!isConcerned(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#show(document), DELAY),
    );
  }

  async #show(document: TextDocument): Promise<void> {
    const { version } = document;
    const report = await this.#reports.reportFor(document);
    // What is typed meanwhile is looked at soon.
    if (document.isClosed || document.version !== version) return;
    const found = report?.isUnderlined ? report.violations.map(toDiagnostic) : [];
    if (found.length > 0 || this.#shown.has(document.uri)) this.#shown.set(document.uri, found);
  }
}

function toDiagnostic(each: FileReport["violations"][number]): Diagnostic {
  const diagnostic = new Diagnostic(toRange(each), each.message, SEVERITIES[each.shownAs]);
  diagnostic.source = "godwit";
  const target = Uri.file(each.contractPath).with({ fragment: `L${each.contractLine + 1}` });
  diagnostic.code = { value: each.rule, target };
  if (each.isDeprecated) diagnostic.tags = [DiagnosticTag.Deprecated];
  return diagnostic;
}

/** What a baseline knows shows as three dots. */
const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warn: DiagnosticSeverity.Warning,
  known: DiagnosticSeverity.Hint,
} as const;
