import type { ForeignError } from "./answers.js";
import type { DiskLooks } from "./disk-looks.js";
import type { ExaminedProject, Near, Which } from "./examined-project.js";
import type { NativeLimits } from "./native/compiler.js";
import type { QuietProjects } from "./quiet-projects.js";

/** An error as it is shown: its path is relative to the root, with `/`. */
export type ShownTypeError = Pick<ForeignError, "file" | "line" | "column" | "code" | "message" | "config">;

/** An error that a change adds in a file, which may be one that the change leaves as it is. */
export interface ConfirmedError extends ShownTypeError {
  /** The changed files (relative to the root) that its file is or takes something from, by how many imports lead there: the nearest first. */
  readonly behind: readonly (readonly string[])[];
}

/** What a change would do to the types. */
export interface Verdict {
  /** The errors that were not there before, in any project that has a changed file. */
  readonly added: readonly ShownTypeError[];
  /**
   * The old errors whose message is not what it was when the checker was made, or became so by this change, each once and where it is now.
   * Nothing is proved of the code that they are about.
   */
  readonly reworded: readonly ShownTypeError[];
  /** The changed files that no project has, so that nothing can be said about them. */
  readonly unseen: readonly string[];
  /** The changed files with an import whose types are missing, so that errors may be hidden. */
  readonly blind: readonly string[];
  /** Makes the change the state that the next one is compared with. */
  keep(): void;
}

/** By the paths of tsconfigs, absolute paths of files. */
export type Reached = ReadonlyMap<string, ReadonlySet<string>>;

/** Judges changes of a repository's files before they are written. */
export interface TypeChecker {
  /** Each project's tsconfig, relative to the root, with the TypeScript that judges it. */
  readonly projects: readonly { readonly config: string; readonly typescript: string; readonly isOwn: boolean }[];
  /** The paths of as few tsconfigs as have all files between them. */
  readonly covering: readonly string[];
  /** Says what new texts of files (relative to the root) would add; nothing is kept until the verdict's `keep`. */
  judge(texts: ReadonlyMap<string, string>): Verdict;
  /** The same where TypeScript 7 judges, which then knows of each file what it adds; undefined where it would only take time. */
  judgeAhead(texts: ReadonlyMap<string, string>): Verdict | undefined;
  /**
   * Shows each project that has one of the files with the new texts, one after the other; returns the files that none has. Of projects
   * whose files others list too, only the others are asked unless all are wanted; at home only those that list one of the files. At home and
   * nearby what a change reaches may be more than what is checked. A project is not shown if it is quiet: asked before, with the same `quiet`, it added nothing, and
   * all that it reads is as it was.
   */
  examine(
    texts: ReadonlyMap<string, string>,
    visit: (project: ExaminedProject) => void,
    which: Which,
    quiet?: QuietProjects,
  ): readonly string[];
  /** Shows a project with new texts, and only the errors that these add in some of its files. */
  glance(texts: ReadonlyMap<string, string>, near: Near, visit: (project: ExaminedProject) => void): void;
  /**
   * Shows the covering projects as they were kept last, one after the other. Only those that have one of the
   * files (relative to the root) are shown, which may become more meanwhile, and of these only those that are asked for. Returns what the
   * others have, or list if they can't have one of the files; those that have none are let go.
   */
  look(
    visit: (project: ExaminedProject) => void,
    files: () => Iterable<string>,
    isAsked?: (config: string) => boolean,
  ): readonly string[];
  /** Takes files (relative to the root) over from disk, where others have changed them. */
  refresh(files: readonly string[]): void;
  /** Whether a project lists the file (relative to the root). */
  sees(file: string): boolean;
  /** The projects, by their tsconfigs, that TypeScript 7 does not judge, and why. */
  readonly slow: readonly { readonly config: string; readonly why: string }[];
  /** Whether anything was judged by TypeScript 7. */
  readonly isNative: boolean;
  /** What of the disk its answers so far depend on, besides the sources; undefined where others than TypeScript 7 gave some of them. */
  readonly looks: DiskLooks | undefined;
  /** Takes texts (by file relative to the root) as those that were kept, without looking at what they add. */
  assume(texts: ReadonlyMap<string, string>): void;
  /** Which files may have other errors with new texts, of each project that TypeScript 7 opens; those that only are reached, of one. */
  reach(texts: ReadonlyMap<string, string>): Reached;
  /** The errors that new texts add in files that they reach, and in all of the projects of which that is not told. */
  confirm(texts: ReadonlyMap<string, string>, reached: Reached): readonly ConfirmedError[];
  /** Lets the projects' own TypeScript judge from now on. */
  useOwn(why: string): void;
  /** Ends the native compiler's process; it starts again where it is asked. */
  end(): void;
}

/** How a type checker works. */
export interface TypeCheckerOptions {
  /** Whether the native compiler is asked before the projects' own TypeScript; it is, unless this is false. */
  readonly native?: boolean;
  readonly limits?: NativeLimits;
  /** Told of the native compiler's process; 0 where it ended. */
  readonly onProcess?: (pid: number) => void;
}
