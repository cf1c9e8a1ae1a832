import type { Comparing } from "./affected.js";
import type { CheckedProject } from "./checked-project.js";
import type { Workspace } from "./overlay.js";
import type { Texts } from "./project-state.js";
import { checkTheSame } from "./same-view.js";
import { filesOfReferences, type ProjectConfig } from "./configs.js";

/**
 * Which project says what of a file. Where packages import each other's source every project has nearly all files: each would be compared and
 * checked as often as there are projects.
 */
export class FileHomes {
  readonly #workspace: Workspace;
  readonly #homeOf: Covering["homeOf"];
  /** Of changed files: the text, and whether it uses global names that the one before did not. */
  readonly #globals = new Map<string, { readonly text: string; readonly isNew: boolean }>();

  constructor(workspace: Workspace, homeOf: Covering["homeOf"]) {
    this.#workspace = workspace;
    this.#homeOf = homeOf;
  }

  /** Says of a file whether its errors are for a project to say, with a change: at home, and where it may read the file in another way. */
  answersFor(project: CheckedProject, change: Texts, kept: Texts): (file: string) => boolean {
    return (file) => {
      const home = this.#homeOf(file);
      if (!home || home === project || !this.#isReadAsAtHome(project, home, file, [change, kept])) return true;
      return change.has(file) && this.#usesNewGlobals(home, file, change, kept);
    };
  }

  /** Whether a project reads a file as its home does. */
  #isReadAsAtHome(project: CheckedProject, home: CheckedProject, file: string, texts: readonly Texts[]): boolean {
    const textOf = (): string =>
      texts.find((each) => each.has(file))?.get(file) ?? this.#workspace.read(file, home.config.typescript.ts) ?? "";
    return checkTheSame(this.#workspace, [home.config, project.config], file, textOf);
  }

  /** Other projects may not have what is global at home. */
  #usesNewGlobals(home: CheckedProject, file: string, change: Texts, kept: Texts): boolean {
    const text = change.get(file)!;
    const known = this.#globals.get(file);
    if (known?.text === text) return known.isNew;
    if (!this.#workspace.native?.canOpen(home.config, kept)) return true;
    const isNew = home.usesNewGlobals(file, change, kept);
    this.#globals.set(file, { text, isNew });
    return isNew;
  }

  /** For one question about a change: what projects find out of a file's declarations serves those that read it in the same way. */
  comparingOnce(change: Texts, kept: Texts): (project: CheckedProject) => Comparing {
    const known = new Map<string, ReadonlySet<string>>();
    let count = 0;
    const isShared = (project: CheckedProject, file: string): boolean => {
      const home = this.#homeOf(file);
      return home !== undefined && (home === project || this.#isReadAsAtHome(project, home, file, [change, kept]));
    };
    return (project) => ({
      get count() {
        return count;
      },
      differing(file, around, compare) {
        const key = isShared(project, file) ? [file, ...[...(around?.names ?? [])].sort()].join("\0") : undefined;
        const found = key === undefined ? undefined : known.get(key);
        if (found) return found;
        count++;
        const names = compare();
        if (key !== undefined) known.set(key, names);
        return names;
      },
    });
  }
}

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
