import { type FileTree, isRecord } from "./file-tree.js";
import type { MissingBase, Project, Projects } from "./projects.js";

/** A config that is not there, with an import that would need it. */
export interface NeededBase extends MissingBase {
  /** The first file (absolute) with such an import. */
  readonly file: string;
  readonly specifier: string;
}

/** `$lib/a`, `~/a` and `@/a` are names of no package: only an alias leads anywhere. A statement begins its line; text in a string seldom does. */
const ALIASED = /^[ \t]*(?:import|export)\b(?:[^;'"`]{0,2000}?\bfrom)?\s*(["'])((?:\$\w[\w-]*|~|@)\/[\w./@-]*|\$\w[\w-]*)\1/m;

/**
 * What the configs of some files (absolute paths) extend by its path and is not there, while the files import by aliases that only it can
 * set: frameworks write such a config when they are set up.
 */
export function findNeededBases(
  { tree, projects }: { readonly tree: FileTree; readonly projects: Projects },
  files: readonly string[],
): readonly NeededBase[] {
  const found = new Map<string, NeededBase>();
  const isKnown = new Set<Project>();
  for (const file of files) {
    const project = projects.projectOf(file);
    if (!project || isKnown.has(project) || isRecord(project.options["paths"])) continue;
    const specifier = project.missingBases.length > 0 ? ALIASED.exec(tree.read(file) ?? "")?.[2] : undefined;
    if (specifier === undefined) continue;
    isKnown.add(project);
    for (const missing of project.missingBases) {
      const key = `${missing.path}\0${missing.base}`;
      if (!found.has(key)) found.set(key, { ...missing, file, specifier });
    }
  }
  return [...found.values()];
}
