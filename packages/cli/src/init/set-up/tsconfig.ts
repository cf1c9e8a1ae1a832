import path from "node:path";
import { findText, isFile, isFolder, listNames } from "@godwit/core/disk";
import { isRecord } from "@godwit/core/modules";
import { ESLINT_CONFIG } from "../../doctor/check-eslint.js";
import { OXLINT_CONFIG } from "../../doctor/check-oxlint.js";
import { PLUGIN, PLUGIN as EDITOR_PLUGIN, pluginEntry } from "../../doctor/check-plugin.js";
import { LANGUAGE_SERVER } from "../../doctor/check-typescript.js";
import { groupByProject, type ProjectFiles } from "../../doctor/finding.js";
import type { FoundProject, PackageManager } from "../found-project.js";
import { editJsonc, type JsonEdit, readJsonc } from "./edit-jsonc.js";
import { whyEslintCannot } from "./eslint-config.js";
import { findFormatCommands, formatValue } from "./format-commands.js";
import { whyOxlintCannot } from "./oxlint-config.js";
import { advise, change, type FileChange, NOTHING, type SetUpPart, versionWithoutPlugins } from "./set-up-part.js";

const ENTRY = `"plugins": [{ "name": "${PLUGIN}" }]`;
/** More are edited by hand, or share a config that all extend. */
const MOST = 12;

/** Adds the editor plugin to the configs of the source files, or to one that all of them extend. */
export function setUpTsconfig({ root, tree, sources, packages }: FoundProject): SetUpPart {
  const version = versionWithoutPlugins({ root, tree });
  if (version !== undefined)
    return advise(
      `TypeScript ${version} can't run the editor plugin, which 5.4 to 6 can: let your editor run @godwit/language-server beside it (docs/editor-settings.md).`,
    );
  // A package that is none of the workspace's is copied out of it, such as a template for new projects.
  const isOwned = (file: string): boolean => {
    let folder = path.posix.dirname(file);
    while (folder !== "." && !isFile(path.join(root, folder, "package.json"))) folder = path.posix.dirname(folder);
    return folder === "." || packages.length === 0 || packages.some((each) => each.folder === folder);
  };
  const groups = groupByProject(root, tree, sources.map(({ file }) => file).filter(isOwned));
  const configs = groups.flatMap(({ config }) => (config && !pluginEntry(config) ? [config] : []));
  const files = [...new Set(targetsOf(configs, root))].sort();
  if (files.length === 0) return NOTHING;
  if (files.length > MOST)
    return advise(`${files.length} tsconfig files would each need ${ENTRY}: add it to one that they all extend.`);
  const parts = files.map((file) => addPlugin(root, file));
  return { changes: parts.flatMap(({ changes }) => changes), advice: parts.flatMap(({ advice }) => advice) };
}

type Config = NonNullable<ProjectFiles["config"]>;

/** The config that all extend, if that is in the project, so that there is one entry; else each. */
function targetsOf(configs: readonly Config[], root: string): string[] {
  const isOwn = (file: string): boolean => !path.relative(root, file).startsWith("..") && !/[\\/]node_modules[\\/]/.test(file);
  const every = configs.flatMap((config) => [...config.bases, config.path]);
  // The one that all extend may have files of its own.
  const isShared = (base: string): boolean =>
    configs.every(({ path: own, bases, options }) => (own === base || bases.includes(base)) && options["plugins"] === undefined);
  const shared = configs.length > 1 ? every.find((base) => isOwn(base) && isShared(base)) : undefined;
  return shared === undefined ? configs.map((config) => config.path).filter(isOwn) : [shared];
}

function addPlugin(root: string, absolute: string): { changes: FileChange[]; advice: string[] } {
  const file = path.relative(root, absolute).replaceAll("\\", "/");
  const before = findText(absolute, "settings");
  const value = before === undefined ? undefined : readJsonc(before);
  const options = isRecord(value) ? value["compilerOptions"] : undefined;
  const hasList = isRecord(options) && Array.isArray(options["plugins"]);
  const edit = {
    path: ["compilerOptions", "plugins", ...(hasList ? [-1] : [])],
    value: hasList ? { name: PLUGIN } : [{ name: PLUGIN }],
  };
  const after = before === undefined ? undefined : editJsonc(before, [edit]);
  if (before === undefined || after === undefined)
    return { changes: [], advice: [`${file} can't be read. Add ${ENTRY} to its compilerOptions.`] };
  return { changes: [{ file, before, after }], advice: [] };
}

const FILE = ".vscode/settings.json";
/** VS Code's own TypeScript loads no plugin of a project. */
const SETTINGS = {
  "typescript.tsdk": "node_modules/typescript/lib",
  "typescript.enablePromptUseWorkspaceTsdk": true,
};

/** Lets VS Code offer the project's TypeScript, where the project has settings for VS Code and TypeScript. */
export function setUpVsCode({ root, tree, dependencies }: FoundProject): SetUpPart {
  if (!isFolder(path.join(root, ".vscode")) || !dependencies.has("typescript")) return NOTHING;
  if (versionWithoutPlugins({ root, tree }) !== undefined) return NOTHING;
  const before = findText(path.join(root, FILE), "settings");
  const known = readJsonc(before ?? "{}");
  const isSet = (key: string): boolean => isRecord(known) && Object.hasOwn(known, key);
  if (isSet("typescript.tsdk") || isSet("js/ts.tsdk.path")) return NOTHING;
  const edits = Object.entries(SETTINGS).flatMap(([key, value]) => (isSet(key) ? [] : [{ path: [key], value }]));
  const after = editJsonc(before ?? "{}\n", edits);
  return after === undefined
    ? advise(`${FILE} can't be read. Add "typescript.tsdk": "node_modules/typescript/lib".`)
    : change({ file: FILE, before, after });
}

/** How each package manager installs what package.json lists. */
const INSTALL: Readonly<Record<PackageManager, string>> = {
  npm: "npm install",
  pnpm: "pnpm install",
  yarn: "yarn install",
  bun: "bun install",
};

/** Adds the packages of godwit that this project needs to its package.json, and its format command. */
export function setUpPackageJson(found: FoundProject, version: string): SetUpPart {
  const before = findText(path.join(found.root, "package.json"), "settings");
  const packages = neededPackages(found).filter((name) => !found.dependencies.has(name));
  if (before === undefined) return advise(`There is no package.json: install ${packages.join(", ")} where your other tools are.`);
  const edits: JsonEdit[] = packages.map((name) => ({ path: ["devDependencies", name], value: `^${version}`, isSorted: true }));
  const format = findFormatCommands(
    found.root,
    found.packages.map(({ folder }) => folder),
  );
  const manifest = readJsonc(before);
  const godwit = isRecord(manifest) ? manifest["godwit"] : undefined;
  if (format.length > 0 && godwit === undefined) edits.push({ path: ["godwit"], value: { format: formatValue(format) } });
  if (edits.length === 0) return NOTHING;
  const after = editJsonc(before, edits);
  if (after === undefined) return advise(`package.json can't be read. Add to its devDependencies: ${packages.join(", ")}.`);
  const advice = packages.length > 0 ? [`Install what package.json lists now: ${INSTALL[found.packageManager]}`] : [];
  return { ...change({ file: "package.json", before, after }), advice };
}

function neededPackages(found: FoundProject): string[] {
  const names = listNames(found.root);
  const has = (linter: string, config: RegExp): boolean =>
    found.dependencies.has(linter) || names.some((name) => config.test(name));
  const isLinted =
    (has("eslint", ESLINT_CONFIG) && whyEslintCannot(found) === undefined) ||
    (has("oxlint", OXLINT_CONFIG) && whyOxlintCannot(found) === undefined);
  const forEditors = versionWithoutPlugins(found) === undefined ? EDITOR_PLUGIN : LANGUAGE_SERVER;
  return ["godwit", ...(isLinted ? ["eslint-plugin-godwit"] : []), ...(found.isTypeScript ? [forEditors] : [])];
}
