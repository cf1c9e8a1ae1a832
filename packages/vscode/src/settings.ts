import path from "node:path";
import {
  extensions,
  RelativePattern,
  workspace,
  type ConfigurationScope,
  type TextDocument,
  type Uri,
  type WorkspaceFolder,
} from "vscode";
import { runsGodwit } from "./resolved-eslint.js";
import {
  pluginSettings,
  type Diagnostics,
  type FolderSettings,
  type PluginSettings,
  type ServerSettings,
} from "./plugin-settings.js";

type InlayHints = ServerSettings["inlayHints"];

/** A glob for ESLint's config files. */
export const ESLINT_CONFIGS = "**/eslint.config.{js,mjs,cjs,ts,mts,cts}";

/** How many configs are asked about in one folder. */
const MOST_CONFIGS = 20;
/** ESLint is asked about this many files of each config: rules may be for some files only. */
const MOST_FILES = 40;
const SOURCES = "**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}";
const INSTALLED = "**/node_modules/**";

/** The setting for hints in a document, or in the window; its default is in the manifest. */
export function inlayHintsFor(document?: TextDocument): InlayHints {
  return read<InlayHints>("inlayHints", document);
}

/** Reads the plugin's settings for the open folders. */
export async function readPluginSettings(): Promise<PluginSettings> {
  const folders = await Promise.all((workspace.workspaceFolders ?? []).map(readFolder));
  return pluginSettings(read<Diagnostics>("diagnostics"), folders);
}

async function readFolder(folder: WorkspaceFolder): Promise<FolderSettings> {
  const diagnostics = read<Diagnostics>("diagnostics", folder);
  const eslint = diagnostics === "auto" && isEslintOn(folder) ? await readEslintConfigs(folder) : [];
  return { path: folder.uri.fsPath, diagnostics, eslint };
}

/** Whether ESLint's extension is on; VS Code does not find extensions that are turned off. */
function isEslintOn(folder: WorkspaceFolder): boolean {
  const isInstalled = extensions.getExtension("dbaeumer.vscode-eslint") !== undefined;
  return isInstalled && workspace.getConfiguration("eslint", folder).get("enable", true);
}

async function readEslintConfigs(folder: WorkspaceFolder): Promise<FolderSettings["eslint"]> {
  const files = await workspace.findFiles(new RelativePattern(folder, ESLINT_CONFIGS), INSTALLED, MOST_CONFIGS);
  const read: { readonly path: string; readonly hasGodwit: boolean }[] = [];
  // One after the other: each loads the project's ESLint.
  for (const uri of files) read.push({ path: uri.fsPath, hasGodwit: await asksGodwit(uri) });
  return read;
}

/** What can't be asked shows nothing, so godwit underlines. */
async function asksGodwit(config: Uri): Promise<boolean> {
  const folder = path.dirname(config.fsPath);
  const files = await workspace.findFiles(new RelativePattern(folder, SOURCES), INSTALLED, MOST_FILES);
  return runsGodwit(
    folder,
    files.map(({ fsPath }) => fsPath),
  ).catch(() => false);
}

function read<Value>(key: string, scope?: ConfigurationScope): Value {
  return workspace.getConfiguration("godwit", scope).get<Value>(key)!;
}
