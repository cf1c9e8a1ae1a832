import type { CheckedProject } from "./checked-project.js";
import { filesOfReferences, type ProjectConfig } from "./configs.js";

/** A project that is asked; undefined where it answers for all of its files. */
export interface Asked {
  readonly project: CheckedProject;
  readonly answersFor?: (file: string) => boolean;
}

/**
 * As few of the projects as check all files, the largest first. Each answers for the files that none before it checks, and for those that no
 * project lists.
 */
export function covering(projects: readonly CheckedProject[]): readonly Required<Asked>[] {
  const homes = new Map<string, CheckedProject>();
  const byPath = new Map(projects.map(({ config }) => [config.path, config]));
  const own = projects.map((project) => ({ project, files: filesCheckedBy(project.config, byPath) }));
  const bySize = own.sort((a, b) => b.files.length - a.files.length);
  for (const { project, files } of bySize) for (const file of files) if (!homes.has(file)) homes.set(file, project);
  const needed = new Set(homes.values());
  return bySize
    .filter(({ project }) => needed.has(project))
    .map(({ project }) => ({ project, answersFor: (file) => (homes.get(file) ?? project) === project }));
}

/** The files that a project's program checks: TypeScript leaves those of the projects that it references to these. */
function filesCheckedBy(config: ProjectConfig, byPath: ReadonlyMap<string, ProjectConfig>): readonly string[] {
  const elsewhere = filesOfReferences(config, byPath);
  return config.fileNames.filter((file) => !elsewhere.has(file));
}
