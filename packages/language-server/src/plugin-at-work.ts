import path from "node:path";
import { findText, exists, readText } from "@godwit/core/disk";
import ts from "typescript";

const PLUGIN = "@godwit/typescript-plugin";

/**
 * Whether TypeScript's own server shows a file's violations by the plugin: its config names the plugin, the plugin is installed, and the
 * project's TypeScript takes plugins, which TypeScript 7 does not.
 */
export function isPluginAtWork(file: string): boolean {
  const folder = path.dirname(file);
  const config = ts.findConfigFile(folder, ts.sys.fileExists) ?? ts.findConfigFile(folder, ts.sys.fileExists, "jsconfig.json");
  if (config === undefined || !namesPlugin(config)) return false;
  const major = Number.parseInt(findPackage(folder, "typescript")?.version ?? "0", 10);
  return major > 0 && major < 7 && findPackage(folder, PLUGIN) !== undefined;
}

function namesPlugin(config: string): boolean {
  // Nobody asks for the config's files, so they are not listed.
  const host: ts.ParseConfigHost = { ...ts.sys, readFile: readSettings, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, readSettings).config ?? {},
    host,
    path.dirname(config),
    undefined,
    config,
  );
  const plugins = options["plugins"] as readonly { readonly name?: unknown }[] | undefined;
  return plugins?.some((each) => each.name === PLUGIN) ?? false;
}

/** Not by TypeScript's own reader, which waits for a pipe. */
const readSettings = (file: string): string | undefined => findText(file, "settings");

/** An installed package. */
export interface InstalledPackage {
  /** Absolute path. */
  readonly folder: string;
  readonly version?: string;
  readonly bin?: unknown;
}

/** The package that a folder's code gets by a name; undefined if there is none. */
export function findPackage(folder: string, name: string): InstalledPackage | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = path.join(at, "node_modules", name);
    if (exists(path.join(found, "package.json"))) return readManifest(found);
    if (path.dirname(at) === at) return undefined;
  }
}

function readManifest(folder: string): InstalledPackage | undefined {
  try {
    const manifest = JSON.parse(readText(path.join(folder, "package.json"), "settings")) as Omit<InstalledPackage, "folder">;
    return { ...manifest, folder };
  } catch {
    return undefined;
  }
}
