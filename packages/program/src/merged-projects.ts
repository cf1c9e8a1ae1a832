import { type ProjectConfig, filesOfReferences, writesDeclarations } from "./configs.js";
import type { Workspace } from "./overlay.js";
import type { PackageReach } from "./package-reach.js";
import { checkBySameOptions, checkTheSame } from "./same-view.js";

/** What all files of a program see without importing it. */
const AMBIENT = /\.d\.[cm]?ts$/u;

/**
 * Lists the files of projects in the one that reads their sources and checks by the same options: its program has nearly all of them anyway, and
 * checking the rest, which is their tests, takes a tenth of it. Where packages import each other's source, each of them has a program of nearly
 * everything.
 */
export function mergeProjects(
  configs: readonly ProjectConfig[],
  workspace: Workspace,
  packages: PackageReach,
): readonly ProjectConfig[] {
  const byPath = new Map(configs.map((config) => [config.path, config]));
  const ofReferences = new Set(configs.flatMap((config) => [...filesOfReferences(config, byPath)]));
  const isAlone = ({ references = [], fileNames }: ProjectConfig): boolean =>
    references.length > 0 || fileNames.some((file) => ofReferences.has(file));
  const rest = new Set(configs.filter((config) => !isAlone(config)));
  const reached = new Map(
    [...rest].map((main) => [
      main,
      [...rest].filter((each) => each !== main && checkAlike(main, each) && packages.mayReach(main, each.fileNames)),
    ]),
  );
  const merged = new Map<ProjectConfig, ProjectConfig>();
  for (const [main, others] of [...reached].sort(([, one], [, other]) => other.length - one.length)) {
    if (!rest.delete(main)) continue;
    const members = others.filter((each) => rest.has(each) && readsAlike(workspace, main, each));
    for (const each of members) rest.delete(each);
    merged.set(main, { ...main, fileNames: [...new Set([main, ...members].flatMap(({ fileNames }) => fileNames))] });
  }
  return configs.flatMap((config) => (isAlone(config) ? config : (merged.get(config) ?? [])));
}

/** Whether options say the same of two projects' files; one that writes declarations has errors of its own about types that can't be named. */
function checkAlike(one: ProjectConfig, other: ProjectConfig): boolean {
  return checkBySameOptions(one, other) && writesDeclarations(one) === writesDeclarations(other);
}

/** Whether a project reads all files of another as that one does. */
function readsAlike(workspace: Workspace, main: ProjectConfig, other: ProjectConfig): boolean {
  const textOf = (file: string): string => workspace.read(file, other.typescript.ts) ?? "";
  return other.fileNames.every((file) => !AMBIENT.test(file) && checkTheSame(workspace, [other, main], file, () => textOf(file)));
}
