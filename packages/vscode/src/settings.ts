import { readFile } from "node:fs/promises";
import { extensions, RelativePattern, workspace, type ConfigurationScope, type TextDocument, type WorkspaceFolder } from "vscode";
import { pluginSettings, type Diagnostics, type FolderSettings, type PluginSettings } from "./plugin-settings.js";

/** Which hints a document shows. */
export type InlayHints = "violations" | "all" | "off";

/** The configs that say what ESLint lints. */
export const ESLINT_CONFIGS = "**/eslint.config.{js,mjs,cjs,ts,mts,cts}";

/** More than these in one folder are not looked at. */
const MOST_CONFIGS = 200;

/** Which hints are wanted in a document; the manifest has the default. */
export function inlayHintsFor(document: TextDocument): InlayHints {
  return read<InlayHints>("inlayHints", document);
}

/** What the plugin is to be told for the folders that are open. */
export async function readPluginSettings(): Promise<PluginSettings> {
  const folders = await Promise.all((workspace.workspaceFolders ?? []).map(readFolder));
  return pluginSettings(read<Diagnostics>("diagnostics"), folders);
}

async function readFolder(folder: WorkspaceFolder): Promise<FolderSettings> {
  const diagnostics = read<Diagnostics>("diagnostics", folder);
  const eslint = diagnostics === "auto" && isEslintOn(folder) ? await readEslintConfigs(folder) : [];
  return { path: folder.uri.fsPath, diagnostics, eslint };
}

/** Extensions that are turned off are not found. */
function isEslintOn(folder: WorkspaceFolder): boolean {
  const isInstalled = extensions.getExtension("dbaeumer.vscode-eslint") !== undefined;
  return isInstalled && workspace.getConfiguration("eslint", folder).get("enable", true);
}

async function readEslintConfigs(folder: WorkspaceFolder): Promise<FolderSettings["eslint"]> {
  const files = await workspace.findFiles(new RelativePattern(folder, ESLINT_CONFIGS), "**/node_modules/**", MOST_CONFIGS);
  return Promise.all(
    files.map(async ({ fsPath }) => ({ path: fsPath, hasGodwit: /godwit/.test(await readFile(fsPath, "utf8").catch(() => "")) })),
  );
}

function read<Value>(key: string, scope?: ConfigurationScope): Value {
  return workspace.getConfiguration("godwit", scope).get<Value>(key)!;
}
