import {
  commands,
  EventEmitter,
  Range,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocument,
} from "vscode";
import { toTextEdits } from "../positions.js";
import type { FileFix } from "./units.js";

const SCHEME = "godwit-review";

/** Shows files as they are and as a fix would leave them, side by side. */
export class ReviewedTexts implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: (uri) => this.#texts.get(uri.path) ?? "",
  });

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async show(fix: FileFix): Promise<void> {
    const before = Uri.file(fix.file);
    const after = before.with({ scheme: SCHEME });
    this.#texts.set(after.path, textAfter(await workspace.openTextDocument(before), fix));
    this.#changed.fire(after);
    const title = `${workspace.asRelativePath(before)} (fixed)`;
    await commands.executeCommand("vscode.diff", before, after, title, { preview: true, preserveFocus: true });
  }

  async closeAll(): Promise<void> {
    this.#texts.clear();
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const own = tabs.filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === SCHEME);
    if (own.length > 0) await window.tabGroups.close(own);
  }
}

function textAfter(document: TextDocument, fix: FileFix): string {
  let text = "";
  let at = document.positionAt(0);
  for (const { range, newText } of toTextEdits(fix)) {
    text += document.getText(new Range(at, range.start)) + newText;
    at = range.end;
  }
  return text + document.getText(new Range(at, document.lineAt(document.lineCount - 1).range.end));
}
