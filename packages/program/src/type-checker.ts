import path from "node:path";
import { realPath } from "@godwit/core/disk";
import { Answers, onceEach, toAnswer } from "./answers.js";
import { CheckedProject } from "./checked-project.js";
import { type ProjectConfig, findConfigs } from "./configs.js";
import { covering, type Asked } from "./covering.js";
import { type DiskLooks, looksOf } from "./disk-looks.js";
import type { ExaminedProject, Near, Which } from "./examined-project.js";
import { isHeapFull } from "./memory.js";
import { NativeFailure, type NativeLimits, USUAL_LIMITS } from "./native/compiler.js";
import { NativeSession } from "./native/session.js";
import { PackageReach } from "./package-reach.js";
import { QuietProjects } from "./quiet-projects.js";
import { Workspace } from "./overlay.js";
import { isSettledElsewhere } from "./same-view.js";
import type { ProjectState } from "./project-state.js";
import type { ErrorChange, TypeError } from "./type-errors.js";

/** An error as it is shown: its path is relative to the root, with `/`. */
export type ShownTypeError = Pick<TypeError, "file" | "line" | "column" | "code" | "message">;

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
  /** Which files may have other errors with new texts, of each project that TypeScript 7 opens. */
  reach(texts: ReadonlyMap<string, string>): Reached;
  /** The errors that new texts add in files that they reach, and in all of the projects of which that is not told. */
  confirm(texts: ReadonlyMap<string, string>, reached: Reached): readonly ShownTypeError[];
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

/**
 * Creates a type checker; `files` are all source files of the root, relative to it, around which it looks for projects. The native compiler
 * judges, and the projects' own TypeScript what it can't open, or all once it fails.
 */
export function createTypeChecker(root: string, files: readonly string[], options: TypeCheckerOptions = {}): TypeChecker {
  const realRoot = realPath(root);
  const toAbsolute = (file: string): string => path.join(realRoot, file);
  const toShown = (file: string): string => path.relative(realRoot, file).replaceAll("\\", "/");
  const configs = findConfigs(files.map(toAbsolute), realRoot);
  const workspace = new Workspace(configs);
  const { native = true, limits = USUAL_LIMITS, onProcess: onStart = () => undefined } = options;
  const session = native && configs.length > 0 ? new NativeSession(realRoot, workspace.built, { limits, onStart }) : undefined;
  workspace.native = session;
  let failure: string | undefined;
  const projects = configs.map((config) => new CheckedProject(config, workspace));
  const covered = covering(projects);
  const packages = new PackageReach(configs, files.map(toAbsolute), (file) => workspace.read(file, configs[0]!.typescript.ts));
  workspace.isReadByName = (config, file) => packages.isReadByName(config, file);
  let kept: ReadonlyMap<string, string> = new Map();
  let reworded: readonly TypeError[] = [];
  /** What was said of the texts that all projects were asked about last: these are often judged next, or again before they are written. */
  let last: Said | undefined;

  const useOwn = (why: string): void => {
    workspace.native?.end();
    workspace.native = undefined;
    failure ??= why;
    for (const project of projects) project.release();
    last = undefined;
  };

  /** Asks again, of the projects' own TypeScript, where the native compiler fails. */
  const ask = <Answer>(question: () => Answer): Answer => {
    try {
      return question();
    } catch (error) {
      if (!(error instanceof NativeFailure) || !workspace.native) throw error;
      useOwn(error.message);
      return question();
    }
  };

  /** Whether a project's program has a file; it is made only if it may have one of them. */
  const reaches = (project: CheckedProject, asked: readonly string[]): readonly string[] => {
    if (!packages.mayReach(project.config, asked)) return [];
    const wasOpen = workspace.native?.isOpen(project.config);
    const own = asked.filter((file) => project.reaches(file, kept));
    // Every state has all open projects, at up to a second for each of them.
    if (own.length === 0 && wasOpen === false) workspace.native?.close(project.config);
    return own;
  };

  const makeRoom = (current?: CheckedProject): void => {
    if (!isHeapFull()) return;
    for (const project of projects) if (project !== current) project.release();
    workspace.keepOnly(new Set(projects.flatMap((project) => project.parsedFiles())));
  };

  const toOwn = (file: string): string | undefined => {
    const shown = toShown(file);
    return shown.startsWith("../") || path.isAbsolute(shown) || `/${shown}`.includes("/node_modules/") ? undefined : shown;
  };

  const examined = (
    project: CheckedProject,
    { ts, program }: ProjectState,
    { added, reworded: others }: ErrorChange,
  ): ExaminedProject => {
    const { config } = project;
    const isNew = (file: string): boolean => !project.reaches(file, kept);
    const sourceOf: ExaminedProject["sourceOf"] = (file) => program.getSourceFile(toAbsolute(file));
    return { ts, program, config: config.path, added, reworded: others, toOwn, isNew, sourceOf };
  };

  const toShownError = ({ file, line, column, code, message }: TypeError): ShownTypeError => ({
    ...{ file: toShown(file), line, column, code, message },
  });

  const verdictOf = (change: ReadonlyMap<string, string>, { answers, unasked }: Said): Verdict => {
    const rewordedNow = answers.rewordedSince(reworded);
    return {
      added: answers.added().map(toShownError),
      reworded: rewordedNow.map(toShownError),
      unseen: [...change.keys()].filter((file) => !answers.seen.has(file)).map(toShown),
      blind: [...answers.blind].map(toShown),
      keep() {
        kept = new Map([...kept, ...change]);
        packages.add(change);
        reworded = rewordedNow;
        last = undefined;
        answers.keep();
        for (const project of unasked) project.pass([...change.keys()]);
      },
    };
  };

  /** Asks all projects that a change (by absolute paths) may reach; for what it reaches only TypeScript 7, and whatever is found. */
  const judgeAll = (change: ReadonlyMap<string, string>, isForReach = false): Omit<Said, "texts"> => {
    const changed = [...change.keys()];
    const answers = new Answers();
    const unasked: CheckedProject[] = [];
    /** The projects that list a changed file and found that nobody else can notice its change. */
    const contained = new Map<string, ProjectConfig>();

    const askProject = (project: CheckedProject): void => {
      if (isForReach && !workspace.native?.canOpen(project.config, kept)) return;
      const verdict = project.judge(change, kept);
      for (const file of changed) if (project.lists(file) && verdict.isContained(file)) contained.set(file, project.config);
      const own = changed.filter((file) => project.reaches(file, kept));
      answers.add(toAnswer(project, verdict, own));
      makeRoom(project);
    };
    const isSettled = (file: string, project: CheckedProject): boolean => {
      const home = contained.get(file);
      return (
        home !== undefined && isSettledElsewhere({ workspace, kept }, [home, project.config], { file, text: change.get(file)! })
      );
    };

    const homes = projects.filter((project) => changed.some((file) => project.lists(file)));
    homes.forEach(askProject);
    // Most changes end at the borders of their files, or add errors at home: then no other program has to be made.
    const isOver = !isForReach && answers.added().length > 0;
    for (const project of projects.filter((each) => !homes.includes(each))) {
      if (isOver || changed.every((file) => isSettled(file, project))) unasked.push(project);
      else if (reaches(project, changed).length > 0) askProject(project);
      else makeRoom();
    }
    return { answers, unasked };
  };

  const checker: TypeChecker = {
    useOwn,
    reach(texts) {
      if (!workspace.native) return new Map();
      const { answers } = judgeAll(new Map([...texts].map(([file, text]) => [toAbsolute(file), text])), true);
      const told = projects.filter(({ config }) => workspace.native?.refusalOf(config) === undefined);
      return new Map(told.map((project) => [project.config.path, answers.checkedIn(project)]));
    },
    confirm(texts, reached) {
      const change = new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
      if (reached.size === 0) return checker.judge(texts).added;
      const errors = projects.flatMap((project) => {
        const files = reached.get(project.config.path);
        const isAsked = files ? files.size > 0 : reaches(project, [...change.keys()]).length > 0;
        if (!isAsked) return [];
        const { added } = files ? project.glance(change, kept, [...files]) : project.judge(change, kept);
        makeRoom(project);
        return added;
      });
      return onceEach(errors).map(toShownError);
    },
    get isNative() {
      return session?.hasAnswered ?? false;
    },
    get slow() {
      const refused = projects.flatMap(({ config }) => {
        const why = failure ?? workspace.native?.refusalOf(config);
        return why === undefined ? [] : [{ config: toShown(config.path), why }];
      });
      return native ? refused : [];
    },
    get looks() {
      const isOther = failure !== undefined || !session || configs.some((config) => session.refusalOf(config) !== undefined);
      return isOther ? undefined : looksOf(configs, session.reads);
    },
    end: () => workspace.native?.end(),
    assume(texts) {
      kept = new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
      for (const project of projects) project.refresh([]);
      last = undefined;
    },
    projects: projects.map(({ config: { path: file, typescript } }) => ({
      ...{ config: toShown(file), typescript: typescript.version, isOwn: typescript.isOwn },
    })),
    covering: covered.map(({ project: { config } }) => config.path),
    sees: (file) => projects.some((project) => project.lists(toAbsolute(file))),
    refresh(changed) {
      const absolute = changed.map(toAbsolute);
      kept = new Map([...kept].filter(([file]) => !absolute.includes(file)));
      for (const project of projects) project.refresh(absolute);
      workspace.native?.refresh(absolute);
      packages.forget();
      last = undefined;
    },
    examine(texts, visit, which, quiet = new QuietProjects()) {
      const change = new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
      const changed = [...change.keys()];
      const answers = new Answers();
      last = undefined;
      const isHome = ({ project }: Asked): boolean => which !== "home" || changed.some((file) => project.lists(file));
      const isNear = which === "home" || which === "nearby";
      // What others check as well is cheap to check while all is: each answers for its own files only where little is asked. Small ones come
      // first, so that what causes an error of a package is looked for there, and not in an application that reads its source.
      const all = which === "all" ? projects : covered.map(({ project }) => project).reverse();
      const asked: readonly Asked[] = isNear ? covered.filter(isHome) : all.map((project) => ({ project }));
      if (which === "all") workspace.native?.openTogether(configs.filter((config) => packages.mayReach(config, changed)));
      for (const { project, answersFor } of asked) {
        const question = { project, answersFor, change, kept };
        let answer = quiet.find(question);
        // A program is opened only if its list or its imports may lead to a file.
        const own = answer ? [] : reaches(project, changed);
        if (own.length > 0 || changed.some((file) => !answer && project.lists(file))) {
          const verdict = project.judge(change, kept, { isWide: true, isNear, ...(answersFor && { answersFor }) });
          // Of covering projects nobody asks that, and it would take a check of files for which others answer.
          answer = toAnswer(project, verdict, own, answersFor ? [] : own);
          if (!verdict.isPartial) quiet.learn(question, answer, verdict.after);
          if (verdict.after) visit(examined(project, verdict.after, verdict));
        }
        // Of covering projects each answers for some of its files only.
        if (answersFor) for (const file of answer?.own ?? []) answers.seen.add(file);
        else if (answer) answers.add(answer);
        makeRoom(project);
      }
      if (which === "all") last = { texts: new Map(texts), answers, unasked: [] };
      return which === "home" ? [] : changed.filter((file) => !answers.seen.has(file)).map(toShown);
    },
    glance(texts, { config, files }, visit) {
      const change = new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
      for (const project of projects.filter((each) => each.config.path === config)) {
        const { after, ...errors } = project.glance(change, kept, [...files].map(toAbsolute));
        visit(examined(project, after, errors));
        makeRoom(project);
      }
    },
    look(visit, files, isAsked = () => true) {
      const toOwns = (own: Iterable<string>): readonly string[] => [...own].flatMap((file) => toOwn(file) ?? []);
      return covered.flatMap(({ project }) => {
        const wanted = [...files()].map(toAbsolute);
        const own = reaches(project, wanted);
        if (own.length === 0) {
          const others = packages.mayReach(project.config, wanted) ? project.files(kept) : project.config.fileNames;
          project.release();
          return toOwns(others);
        }
        if (!isAsked(project.config.path)) return toOwns(project.files(kept));
        visit(examined(project, project.current(kept), { added: [], reworded: [] }));
        makeRoom(project);
        return [];
      });
    },
    judgeAhead(texts) {
      const changed = [...texts.keys()].map(toAbsolute);
      const homes = projects.filter((project) => changed.some((file) => project.lists(file)));
      const isQuick = homes.every(({ config }) => workspace.native?.canOpen(config, kept));
      return isQuick ? checker.judge(texts) : undefined;
    },
    judge(texts) {
      const change = new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
      if (last && isSame(last.texts, texts)) return verdictOf(change, last);
      last = { texts: new Map(texts), ...judgeAll(change) };
      return verdictOf(change, last);
    },
  };
  return {
    ...checker,
    get isNative() {
      return checker.isNative;
    },
    get slow() {
      return checker.slow;
    },
    get looks() {
      return checker.looks;
    },
    judge: (texts) => ask(() => checker.judge(texts)),
    judgeAhead: (texts) => ask(() => checker.judgeAhead(texts)),
    reach: (texts) => ask(() => checker.reach(texts)),
    examine: (texts, visit, which, quiet) => ask(() => checker.examine(texts, visit, which, quiet)),
    glance: (texts, near, visit) => ask(() => checker.glance(texts, near, visit)),
    look: (visit, asked, isAsked) => ask(() => checker.look(visit, asked, isAsked)),
  };
}

/** What projects said of texts. */
interface Said {
  readonly texts: ReadonlyMap<string, string>;
  readonly answers: Answers;
  /** The projects in which nobody can notice the change. */
  readonly unasked: readonly CheckedProject[];
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([file, text]) => other.get(file) === text);
}
