import { commands, languages, window, type Disposable, type ExtensionContext } from "vscode";
import { ContractActions } from "./code-actions.js";
import { fixAllInFile } from "./commands/fix-all-in-file.js";
import { fixAllInProject } from "./commands/fix-all-in-project.js";
import { openContract, type ContractPlace } from "./commands/open-contract.js";
import { showFile } from "./commands/show-file.js";
import { FixOnSave } from "./fix-on-save.js";
import { ReplacementHints } from "./inlay-hints.js";
import type { PluginSettings } from "./plugin-settings.js";
import { Refresher } from "./refresher.js";
import { Reports, SELECTOR } from "./reports.js";
import { readPluginSettings } from "./settings.js";
import { StatusBar } from "./status-bar.js";
import { Tsserver } from "./tsserver.js";

const LAST_SETTINGS = "pluginSettings";

/** Called by VS Code when the first JavaScript or TypeScript file is opened. @public */
export async function activate({ subscriptions, workspaceState }: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("godwit", { log: true });
  const server = new Tsserver(log);
  const reports = new Reports(server);
  const status = new StatusBar(reports);
  const hints = new ReplacementHints(reports);
  const refresher = new Refresher(reports, () => status.update(), configure);
  subscriptions.push(log, reports, status, hints, refresher, ...registerCommands(server, reports));
  subscriptions.push(
    languages.registerInlayHintsProvider(SELECTOR, hints),
    languages.registerCodeActionsProvider(SELECTOR, new FixOnSave(server), { providedCodeActionKinds: [FixOnSave.kind] }),
    // With so general a selector, these actions come after the plugin's own fixes in the menu.
    languages.registerCodeActionsProvider("*", new ContractActions(reports), {
      providedCodeActionKinds: ContractActions.kinds,
    }),
  );
  status.update();
  // Reading ESLint's configs takes a moment; until then the last settings are used.
  const last = workspaceState.get<PluginSettings>(LAST_SETTINGS);
  if (last) await server.configure(last);
  await configure();

  async function configure(): Promise<void> {
    const settings = await readPluginSettings();
    await server.configure(settings);
    await workspaceState.update(LAST_SETTINGS, settings);
  }
}

function registerCommands(server: Tsserver, reports: Reports): Disposable[] {
  return [
    commands.registerCommand("godwit.openContract", (place?: ContractPlace) => openContract(server, reports, place)),
    commands.registerCommand("godwit.fixAllInFile", (contract?: string) => fixAllInFile(server, reports, contract)),
    commands.registerCommand("godwit.fixAllInProject", (contract?: string) => fixAllInProject(server, reports, contract)),
    commands.registerCommand("godwit.showFile", () => showFile(reports)),
  ];
}
