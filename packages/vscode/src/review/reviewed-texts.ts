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
import type { FileFix, Place } from "./units.js";

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

  /** Shows a file, at a place of it where one is given. */
  async show(fix: FileFix, place?: Place): Promise<void> {
    const before = Uri.file(fix.file);
    const after = before.with({ scheme: SCHEME });
    this.#texts.set(after.path, textAfter(await workspace.openTextDocument(before), fix));
    this.#changed.fire(after);
    const title = `${workspace.asRelativePath(before)} (fixed)`;
    await commands.executeCommand("vscode.diff", before, after, title, {
      ...{ preview: true, preserveFocus: true },
      ...(place && { selection: lineAfter(fix, place) }),
    });
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

/** The line of a place once the edits above it are made. */
function lineAfter({ edits }: FileFix, { position: { line } }: Place): Range {
  const above = edits.filter(({ end }) => end.line <= line);
  const added = above.reduce((sum, { start, end, newText }) => sum + newText.split("\n").length - 1 - (end.line - start.line), 0);
  return new Range(line + added, 0, line + added, 0);
}
