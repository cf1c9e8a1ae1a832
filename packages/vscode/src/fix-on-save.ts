import { CodeAction, CodeActionKind, WorkspaceEdit, type CodeActionProvider, type Range, type TextDocument } from "vscode";
import { toTextEdits } from "./positions.js";
import { isConcerned } from "./reports.js";
import type { Answers } from "./tsserver.js";

/** Fixes a file on save where `editor.codeActionsOnSave` names `source.fixAll.godwit`, or all of `source.fixAll`. */
export class FixOnSave implements CodeActionProvider {
  static readonly kind = CodeActionKind.SourceFixAll.append("godwit");
  readonly #server: Answers;

  constructor(server: Answers) {
    this.#server = server;
  }

  async provideCodeActions(
    document: TextDocument,
    _range: Range,
    { only }: { readonly only?: CodeActionKind | undefined },
  ): Promise<CodeAction[]> {
    if (!only?.contains(FixOnSave.kind) || !isConcerned(document)) return [];
    const { version, uri } = document;
    const fixes = await this.#server.ask("_godwit.fixFile", { file: uri.fsPath });
    if (!fixes || document.version !== version) return [];
    const action = new CodeAction("Fix all of godwit in this file", FixOnSave.kind);
    action.edit = new WorkspaceEdit();
    action.edit.set(uri, toTextEdits(fixes));
    return [action];
  }
}
