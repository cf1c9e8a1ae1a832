import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  MessageType,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Connection,
  type InitializeResult,
} from "vscode-languageserver/node";
import { COMMANDS, runCommand } from "./commands.js";
import { guarded, signalOf } from "./guarded.js";
import { codeActions, FIX_ALL, resolveCodeAction } from "./requests/code-actions.js";
import { codeLenses } from "./requests/code-lens.js";
import {
  completion,
  definition,
  documentLinks,
  documentSymbols,
  followRenames,
  offerContract,
} from "./requests/contract-files.js";
import { completeReplacements } from "./requests/replacements.js";
import { answerExtension } from "./requests/extension.js";
import { hover, inlayHints } from "./requests/hover.js";
import { references } from "./requests/references.js";
import { readSettings, type Abilities, ServerState } from "./state.js";
import { diagnosticsIn } from "./requests/diagnostics.js";

/** Serves an editor on the other side of a connection. */
export function serve(connection: Connection): void {
  const state = new ServerState(connection);
  const publisher = new Publisher(state);
  const safe = guarded(connection);
  const complain = (sentence: string): void => state.tell(MessageType.Warning, `godwit: ${sentence}`);

  connection.onInitialize(({ capabilities, initializationOptions }): InitializeResult => {
    state.abilities = abilitiesOf(capabilities);
    state.settings = readSettings(initializationOptions, complain);
    return { capabilities: CAPABILITIES, serverInfo: { name: "godwit" } };
  });
  connection.onInitialized(() => {
    if (state.abilities.configuring)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "godwit" }).catch(() => undefined);
    if (!state.abilities.watching) return;
    const watchers = [
      "**/*.md",
      "**/package.json",
      "**/{ts,js}config*.json",
      "**/.baseline/*.txt",
      "**/*.{ts,tsx,js,jsx,mts,cts,mjs,cjs}",
    ];
    void connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: watchers.map((globPattern) => ({ globPattern })),
    });
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    state.settings = readSettings(settings, complain, state.settings);
    publisher.publishAll();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    // A file that comes or goes changes what specifiers mean.
    if (changes.some(({ type, uri }) => type !== 2 && !uri.endsWith(".md"))) state.workspace.forgetModules();
    state.workspace.invalidate();
    publisher.publishAll();
  });
  connection.onShutdown(() => {
    state.scan.dispose();
    state.acrossFiles.dispose();
  });

  connection.onCodeAction(safe([], (given) => codeActions(state, given)));
  connection.onCodeActionResolve((action) => safe(action, (given: CodeAction) => resolveCodeAction(state, given))(action));
  connection.onHover(safe(undefined, (given) => hover(state, given)));
  connection.onCompletion(
    safe<CompletionParams, CompletionItem[] | CompletionList>([], (given) => {
      const inContract = completion(state, given);
      return inContract.length > 0 ? inContract : completeReplacements(state, given);
    }),
  );
  connection.onDefinition(safe(undefined, (given) => definition(state, given)));
  connection.onReferences(safe([], (given) => references(state, given)));
  connection.onCodeLens(safe([], (given) => codeLenses(state, given)));
  connection.onDocumentSymbol(safe([], ({ textDocument: { uri } }) => documentSymbols(state, uri)));
  connection.onDocumentLinks(safe([], ({ textDocument: { uri } }) => documentLinks(state, uri)));
  connection.languages.inlayHint.on(safe([], (given) => inlayHints(state, given)));
  connection.workspace.onWillRenameFiles(safe(undefined, (given) => followRenames(state, given)));
  connection.workspace.onDidRenameFiles(
    (given) => void safe(undefined, (moved: typeof given) => offerContract(state, moved))(given),
  );
  connection.onExecuteCommand(({ command, arguments: given }, token) =>
    safe(undefined, () => runCommand(state, command, given?.[0], signalOf(token)))(undefined),
  );

  answerExtension(state, connection);

  state.documents.listen(connection);
  connection.listen();
}

const MOVES = { filters: [{ scheme: "file", pattern: { glob: "**/*" } }] };

const CAPABILITIES: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL, CodeActionKind.Refactor], resolveProvider: true },
  hoverProvider: true,
  inlayHintProvider: true,
  completionProvider: { triggerCharacters: ["$", "/", "#", ":", " "] },
  definitionProvider: true,
  referencesProvider: true,
  codeLensProvider: {},
  documentSymbolProvider: true,
  documentLinkProvider: {},
  executeCommandProvider: { commands: Object.values(COMMANDS) },
  workspace: { fileOperations: { willRename: MOVES, didRename: MOVES } },
};

function abilitiesOf({ window, workspace, textDocument }: ClientCapabilities): Abilities {
  const edits = workspace?.workspaceEdit as
    | {
        readonly snippetEditSupport?: boolean;
        readonly changeAnnotationSupport?: object;
        readonly resourceOperations?: readonly string[];
      }
    | undefined;
  return {
    showDocument: window?.showDocument?.support ?? false,
    confirmation: edits?.changeAnnotationSupport !== undefined,
    createsFiles: edits?.resourceOperations?.includes("create") ?? false,
    snippets: {
      inEdits: edits?.snippetEditSupport ?? false,
      inCompletion: textDocument?.completion?.completionItem?.snippetSupport ?? false,
    },
    lateEdits: textDocument?.codeAction?.resolveSupport?.properties.includes("edit") ?? false,
    labelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport ?? false,
    configuring: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    refreshHints: workspace?.inlayHint?.refreshSupport ?? false,
    refreshLenses: workspace?.codeLens?.refreshSupport ?? false,
    progress: window?.workDoneProgress ?? false,
  };
}

/** How long after the last keystroke a document is looked at, in milliseconds. */
const DELAY = 60;

/** In place of an address: all contracts are read again. What else publishes a contract's file must not cancel that. */
const CONTRACTS = "contracts";

/** Sends diagnostics: of a document when it changes, of all when contracts or settings do. */
class Publisher {
  readonly #state: ServerState;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(state: ServerState) {
    this.#state = state;
    const { documents } = state;
    documents.onDidOpen(({ document: { uri } }) => this.#changed(uri, 0));
    documents.onDidChangeContent(({ document: { uri } }) => this.#changed(uri, DELAY));
    documents.onDidSave(({ document: { uri } }) => {
      state.workspace.invalidate();
      this.#changed(uri, 0);
    });
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.#timers.get(uri));
      this.#timers.delete(uri);
      // An unsaved contract counts no more.
      if (uri.endsWith(".md")) this.#reload();
      void state.connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  }

  /** Looks at all open documents again. */
  publishAll(): void {
    for (const uri of this.#state.documents.keys()) this.#later(uri, 0);
    this.#state.refreshHints();
  }

  #changed(uri: string, delay: number): void {
    // What a contract says now counts in all files at once, saved or not.
    if (uri.endsWith(".md")) this.#later(CONTRACTS, delay, () => this.#reload());
    else this.#later(uri, delay);
  }

  #reload(): void {
    this.#state.workspace.reloadContracts();
    this.publishAll();
  }

  #later(uri: string, delay: number, then = (): void => this.#publish(uri)): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(uri, setTimeout(then, delay));
  }

  #publish(uri: string): void {
    const document = this.#state.documents.get(uri);
    if (!document) return;
    const { connection } = this.#state;
    try {
      const diagnostics = diagnosticsIn(this.#state, uri);
      const project = diagnostics.length > 0 ? this.#state.writtenFile(uri)?.project : undefined;
      // The first hover shall have counts.
      if (project) void this.#state.scan.wait(project, 0);
      void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    } catch (error) {
      connection.console.error(`${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
