import type { CheckedProject } from "./checked-project.js";
import { filesOfReferences, type ProjectConfig } from "./configs.js";

/** A project that is asked; undefined where it answers for all of its files. */
export interface Asked {
  readonly project: CheckedProject;
  readonly answersFor?: (file: string) => boolean;
}

/** As few of the projects as check all files. */
export interface Covering {
  /** The largest first. Each answers for the files that none before it checks, and for those that no project lists. */
  readonly asked: readonly Required<Asked>[];
  readonly others: readonly CheckedProject[];
  /** The one that answers for a file; undefined if no project lists it. */
  homeOf(file: string): CheckedProject | undefined;
}

/** Chooses the projects that check all files between them. */
export function covering(projects: readonly CheckedProject[]): Covering {
  const homes = new Map<string, CheckedProject>();
  const byPath = new Map(projects.map(({ config }) => [config.path, config]));
  const own = projects.map((project) => ({ project, files: filesCheckedBy(project.config, byPath) }));
  const bySize = own.sort((a, b) => b.files.length - a.files.length);
  for (const { project, files } of bySize) for (const file of files) if (!homes.has(file)) homes.set(file, project);
  const needed = new Set(homes.values());
  return {
    asked: bySize
      .filter(({ project }) => needed.has(project))
      .map(({ project }) => ({ project, answersFor: (file) => (homes.get(file) ?? project) === project })),
    others: projects.filter((project) => !needed.has(project)),
    homeOf: (file) => homes.get(file),
  };
}

/** The files that a project's program checks: TypeScript leaves those of the projects that it references to these. */
function filesCheckedBy(config: ProjectConfig, byPath: ReadonlyMap<string, ProjectConfig>): readonly string[] {
  const elsewhere = filesOfReferences(config, byPath);
  return config.fileNames.filter((file) => !elsewhere.has(file));
}
