import path from "node:path";
import { matchesContract } from "@godwit/core/contracts";
import { createFileTree, createProjects, type FileTree, isRecord, type TypeScriptProject } from "@godwit/core/modules";
import { listFiles, type Project } from "@godwit/project";

/** `ok`: it is as it should be; `note`: good to know; `warning`: some people see less; `error`: godwit does not work there. */
export type DoctorLevel = "ok" | "note" | "warning" | "error";

/** The result of one check of `godwit doctor`. */
export interface DoctorFinding {
  readonly area: DoctorArea;
  /** Stable kebab-case code such as `plugin-not-installed`. */
  readonly code: string;
  readonly level: DoctorLevel;
  /** The finding, in a sentence. */
  readonly message: string;
  /** What to do about it; null if there is nothing to do. */
  readonly advice: string | null;
  /** The file concerned, relative to the root with `/`; null if there is none. */
  readonly file: string | null;
}

/** The parts of a set-up, in the order in which people read them. */
export const DOCTOR_AREAS = [
  "parser",
  "contracts",
  "baselines",
  "TypeScript",
  "editor plugin",
  "VS Code",
  "ESLint",
  "oxlint",
  "versions",
] as const;
/** One of `DOCTOR_AREAS`. */
export type DoctorArea = (typeof DOCTOR_AREAS)[number];

/** Makes the findings of one area. */
export type Report = (
  level: DoctorLevel,
  code: string,
  message: string,
  more?: { readonly advice?: string; readonly file?: string | undefined },
) => DoctorFinding;

/** A `Report` for an area. */
export function reportOn(area: DoctorArea): Report {
  return (level, code, message, { advice, file } = {}) => ({
    area,
    code,
    level,
    message,
    advice: advice ?? null,
    file: file ?? null,
  });
}

/** The data for all checks of the doctor. */
export interface Setup {
  readonly project: Project;
  readonly root: string;
  /** The user's home, where editors keep their extensions. */
  readonly home: string;
  readonly tree: FileTree;
  /** Source files of the root, relative to it. */
  readonly files: readonly string[];
  /** The contracts' files, by the tsconfig or jsconfig that an editor uses for them. */
  readonly projects: readonly ProjectFiles[];
  /** A path relative to the root, with `/`. */
  shown(file: string): string;
}

/** A tsconfig or jsconfig with its files that belong to contracts; the config is undefined for files in none. */
export interface ProjectFiles {
  readonly config: TypeScriptProject | undefined;
  /** Relative to the root. */
  readonly files: readonly string[];
}

/** Reads the data for the checks, without running code of the project. */
export function openSetup(project: Project, home: string): Setup {
  const { root } = project;
  const tree = createFileTree();
  const files = listFiles(root).map((file) => file.path);
  const concerned = files.filter((file) => project.contracts.some(({ contract }) => matchesContract(contract, file)));
  const shown = (file: string): string => path.relative(root, file).replaceAll("\\", "/") || ".";
  return { project, root, home, tree, files, projects: groupByProject(root, tree, concerned), shown };
}

/** Files (relative to the root) by the config that an editor uses for them. */
export function groupByProject(root: string, tree: FileTree, files: readonly string[]): ProjectFiles[] {
  const projects = createProjects(tree);
  const groups = new Map<string | undefined, { readonly config: TypeScriptProject | undefined; readonly files: string[] }>();
  for (const file of files) {
    const absolute = path.join(root, file);
    const nearest = projects.projectOf(absolute);
    const config = nearest && holds(nearest, absolute) ? nearest : undefined;
    const group = groups.get(config?.path) ?? { config, files: [] };
    groups.set(config?.path, group);
    group.files.push(file);
  }
  return [...groups.values()];
}

/** Whether a config includes a file; a tsconfig includes JavaScript only if it says so, a jsconfig always does. */
function holds({ path: config, options, includes }: TypeScriptProject, file: string): boolean {
  if (!includes(file)) return false;
  const takesJavaScript =
    path.basename(config) === "jsconfig.json" || (options["allowJs"] ?? options["checkJs"] ?? false) === true;
  return takesJavaScript || !/\.[cm]?jsx?$/.test(file);
}

/** `a`, `a and b`, `a, b and 3 more` */
export function listSome(names: readonly string[], most = 3): string {
  const shown = names.slice(0, names.length > most ? most - 1 : most);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}

/** A package that was found in a `node_modules` folder. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path, with links resolved. */
  readonly folder: string;
  /** The `node_modules` folder in which it was found. */
  readonly modules: string;
}

/** Finds a package from a folder upwards, as Node and tsserver do. */
export function findPackage(tree: FileTree, from: string, name: string): InstalledPackage | undefined {
  for (let at = from; ; at = path.dirname(at)) {
    const modules = path.join(at, "node_modules");
    const found = path.basename(at) === "node_modules" ? undefined : readPackage(tree, path.join(modules, name), modules);
    if (found) return found;
    if (path.dirname(at) === at) return undefined;
  }
}

/** The package in a folder; undefined if there is none. */
export function readPackage(tree: FileTree, folder: string, modules = path.dirname(folder)): InstalledPackage | undefined {
  const json = tree.json(path.join(folder, "package.json"));
  if (!isRecord(json) || typeof json["version"] !== "string") return undefined;
  const name = typeof json["name"] === "string" ? json["name"] : path.basename(folder);
  return { name, version: json["version"], folder: tree.real(folder), modules };
}

/** Compares the numbers of two versions; the part after `-` is ignored. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string): number[] => version.split(/[-+]/)[0]!.split(".").map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
