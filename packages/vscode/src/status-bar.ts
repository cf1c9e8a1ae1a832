import { MarkdownString, StatusBarAlignment, window, type Disposable, type StatusBarItem, type TextEditor } from "vscode";
import { describeLeft, tooltipFor } from "./left.js";
import { isConcerned, type Reports } from "./reports.js";

/** How long after the last keystroke the count is updated, in milliseconds. */
const DELAY = 300;

/** Shows what is left in the active file. */
export class StatusBar implements Disposable {
  readonly #reports: Reports;
  readonly #item: StatusBarItem = window.createStatusBarItem("godwit.left", StatusBarAlignment.Right, 99);
  #timer: NodeJS.Timeout | undefined;

  constructor(reports: Reports) {
    this.#reports = reports;
    this.#item.name = "godwit: what is left in this file";
    this.#item.command = "godwit.showFile";
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#item.dispose();
  }

  /** Updates the count for the active editor after a short delay. */
  update(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#show(window.activeTextEditor), DELAY);
  }

  async #show(editor: TextEditor | undefined): Promise<void> {
    const report = editor && isConcerned(editor.document) ? await this.#reports.reportFor(editor.document) : undefined;
    if (editor !== window.activeTextEditor) return;
    if (!report || report.inForce === 0) {
      this.#item.hide();
      return;
    }
    this.#item.text = describeLeft(report);
    this.#item.accessibilityInformation = { label: this.#item.text.replace(/^\$\([\w-]+\) /, ""), role: "button" };
    this.#item.tooltip = new MarkdownString(tooltipFor(report), true);
    this.#item.show();
  }
}
