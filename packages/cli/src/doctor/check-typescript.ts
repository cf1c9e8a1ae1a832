import path from "node:path";
import { compareVersions, type DoctorFinding, findPackage, type InstalledPackage, reportOn, type Setup } from "./finding.js";

/** The oldest TypeScript whose server the plugin is tested with, and the first that has no plugins. */
const OLDEST = "5.4.0";
const WITHOUT_PLUGINS = "7.0.0";

/** What shows contracts where TypeScript takes no plugins. */
export const LANGUAGE_SERVER = "@godwit/language-server";

/** What VS Code's extension does by itself where no plugin can run. */
const EXTENSION = "In VS Code godwit's extension brings the language server and lets it answer for sources.";

const report = reportOn("TypeScript");

/** The TypeScript that editors find in the project; undefined if it has none. */
export function installedTypeScript({ tree, root }: Pick<Setup, "tree" | "root">): InstalledPackage | undefined {
  return findPackage(tree, root, "typescript");
}

/** Whether this TypeScript's server loads plugins at all. */
export function loadsPlugins({ version }: Pick<InstalledPackage, "version">): boolean {
  return compareVersions(version, OLDEST) >= 0 && compareVersions(version, WITHOUT_PLUGINS) < 0;
}

/** Whether all that a project has of TypeScript is of a version without plugins. */
export function takesNoPlugins(setup: Pick<Setup, "tree" | "root" | "projects">): boolean {
  const own = setup.projects.flatMap(({ config }) => (config && findPackage(setup.tree, config.directory, "typescript")) ?? []);
  const all = [installedTypeScript(setup) ?? [], ...own].flat();
  return all.length > 0 && all.every(({ version }) => compareVersions(version, WITHOUT_PLUGINS) >= 0);
}

/** Checks which TypeScript an editor takes from the project, and whether it can show anything. */
export function checkTypeScript(setup: Setup): DoctorFinding[] {
  const found = installedTypeScript(setup);
  if (!found && setup.tree.isFile(path.join(setup.root, ".pnp.cjs"))) return [plugAndPlay()];
  return [found ? judge(setup, found) : missing(), ...others(setup, found), ...preview(setup)];
}

function judge(setup: Setup, { version, modules }: InstalledPackage): DoctorFinding {
  const where = `TypeScript ${version} of ${kindOf(setup, modules)}`;
  if (compareVersions(version, OLDEST) < 0)
    return report("error", "typescript-too-old", `${where} is too old for the editor plugin.`, {
      advice: "Install TypeScript 5.4 or later. `godwit check` and ESLint work with any version.",
    });
  if (compareVersions(version, WITHOUT_PLUGINS) >= 0) return judgeWithoutPlugins(setup, where);
  return report("ok", "typescript", `${where} runs the editor plugin.`);
}

/** TypeScript 7 has no plugins: there the language server shows everything, beside TypeScript's own. */
function judgeWithoutPlugins({ tree, root }: Setup, where: string): DoctorFinding {
  const server = findPackage(tree, root, LANGUAGE_SERVER);
  if (server)
    return report(
      "ok",
      "typescript-language-server",
      `${where} has no plugins; godwit's language server ${server.version} is here.`,
      {
        advice: `${EXTENSION} Let any other editor run \`npx godwit-language-server --stdio\` beside TypeScript's own server.`,
      },
    );
  const message = `${where} has no plugins, so godwit shows only where its language server runs beside it, and that is not installed.`;
  return report("error", "typescript-without-plugins", message, {
    advice: `${EXTENSION} Else npm install --save-dev ${LANGUAGE_SERVER}, and let your editor run \`npx godwit-language-server --stdio\`.`,
  });
}

function kindOf({ root, shown }: Setup, modules: string): string {
  if (modules === path.join(root, "node_modules")) return "this project (node_modules)";
  return `a folder above (${shown(modules)})`;
}

function missing(): DoctorFinding {
  return report(
    "warning",
    "typescript-missing",
    "No TypeScript is installed here: an editor runs its own, and another one than the next editor.",
    {
      advice: "npm install --save-dev typescript, also for a JavaScript project; or use VS Code with godwit's extension.",
    },
  );
}

function plugAndPlay(): DoctorFinding {
  return report("note", "yarn-plug-and-play", "Yarn keeps packages in archives here, where this command can't look.", {
    advice: "Run `yarn dlx @yarnpkg/sdks` for your editor; the plugin then loads like any package.",
  });
}

/** Finds packages of a monorepo with their own TypeScript: an editor that is opened there runs that one. */
function others({ tree, projects, shown }: Setup, found: InstalledPackage | undefined): DoctorFinding[] {
  const seen = new Set([found?.folder]);
  return projects.flatMap(({ config }) => {
    const own = config && findPackage(tree, config.directory, "typescript");
    if (!own || seen.has(own.folder) || own.version === found?.version) return [];
    seen.add(own.folder);
    const isFit = loadsPlugins(own);
    const message = `${shown(config.directory)} has TypeScript ${own.version}, the root ${found?.version ?? "none"}.`;
    return [
      report(isFit ? "note" : "warning", "typescript-two-versions", message, {
        advice: isFit
          ? "An editor runs one of them for all: both can run the plugin."
          : `An editor that runs ${own.version} loads no plugin: use one version from 5.4 to 6, or godwit's language server.`,
        file: shown(config.path),
      }),
    ];
  });
}

function preview({ tree, root }: Setup): DoctorFinding[] {
  const found = findPackage(tree, root, "@typescript/native-preview");
  if (!found) return [];
  const message = `The preview of TypeScript 7 (${found.version}) is installed too; an editor that runs it loads no plugins.`;
  return [
    report("note", "typescript-native-preview", message, {
      advice: `Where nothing shows, run godwit's language server beside it, or switch the editor back to the TypeScript above. ${EXTENSION}`,
    }),
  ];
}
