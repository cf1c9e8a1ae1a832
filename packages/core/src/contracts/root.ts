import { dirname, join, relative, resolve, sep } from "node:path";
import { exists, readText } from "../disk/index.js";
import type { Problem } from "./contract.js";
import { asObject, show } from "./finding.js";
import { LineIndex } from "./line-index.js";
import { leavesRoot } from "./module-path.js";
import { didYouMean } from "./nearest.js";
import { isContractText } from "./parse.js";
import { DEFAULT_DIRECTORY, foldersUpwards, listMarkdown, readContractFile } from "./read-contract-file.js";
import { readSharedSettings, SHARED_KEYS, type SharedSettings } from "./packages/shared-settings.js";

/** A command that lays out files, with `{files}`. */
export interface FormatCommand {
  readonly run: string;
  /** The folder (relative to the root, with `/`) in which it runs, with the files below it; without one the root. */
  readonly in?: string;
}

/** A root: the folder for whose files contracts apply, and where the contracts are. */
export interface ContractRoot {
  /** Absolute path. */
  readonly root: string;
  /** The folder of the contracts, relative to the root, with `/`. */
  readonly directory: string;
  /** The project's format commands, in the order in which they run. */
  readonly format?: readonly FormatCommand[];
  /** What it says of contracts from packages; undefined where it says nothing. */
  readonly shared?: SharedSettings;
  /** What is wrong with the `"godwit"` key of its package.json. */
  readonly problems: readonly Problem[];
}

/** The root of a folder or file: the nearest folder with a `"godwit"` key, otherwise with contracts, otherwise git's root. */
export function findRoot(from: string): ContractRoot | undefined {
  return new RootFinder().find(from);
}

/** Whether a file (absolute, or relative to the root) belongs to this root, not to a nested one. */
export function ownsFile(root: string, file: string, finder = new RootFinder()): boolean {
  return finder.owns(root, file);
}

interface Folder {
  readonly config?: ContractRoot;
  readonly hasContracts: boolean;
}

const NO_ROOT: Folder = { hasContracts: false };

/** Finds roots, and caches what it reads in each folder. `mayBeRoot` says no where a folder surely has neither a package.json nor contracts. */
export class RootFinder {
  readonly #folders = new Map<string, Folder>();
  readonly #mayBeRoot: (folder: string) => boolean;

  constructor(mayBeRoot: (folder: string) => boolean = () => true) {
    this.#mayBeRoot = mayBeRoot;
  }

  find(from: string): ContractRoot | undefined {
    const folders = foldersUpwards(resolve(from));
    for (const folder of folders) if (this.#look(folder).config) return this.#look(folder).config;
    const found =
      folders.find((folder) => this.#look(folder).hasContracts) ?? folders.find((folder) => exists(join(folder, ".git")));
    return found === undefined ? undefined : { root: found, directory: DEFAULT_DIRECTORY, problems: [] };
  }

  owns(root: string, file: string): boolean {
    const base = resolve(root);
    const path = relative(base, resolve(base, file));
    if (path === "" || path === ".." || path.startsWith(`..${sep}`) || resolve(path) === path) return false;
    // If the root has a key, a nested root needs a key too.
    const needsKey = this.#look(base).config !== undefined;
    for (let folder = dirname(join(base, path)); folder !== base; folder = dirname(folder)) {
      const { config, hasContracts } = this.#look(folder);
      if (config || (hasContracts && !needsKey)) return false;
    }
    return true;
  }

  #look(folder: string): Folder {
    const known = this.#folders.get(folder);
    if (known) return known;
    const seen = this.#mayBeRoot(folder) ? readFolder(folder) : NO_ROOT;
    this.#folders.set(folder, seen);
    return seen;
  }
}

function readFolder(folder: string): Folder {
  // Most folders have neither, and to find that out by failing is slow.
  const config = exists(join(folder, "package.json")) ? readConfig(folder) : undefined;
  const contracts = join(folder, DEFAULT_DIRECTORY);
  return { ...(config && { config }), hasContracts: exists(contracts) && holdsContract(contracts) };
}

/** The root at exactly this folder, with the settings of its `"godwit"` key if it has one. */
export function rootAt(folder: string): ContractRoot {
  const root = resolve(folder);
  return readConfig(root) ?? { root, directory: DEFAULT_DIRECTORY, problems: [] };
}

/** Whether a folder has a Markdown file that is, or tries to be, a contract. */
function holdsContract(folder: string): boolean {
  return listMarkdown(folder).some((name) => {
    const file = readContractFile(join(folder, name));
    return "text" in file && isContractText(file.text);
  });
}

function readConfig(root: string): ContractRoot | undefined {
  let text: string;
  try {
    text = readText(join(root, "package.json"), "settings");
  } catch {
    return undefined;
  }
  if (!text.includes('"godwit"')) return undefined;
  try {
    const data = asObject(JSON.parse(text.replace(/^\ufeff/, "")));
    return data && Object.hasOwn(data, "godwit") ? readKey(data["godwit"], root, text) : undefined;
  } catch {
    return undefined;
  }
}

/** `contractFormat` is for those who install the package: `findPackages` reads it. */
const KEYS = ["directory", "format", ...SHARED_KEYS, "contractFormat"];

function readKey(raw: unknown, root: string, text: string): ContractRoot {
  const problems: Problem[] = [];
  const config = asObject(raw);
  const report = (code: string, key: string, message: string) => problems.push(packageProblem(code, key, message, text));
  if (!config) report("wrong-type", "godwit", `Expected an object such as { "directory": "migrations" }, got ${show(raw)}.`);
  for (const key of Object.keys(config ?? {})) {
    if (!KEYS.includes(key))
      report(
        "unknown-key",
        key,
        `"${key}" is no key of "godwit".${didYouMean(key, KEYS) || ` Write one of ${KEYS.join(", ")}.`}`,
      );
  }
  const readText = (key: string): string | undefined => {
    const value = config?.[key];
    if (value === undefined || (typeof value === "string" && value.trim() !== "")) return value;
    report("wrong-type", key, `Expected a text, got ${show(value)}.`);
    return undefined;
  };
  const directory = readText("directory");
  const format = readFormat(config?.["format"], (message) => report("wrong-type", "format", message));
  const isOutside = directory !== undefined && (leavesRoot(directory) || /^([/\\]|[A-Za-z]:)/.test(directory));
  if (isOutside)
    report("outside-root", "directory", `${directory} is outside the root: write a folder below it, such as migrations.`);
  const cleaned =
    directory === undefined || isOutside ? DEFAULT_DIRECTORY : directory.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  const { settings, problems: ofSettings } = readSharedSettings(config ?? {}, text);
  problems.push(...ofSettings);
  return { root, directory: cleaned, ...(format !== undefined && { format }), ...(settings && { shared: settings }), problems };
}

const FORMAT_EXAMPLE = '"npx prettier --write {files}" or { "run": "npx eslint --fix {files}", "in": "packages/web" }';

function readFormat(value: unknown, report: (message: string) => void): readonly FormatCommand[] | undefined {
  if (value === undefined) return undefined;
  const all = (Array.isArray(value) ? value : [value]).map(readFormatCommand);
  const commands = all.filter((command) => command !== undefined);
  if (all.length > 0 && commands.length === all.length) return commands;
  report(`Expected a command such as ${FORMAT_EXAMPLE}, or a list of them, got ${show(value)}.`);
  return undefined;
}

function readFormatCommand(value: unknown): FormatCommand | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : { run: value };
  const { run, in: folder, ...others } = asObject(value) ?? {};
  if (typeof run !== "string" || run.trim() === "" || Object.keys(others).length > 0) return undefined;
  if (folder === undefined) return { run };
  if (typeof folder !== "string" || leavesRoot(folder) || /^([/\\]|[A-Za-z]:)/.test(folder)) return undefined;
  const below = folder.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  return below === "" || below === "." ? { run } : { run, in: below };
}

function packageProblem(code: string, key: string, message: string, text: string): Problem {
  const at = text.indexOf(`"${key}"`, text.indexOf('"godwit"'));
  const { line, column } = new LineIndex(text, "plain").positionAt(Math.max(at, 0));
  return { file: "package.json", line, column, code, severity: "error", message };
}
