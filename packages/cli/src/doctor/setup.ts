import path from "node:path";
import { matchesContract } from "@godwit/core/contracts";
import { createFileTree, createProjects, type FileTree, type TypeScriptProject } from "@godwit/core/modules";
import { listFiles, type Project } from "@godwit/project";

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
