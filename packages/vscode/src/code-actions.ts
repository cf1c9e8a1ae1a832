import {
  type CancellationToken,
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Range,
  SnippetString,
  SnippetTextEdit,
  type TextDocument,
  WorkspaceEdit,
} from "vscode";
import { count } from "./left.js";
import type { AcrossFiles } from "./across-files.js";
import { toPlainRange, toRange, toTextEdit, toTextEdits } from "./positions.js";
import { isConcerned, type Reports } from "./reports.js";
import type { PluginRequests } from "@godwit/project/editor";
import type { Answers, Tsserver } from "./tsserver.js";

type ActionEntry = PluginRequests["_godwit.actions"]["body"][number];
type ActionEdits = PluginRequests["_godwit.action"]["body"];

/** An action whose edits are asked for when a person takes it. */
class ContractAction extends CodeAction {
  readonly place: PluginRequests["_godwit.action"]["arguments"] | undefined;
  readonly document: TextDocument;
  readonly version: number;

  constructor(document: TextDocument, title: string, place?: PluginRequests["_godwit.action"]["arguments"]) {
    super(title, CodeActionKind.QuickFix);
    this.document = document;
    this.version = document.version;
    this.place = place;
  }
}

/** The menu of the light bulb at a violation, in godwit's own order; tsserver has neither an order, nor commands and snippets. */
export class ContractActions implements CodeActionProvider<ContractAction> {
  static readonly kinds = [CodeActionKind.QuickFix];
  readonly #plugin: Tsserver;
  readonly #reports: Reports;
  readonly #acrossFiles: AcrossFiles;

  constructor(plugin: Tsserver, reports: Reports, acrossFiles: AcrossFiles) {
    this.#plugin = plugin;
    this.#reports = reports;
    this.#acrossFiles = acrossFiles;
  }

  async provideCodeActions(
    document: TextDocument,
    range: Range,
    { diagnostics, only }: CodeActionContext,
    token: CancellationToken,
  ): Promise<ContractAction[]> {
    if (!isConcerned(document) || (only && !only.contains(CodeActionKind.QuickFix))) return [];
    const report = await this.#reports.reportFor(document);
    if (!report?.violations.some((each) => toRange(each).intersection(range))) return [];
    const given = { file: document.uri.fsPath, range: toPlainRange(range) };
    const entries = (await this.#plugin.ask("_godwit.actions", given, token)) ?? [];
    const counted = await this.#withNumbers(entries);
    return counted.map((entry, index) =>
      toAction(document, entry, { diagnostics, place: { ...given, index, title: entry.title } }),
    );
  }

  /** The language server knows what runs of this session have found, and TypeScript's server does not. */
  async #withNumbers(entries: readonly ActionEntry[]): Promise<readonly ActionEntry[]> {
    const root = entries.find(({ kind }) => kind === "across-files")?.root;
    const runs = root === undefined ? [] : ((await this.#acrossFiles.known(root))?.runs ?? []);
    return entries.map((entry) => {
      const { contract, subject, title } = entry;
      const files = runs.find((run) => run.contract === contract && isSame(run.subject, subject))?.files;
      return files === undefined ? entry : { ...entry, title: `${title.replace(/…$/u, "")} (${count(files, "file")})…` };
    });
  }

  async resolveCodeAction(action: ContractAction, token: CancellationToken): Promise<ContractAction> {
    const { document, place, version } = action;
    const found = place && (await this.#plugin.ask("_godwit.action", place, token));
    if (found && document.version === version) action.edit = toEdit(document, found);
    return action;
  }
}

function isSame(a: NonNullable<ActionEntry["subject"]>, b: ActionEntry["subject"]): boolean {
  return a.kind === b?.kind && a.name === b.name;
}

function toAction(
  document: TextDocument,
  entry: ActionEntry,
  { diagnostics, place }: { readonly diagnostics: readonly Diagnostic[]; readonly place: NonNullable<ContractAction["place"]> },
): ContractAction {
  const { kind, title, contract, root, path, contractLine, solves, subject } = entry;
  const command = commandOf();
  const action = new ContractAction(document, title, command ? undefined : place);
  if (command) action.command = command;
  // With this, "Auto Fix" takes it.
  if (kind === "fix") action.isPreferred = true;
  const at = solves && toRange(solves);
  // The menu begins with what solves a problem, so all of them do.
  action.diagnostics = diagnostics.filter((each) => each.source === "godwit" && (!at || at.isEqual(each.range)));
  return action;

  function commandOf() {
    if (kind === "fix-project") return { command: "godwit.fixAllInProject", title, arguments: [{ contract, root }] };
    if (subject) return { command: "godwit.editAcrossFiles", title, arguments: [{ contract, root, subject }] };
    if (kind === "open-contract") return { command: "godwit.openContract", title, arguments: [{ path, line: contractLine }] };
    return undefined;
  }
}

function toEdit({ uri }: TextDocument, { edits, caret }: ActionEdits): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  const [first] = edits;
  if (caret === undefined || !first) {
    edit.set(uri, edits.map(toTextEdit));
    return edit;
  }
  const snippet = new SnippetString().appendText(first.newText.slice(0, caret)).appendTabstop(0);
  edit.set(uri, [SnippetTextEdit.replace(toRange(first), snippet.appendText(first.newText.slice(caret)))]);
  return edit;
}

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
