import { commands, languages, window, workspace, type Disposable, type ExtensionContext, type TextDocument } from "vscode";
import { AcrossFiles } from "./across-files.js";
import { ContractActions, FixOnSave } from "./code-actions.js";
import { fixAllInFile, fixAllInProject, type ProjectFixer } from "./commands/fix-all.js";
import { openContract, type ContractPlace } from "./commands/open-contract.js";
import { type AcrossFilesAsked, type ContractReference, ContractClient } from "./contract-client.js";
import { showAll, showFile, showRoots } from "./commands/show.js";
import { ContractHovers, ReplacementHints } from "./hovers.js";
import { inlayHintsFor, readPluginSettings } from "./settings.js";
import { LEFT_TO_EXTENSION, serverSettings, type PluginSettings } from "./plugin-settings.js";
import { Refresher } from "./refresher.js";
import { isConcerned, Reports, SELECTOR } from "./reports.js";
import { Review } from "./review/review.js";
import { StatusBar } from "./status-bar.js";
import { Underlines } from "./underlines.js";
import { hasTsserver, Tsserver, type Answers } from "./tsserver.js";

const LAST_SETTINGS = "pluginSettings";

/** Called by VS Code when the first source or Markdown file is opened. @public */
export async function activate(context: ExtensionContext): Promise<void> {
  const { subscriptions, workspaceState } = context;
  const log = window.createOutputChannel("godwit", { log: true });
  const plugin = new Tsserver(log);
  // VS Code restarts its extensions when a person turns TypeScript 7 on or off.
  const hasPlugin = await hasTsserver();
  // Reading ESLint's configs takes a moment; until then the last settings are used.
  const settings = workspaceState.get<PluginSettings>(LAST_SETTINGS) ?? { ...LEFT_TO_EXTENSION, folders: [] };
  const client: ContractClient = new ContractClient(context, log, toServer(settings), {
    fixProject: (contract) => fixAllInProject(fixer, contract),
    editAcrossFiles: (asked) => editAcrossFiles(asked),
  });
  const answers: Answers = hasPlugin ? plugin : client;
  log.info(
    hasPlugin
      ? "TypeScript's server runs the plugin for sources."
      : "No TypeScript server with plugins runs: the language server serves sources too.",
  );
  const reports = new Reports(answers);
  const review = new Review();
  const fixer: ProjectFixer = { client, reports, review };
  const acrossFiles = new AcrossFiles(client, review);
  const status = new StatusBar(reports);
  const refresher = new Refresher(reports, () => status.update(), configure);
  subscriptions.push(log, reports, review, status, refresher, { dispose: () => void client.dispose() });
  subscriptions.push(
    ...registerCommands(answers, fixer),
    commands.registerCommand("godwit.editAcrossFiles", editAcrossFiles),
    commands.registerCommand("godwit.showRoots", () => showRoots(acrossFiles, client, reports)),
  );
  // The language server has its own hints and actions.
  if (hasPlugin) subscriptions.push(...registerProviders(plugin, { client, reports, acrossFiles }));
  status.update();
  if (hasPlugin) await plugin.configure(settings);
  subscriptions.push(workspace.onDidOpenTextDocument((document) => void (mayBeContract(document) && client.start())));
  const isMigrating = await hasContracts();
  if (!hasPlugin || isMigrating) client.start();
  if (hasPlugin && isMigrating) subscriptions.push(countEarly(client));
  await configure();

  async function editAcrossFiles(asked: AcrossFilesAsked): Promise<void> {
    if ((await acrossFiles.edit(asked)) === "show-roots") await showRoots(acrossFiles, client, reports, asked.root);
  }

  async function configure(): Promise<void> {
    const now = await readPluginSettings();
    if (hasPlugin) await plugin.configure(now);
    await client.configure(toServer(now));
    await workspaceState.update(LAST_SETTINGS, now);
  }

  function toServer(given: PluginSettings) {
    return serverSettings(given, { inlayHints: inlayHintsFor(), hasPlugin });
  }
}

/** The server starts when it has something to serve. */
async function hasContracts(): Promise<boolean> {
  if (workspace.textDocuments.some(mayBeContract)) return true;
  return (await workspace.findFiles("**/migrations/*.md", "**/node_modules/**", 1)).length > 0;
}

function mayBeContract(document: TextDocument): boolean {
  const { languageId, uri, lineCount } = document;
  return languageId === "markdown" && uri.scheme === "file" && lineCount > 0 && document.lineAt(0).text.startsWith("---");
}

interface Providers {
  readonly client: ContractClient;
  readonly reports: Reports;
  readonly acrossFiles: AcrossFiles;
}

/** What VS Code does not get from tsserver by itself. */
function registerProviders(plugin: Tsserver, { client, reports, acrossFiles }: Providers): Disposable[] {
  const hints = new ReplacementHints(reports);
  const hovers: { provider?: Disposable } = {};
  // What is registered later comes first: above TypeScript's own hover, which is there once its server answers.
  const first = reports.onDidChange(() => {
    hovers.provider ??= languages.registerHoverProvider(SELECTOR, new ContractHovers(plugin, client, reports));
    first.dispose();
  });
  return [
    hints,
    new Underlines(reports),
    first,
    { dispose: () => hovers.provider?.dispose() },
    languages.registerInlayHintsProvider(SELECTOR, hints),
    languages.registerCodeActionsProvider(SELECTOR, new FixOnSave(plugin), { providedCodeActionKinds: [FixOnSave.kind] }),
    languages.registerCodeActionsProvider(SELECTOR, new ContractActions(plugin, reports, acrossFiles), {
      providedCodeActionKinds: ContractActions.kinds,
    }),
  ];
}

/** Has the project counted once a document with violations is open, while TypeScript's server still loads: the first hover shall have counts. */
function countEarly(client: ContractClient): Disposable {
  const look = async (document: TextDocument): Promise<void> => {
    if (!isConcerned(document)) return;
    const report = await client.ask("_godwit.file", { file: document.uri.fsPath, inlayHints: "off" });
    if (!report || report.contracts.length === 0) return;
    opened.dispose();
    await client.ask("_godwit.counts", { root: report.root });
  };
  const opened = workspace.onDidOpenTextDocument((document) => void look(document));
  for (const document of workspace.textDocuments) void look(document);
  return opened;
}

function registerCommands(answers: Answers, fixer: ProjectFixer): Disposable[] {
  const { client, reports } = fixer;
  return [
    commands.registerCommand("godwit.openContract", (place?: ContractPlace) => openContract(answers, reports, place)),
    commands.registerCommand("godwit.fixAllInFile", (contract?: string) => fixAllInFile(answers, reports, contract)),
    commands.registerCommand("godwit.fixAllInProject", (contract?: ContractReference) => fixAllInProject(fixer, contract)),
    commands.registerCommand("godwit.showAll", (given?: ContractReference) => showAll(client, reports, given)),
    commands.registerCommand("godwit.showFile", () => showFile(reports)),
  ];
}
