import { findText } from "@godwit/files";
import { extensions, RelativePattern, workspace, type ConfigurationScope, type TextDocument, type WorkspaceFolder } from "vscode";
import { pluginSettings, type Diagnostics, type FolderSettings, type PluginSettings } from "./plugin-settings.js";

/** Which hints a document shows; `all`: also where a comment disables the report. */
export type InlayHints = "violations" | "all" | "off";

/** A glob for ESLint's config files. */
export const ESLINT_CONFIGS = "**/eslint.config.{js,mjs,cjs,ts,mts,cts}";

/** How many configs are read in one folder. */
const MOST_CONFIGS = 200;

/** The setting for hints in a document; its default is in the manifest. */
export function inlayHintsFor(document: TextDocument): InlayHints {
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
  const files = await workspace.findFiles(new RelativePattern(folder, ESLINT_CONFIGS), "**/node_modules/**", MOST_CONFIGS);
  return files.map(({ fsPath }) => ({ path: fsPath, hasGodwit: /godwit/.test(findText(fsPath, "settings") ?? "") }));
}

function read<Value>(key: string, scope?: ConfigurationScope): Value {
  return workspace.getConfiguration("godwit", scope).get<Value>(key)!;
}
