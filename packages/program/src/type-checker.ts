import { realpathSync } from "node:fs";
import path from "node:path";
import { getHeapStatistics } from "node:v8";
import { CheckedProject, type ProjectVerdict } from "./checked-project.js";
import { findConfigs, type ProjectConfig } from "./configs.js";
import { Workspace } from "./overlay.js";
import { readTheSame } from "./same-view.js";
import type { TypeError } from "./type-errors.js";

/** An error as it is shown: its path is relative to the root, with `/`. */
export type ShownTypeError = Omit<TypeError, "key">;

/** What a change would do to the types. */
export interface Verdict {
  /** The errors that were not there before, in any project that has a changed file. */
  readonly added: readonly ShownTypeError[];
  /** The changed files that no project has, so that nothing can be said about them. */
  readonly unseen: readonly string[];
  /** The changed files with an import whose types are missing, so that errors may be hidden. */
  readonly blind: readonly string[];
  /** Makes the change the state that the next one is compared with. */
  keep(): void;
}

/** Judges changes of a repository's files before they are written. */
export interface TypeChecker {
  /** Each project's tsconfig, relative to the root, with the TypeScript that judges it. */
  readonly projects: readonly { readonly config: string; readonly typescript: string; readonly isOwn: boolean }[];
  /** Says what new texts of files (relative to the root) would add; nothing is kept until the verdict's `keep`. */
  judge(texts: ReadonlyMap<string, string>): Verdict;
  /** Takes files (relative to the root) over from disk, where others have changed them. */
  refresh(files: readonly string[]): void;
  /** Whether a project lists the file (relative to the root). */
  sees(file: string): boolean;
}

/** The share of the heap from which on only one program is kept: making a program again costs seconds, running out of memory the run. */
const FULL = 0.6;
/** Cannot find a module, its declarations, or a type library. */
const BLINDING = new Set([2307, 2688, 2792, 7016]);

/** Creates a type checker; `files` are all source files of the root, relative to it, around which it looks for projects. */
export function createTypeChecker(root: string, files: readonly string[]): TypeChecker {
  const realRoot = realpathSync(root);
  const toAbsolute = (file: string): string => path.join(realRoot, file);
  const toShown = (file: string): string => path.relative(realRoot, file).replaceAll("\\", "/");
  const configs = findConfigs(files.map(toAbsolute), realRoot);
  const workspace = new Workspace(configs);
  const projects = configs.map((config) => new CheckedProject(config, workspace));
  let kept: ReadonlyMap<string, string> = new Map();

  const makeRoom = (current: CheckedProject): void => {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used > limit * FULL) for (const project of projects) if (project !== current) project.release();
  };

  return {
    projects: projects.map(({ config: { path: file, typescript } }) => ({
      ...{ config: toShown(file), typescript: typescript.version, isOwn: typescript.isOwn },
    })),
    sees: (file) => projects.some((project) => project.lists(toAbsolute(file))),
    refresh(changed) {
      const absolute = changed.map(toAbsolute);
      kept = new Map([...kept].filter(([file]) => !absolute.includes(file)));
      for (const project of projects) project.refresh(absolute);
    },
    judge(texts) {
      const change = new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
      const changed = [...change.keys()];
      const verdicts: ProjectVerdict[] = [];
      const unasked: CheckedProject[] = [];
      const seen = new Set<string>();
      const blind = new Set<string>();
      /** The projects that list a changed file and found that nobody else can notice its change. */
      const contained = new Map<string, ProjectConfig>();

      const ask = (project: CheckedProject): void => {
        const verdict = project.judge(change, kept);
        verdicts.push(verdict);
        for (const file of changed) {
          if (project.lists(file) && verdict.isContained(file)) contained.set(file, project.config);
          if (!project.reaches(file, kept)) continue;
          seen.add(file);
          if (verdict.errorsOf(file).some(({ code }) => BLINDING.has(code))) blind.add(file);
        }
        makeRoom(project);
      };
      const isSettled = (file: string, { config }: CheckedProject): boolean => {
        const home = contained.get(file);
        return home !== undefined && readTheSame(home, config, file, change.get(file)!);
      };

      const homes = projects.filter((project) => changed.some((file) => project.lists(file)));
      for (const project of homes) ask(project);
      // Most changes end at the borders of their files: then no other program has to be made.
      for (const project of projects.filter((each) => !homes.includes(each))) {
        if (changed.every((file) => isSettled(file, project))) unasked.push(project);
        else if (changed.some((file) => project.reaches(file, kept))) ask(project);
        else makeRoom(project);
      }
      return {
        added: withoutRepeats(verdicts.flatMap(({ added }) => added)).map(({ key: _, file, ...error }) => ({
          ...error,
          file: toShown(file),
        })),
        unseen: changed.filter((file) => !seen.has(file)).map(toShown),
        blind: [...blind].map(toShown),
        keep() {
          kept = new Map([...kept, ...change]);
          for (const verdict of verdicts) verdict.keep();
          for (const project of unasked) project.pass(changed);
        },
      };
    },
  };
}

/** A file of two projects has each of its errors twice. */
function withoutRepeats(errors: readonly TypeError[]): readonly TypeError[] {
  const known = new Set<string>();
  return errors.filter((error) => {
    const place = `${error.key}\0${error.line}:${error.column}`;
    return !known.has(place) && known.add(place);
  });
}
