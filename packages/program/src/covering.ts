import type { CheckedProject } from "./checked-project.js";
import { filesOfReferences, type ProjectConfig } from "./configs.js";

/** As few of the projects as check all files. */
export interface Covering {
  /** The largest first. */
  readonly asked: readonly CheckedProject[];
  readonly others: readonly CheckedProject[];
  /** The largest one that lists a file; undefined if none does. */
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
    asked: bySize.map(({ project }) => project).filter((project) => needed.has(project)),
    others: projects.filter((project) => !needed.has(project)),
    homeOf: (file) => homes.get(file),
  };
}

/** The files that a project's program checks: TypeScript leaves those of the projects that it references to these. */
function filesCheckedBy(config: ProjectConfig, byPath: ReadonlyMap<string, ProjectConfig>): readonly string[] {
  const elsewhere = filesOfReferences(config, byPath);
  return config.fileNames.filter((file) => !elsewhere.has(file));
}
