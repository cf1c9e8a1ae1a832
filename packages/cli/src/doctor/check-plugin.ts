import path from "node:path";
import { isRecord, type TypeScriptProject } from "@godwit/core/modules";
import { installedTypeScript, takesNoPlugins } from "./check-typescript.js";
import { type DoctorFinding, findPackage, type InstalledPackage, listSome, reportOn, type Setup } from "./finding.js";

/** The name by which tsserver loads the plugin. */
export const PLUGIN = "@godwit/typescript-plugin";

/** The settings of the entry with their values, as `typescript-plugin` reads them. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  diagnostics: ["auto", "on", "off"],
  inlayHints: ["new", "violations", "all", "off"],
};

const ENTRY = `"plugins": [{ "name": "${PLUGIN}" }]`;
const report = reportOn("editor plugin");

/** The plugin's own entry among a project's plugins. */
export function pluginEntry({ options }: TypeScriptProject): Readonly<Record<string, unknown>> | undefined {
  return pluginsOf(options["plugins"]).find(({ name }) => name === PLUGIN);
}

/** Checks that tsconfig names the plugin for the contracts' files, and that it is installed where tsserver looks. */
export function checkPlugin(setup: Setup, hasExtension: boolean): DoctorFinding[] {
  const configs = setup.projects.flatMap(({ config }) => config ?? []);
  if (takesNoPlugins(setup) && !configs.some(pluginEntry))
    return [report("note", "plugin-not-for-typescript", "It is not for TypeScript 7, beside which the language server runs.")];
  return [
    ...checkEntries(setup, configs, hasExtension),
    ...configs.flatMap((config) => [...misnamed(setup, config), ...checkSettings(setup, config)]),
    ...checkInstalled(setup, configs, hasExtension),
    ...outsideOfProjects(setup, hasExtension),
  ];
}

function checkEntries(setup: Setup, configs: readonly TypeScriptProject[], hasExtension: boolean): DoctorFinding[] {
  const { shown } = setup;
  const [named, unnamed] = [configs.filter(pluginEntry), configs.filter((config) => !pluginEntry(config))];
  const loaded = report(
    "ok",
    "plugin-configured",
    `${listSome(named.map((config) => whereFrom(setup, config)))} ${named.length === 1 ? "loads" : "load"} the plugin.`,
  );
  const found = named.length > 0 ? [loaded] : [];
  if (unnamed.length === 0 || configs.length === 0) return found;
  const files = listSome(unnamed.map(({ path: file }) => shown(file)));
  const advice = unnamed.some((config) => hidesEntry(setup, config))
    ? `A \`plugins\` list replaces that of the config it extends: repeat the entry in it, ${ENTRY}.`
    : `Add ${ENTRY} to compilerOptions, or to the config that all of them extend.`;
  const [first] = unnamed;
  const level = hasExtension ? "note" : named.length > 0 ? "warning" : "error";
  const message = `${files} ${unnamed.length === 1 ? "does" : "do"} not name the plugin${hasExtension ? "; VS Code's extension brings it, other editors show nothing" : ""}.`;
  return [...found, report(level, "plugin-not-configured", message, { advice, file: shown(first!.path) })];
}

function whereFrom({ shown }: Setup, { path: file, optionFiles }: TypeScriptProject): string {
  const origin = optionFiles["plugins"] ?? file;
  return origin === file ? shown(file) : `${shown(file)} (extending ${shown(origin)})`;
}

/** Whether an extended config names the plugin, but the extending config has a list of plugins without it. */
function hidesEntry({ tree }: Setup, { options, bases }: TypeScriptProject): boolean {
  if (options["plugins"] === undefined) return false;
  return bases.some((base) => {
    const compilerOptions = tree.json(base)?.["compilerOptions"];
    return isRecord(compilerOptions) && pluginsOf(compilerOptions["plugins"]).some(({ name }) => name === PLUGIN);
  });
}

/** Finds misspelt names of the plugin, which tsserver would not find. */
function misnamed({ shown }: Setup, { path: file, options }: TypeScriptProject): DoctorFinding[] {
  return pluginsOf(options["plugins"])
    .map(({ name }) => name)
    .filter((name): name is string => typeof name === "string" && name !== PLUGIN && name.includes("godwit"))
    .map((name) =>
      report("error", "plugin-misnamed", `${shown(file)} names a plugin "${name}", which is none.`, {
        advice: `Its name is "${PLUGIN}"; tsserver takes no paths.`,
        file: shown(file),
      }),
    );
}

function checkSettings({ shown }: Setup, config: TypeScriptProject): DoctorFinding[] {
  const file = shown(config.path);
  return Object.entries(pluginEntry(config) ?? {}).flatMap(([key, value]) => {
    if (key === "name" || (Object.hasOwn(SETTINGS, key) && SETTINGS[key]!.includes(value as string))) return [];
    const [message, advice] = Object.hasOwn(SETTINGS, key)
      ? [`${file} sets \`${key}\` to ${JSON.stringify(value)}.`, `It may be ${SETTINGS[key]!.join(", ")}.`]
      : [`${file} sets \`${key}\`, which the plugin does not know.`, `It knows ${Object.keys(SETTINGS).join(" and ")}.`];
    return [report("warning", "plugin-setting", message, { advice, file })];
  });
}

/** Checks where the plugin is installed: tsserver looks from its own folder up and, if allowed, from the tsconfig's folder up. */
function checkInstalled(setup: Setup, configs: readonly TypeScriptProject[], hasExtension: boolean): DoctorFinding[] {
  const { tree, root, shown } = setup;
  if (tree.isFile(path.join(root, ".pnp.cjs"))) return [];
  const named = configs.filter(pluginEntry);
  const places = named.map(({ directory }) => ({ directory, plugin: findPackage(tree, directory, PLUGIN) }));
  const found = distinct(places.flatMap(({ plugin }) => plugin ?? []));
  const without = places.filter(({ plugin }) => !plugin).map(({ directory }) => shown(directory));
  return [
    ...found.map((plugin) => describeCopy(setup, plugin)),
    ...(without.length > 0 || (named.length === 0 && !hasExtension && !findPackage(tree, root, PLUGIN))
      ? [notInstalled(listSome([...new Set(without)]))]
      : []),
    ...twoCopies(setup, found),
  ];
}

function describeCopy(setup: Setup, { version, folder }: InstalledPackage): DoctorFinding {
  const { tree, shown } = setup;
  if (!tree.isFile(path.join(folder, "dist/index.cjs")))
    return report("error", "plugin-without-bundle", `The plugin in ${shown(folder)} has no dist/index.cjs.`, {
      advice: "Install it again; in godwit's own repository: npm run build.",
    });
  return report("ok", "plugin-installed", `Version ${version} of the plugin is installed (${shown(folder)}).`);
}

function notInstalled(where: string): DoctorFinding {
  const message = `${PLUGIN} is not installed${where === "" || where === "." ? "" : ` where ${where} would find it`}.`;
  return report("error", "plugin-not-installed", message, { advice: `npm install --save-dev ${PLUGIN}` });
}

/** Finds a second copy beside TypeScript, which is used if an editor may not load plugins from the project. */
function twoCopies(setup: Setup, found: readonly InstalledPackage[]): DoctorFinding[] {
  const typescript = installedTypeScript(setup);
  const beside = typescript && findPackage(setup.tree, path.dirname(typescript.modules), PLUGIN);
  const copies = distinct([...found, ...(beside && found.length > 0 ? [beside] : [])]);
  if (new Set(copies.map(({ version }) => version)).size < 2) return [];
  const list = listSome(copies.map(({ version, folder }) => `${version} in ${setup.shown(folder)}`));
  return [
    report("warning", "plugin-two-versions", `There are several versions of the plugin: ${list}.`, {
      advice: "An editor loads one of them for all projects that it opens. Use one version.",
    }),
  ];
}

function distinct(packages: readonly InstalledPackage[]): InstalledPackage[] {
  return [...new Map(packages.map((each) => [each.folder, each])).values()];
}

/** Finds files in no tsconfig: the server makes a project for them, in which only an extension can load a plugin. */
function outsideOfProjects({ projects }: Setup, hasExtension: boolean): DoctorFinding[] {
  const files = projects.filter(({ config }) => !config).flatMap((each) => each.files);
  if (files.length === 0) return [];
  const isAll = projects.length === 1;
  const message = isAll
    ? "No tsconfig.json or jsconfig.json holds the files that the contracts are about."
    : `${listSome(files)} ${files.length === 1 ? "is" : "are"} in no tsconfig.json or jsconfig.json.`;
  const level = hasExtension ? "note" : isAll ? "error" : "note";
  return [
    report(level, isAll ? "tsconfig-missing" : "files-outside-projects", message, {
      advice: `Include them in one that has ${ENTRY} in compilerOptions; JavaScript needs a jsconfig.json, or \`allowJs\`. In no project only VS Code's extension brings the plugin.`,
    }),
  ];
}

function pluginsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
