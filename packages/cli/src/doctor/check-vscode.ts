import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import { pluginEntry } from "./check-plugin.js";
import { loadsPlugins } from "./check-typescript.js";
import { type DoctorFinding, readPackage, reportOn, type Setup } from "./finding.js";

/** The folders below the home folder in which VS Code and editors based on it keep extensions. */
const EXTENSION_FOLDERS = [
  ".vscode",
  ".vscode-insiders",
  ".vscode-server",
  ".vscode-oss",
  ".cursor",
  ".cursor-server",
  ".windsurf",
];
const EXTENSION = /^[\w-]+\.godwit-vscode-(\d+\.\d+\.\d+)/;

const report = reportOn("VS Code");

/** The newest version of godwit's extension in each editor of this machine. */
export function findExtensions({ tree, home }: Setup): readonly { readonly editor: string; readonly version: string }[] {
  return EXTENSION_FOLDERS.flatMap((editor) => {
    const versions = tree.list(path.join(home, editor, "extensions")).flatMap((name) => EXTENSION.exec(name)?.[1] ?? []);
    const version = versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
    return version === undefined ? [] : [{ editor, version }];
  });
}

/** Checks the settings with which VS Code loads the plugin and shows its results. */
export function checkVsCode(setup: Setup): DoctorFinding[] {
  const settings = readSettings(setup);
  const extensions = findExtensions(setup);
  const named = setup.projects.some(({ config }) => config && pluginEntry(config));
  return [
    ...extensions.map(({ editor, version }) =>
      report("ok", "vscode-extension", `godwit's extension ${version} is in ~/${editor}.`),
    ),
    ...checkAllowed(setup, settings, named, extensions.length > 0),
    ...checkSdk(setup, settings),
    ...checkPreview(settings),
    ...checkHints(settings, extensions.length > 0),
  ];
}

interface VsCodeSettings {
  /** The file with settings; undefined if there is none. */
  readonly file: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

function readSettings({ tree, root, shown }: Setup): VsCodeSettings {
  const own = path.join(root, ".vscode/settings.json");
  const values = tree.json(own);
  if (values) return { file: shown(own), values };
  const workspace = tree.list(root).find((name) => name.endsWith(".code-workspace"));
  const inside = workspace === undefined ? undefined : tree.json(path.join(root, workspace))?.["settings"];
  return isRecord(inside) ? { file: workspace, values: inside } : { file: undefined, values: {} };
}

/** Reads a setting; since 1.100 VS Code has new names for TypeScript's settings, and both count. */
function setting({ values }: VsCodeSettings, ...keys: readonly string[]): unknown {
  return keys.map((key) => values[key]).find((value) => value !== undefined);
}

function sdkOf(settings: VsCodeSettings): unknown {
  return setting(settings, "typescript.tsdk", "js/ts.tsdk.path");
}

function checkAllowed(setup: Setup, settings: VsCodeSettings, isNamed: boolean, hasExtension: boolean): DoctorFinding[] {
  if (!isNamed || hasExtension) return [];
  const { file } = settings;
  if (Array.isArray(settings.values["typescript.tsserver.pluginPaths"]))
    return [report("ok", "vscode-plugin-paths", `\`typescript.tsserver.pluginPaths\` lets VS Code load the plugin.`, { file })];
  if (sdkOf(settings) !== undefined)
    return [
      report(
        "note",
        "vscode-workspace-version",
        "VS Code loads the plugin once a person has chosen the workspace's TypeScript.",
        {
          advice: "Command palette: TypeScript: Select TypeScript Version… → Use Workspace Version, once on each machine.",
          file,
        },
      ),
    ];
  const usesVsCode = setup.tree.isDirectory(path.join(setup.root, ".vscode")) || file !== undefined;
  return [
    report(
      usesVsCode ? "warning" : "note",
      "vscode-own-typescript",
      "VS Code runs its own TypeScript, which loads no plugin of a project.",
      {
        advice:
          'Install godwit\'s extension; or set "typescript.tsdk": "node_modules/typescript/lib" in .vscode/settings.json and choose Use Workspace Version.',
        file,
      },
    ),
  ];
}

function checkSdk({ tree, root }: Setup, settings: VsCodeSettings): DoctorFinding[] {
  const sdk = sdkOf(settings);
  if (typeof sdk !== "string") return [];
  const { file } = settings;
  const found = readPackage(tree, path.resolve(root, sdk, ".."));
  if (!found?.name.includes("typescript") || !tree.isFile(path.resolve(root, sdk, "tsserver.js"))) {
    const advice = 'Write "node_modules/typescript/lib", and install typescript.';
    return [
      report("error", "vscode-sdk-missing", `There is no TypeScript in ${sdk}, which VS Code's settings name.`, { advice, file }),
    ];
  }
  const where = `VS Code's settings name TypeScript ${found.version} (${sdk})`;
  if (loadsPlugins(found)) return [report("ok", "vscode-sdk", `${where}, which runs the plugin.`, { file })];
  return [
    report("error", "vscode-sdk-without-plugins", `${where}, which does not run the plugin.`, {
      advice: "Name one from 5.4 to 6.",
      file,
    }),
  ];
}

function checkPreview(settings: VsCodeSettings): DoctorFinding[] {
  const { file } = settings;
  if (setting(settings, "typescript.experimental.useTsgo", "js/ts.experimental.useTsgo") !== true) return [];
  return [
    report(
      "error",
      "vscode-typescript-7",
      "VS Code's settings choose TypeScript 7, which has no plugins: godwit's extension shows nothing there yet.",
      {
        advice: "Remove `typescript.experimental.useTsgo`: the extension does not run godwit's language server yet.",
        file,
      },
    ),
  ];
}

/** Editors ask tsserver for hints only if one of TypeScript's own kinds is on; godwit's extension asks on its own. */
function checkHints({ values, file }: VsCodeSettings, hasExtension: boolean): DoctorFinding[] {
  const isOn = Object.entries(values).some(
    ([key, value]) =>
      /^(?:typescript|javascript|js\/ts)\.inlayHints\..*\.enabled$/.test(key) && value !== false && value !== "none",
  );
  if (isOn)
    return [report("ok", "inlay-hints", "One of TypeScript's inlay hints is on, so editors ask for godwit's too.", { file })];
  if (hasExtension) return [];
  return [
    report(
      "note",
      "inlay-hints",
      "Editors ask for inlay hints only where one of TypeScript's own is on, and by default none is.",
      {
        advice:
          'In VS Code without godwit\'s extension: "typescript.inlayHints.parameterNames.enabled": "literals". In others: docs/editor-settings.md.',
      },
    ),
  ];
}
