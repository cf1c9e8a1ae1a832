import path from "node:path";
import { realPath } from "@godwit/core/disk";
import { type ShownTypeError, type TypeChecker, type TypeCheckerOptions, type Verdict } from "./type-checker.js";
import { changedBehind } from "./affected.js";
import { Answers, type ForeignError, onceEach, toAnswer } from "./answers.js";
import { ToldByCovering } from "./beside.js";
import { CheckedProject } from "./checked-project.js";
import { type ProjectConfig, findConfigs } from "./configs.js";
import { covering, type Covering, FileHomes } from "./file-homes.js";
import { looksOf } from "./disk-looks.js";
import type { ExaminedProject } from "./examined-project.js";
import { isHeapFull } from "./memory.js";
import { mergeProjects, mergeRoughly, isSettledElsewhere } from "./same-view.js";
import { NativeFailure, USUAL_LIMITS } from "./native/compiler.js";
import { NativeSession } from "./native/session.js";
import { PackageReach } from "./package-reach.js";
import { QuietProjects } from "./quiet-projects.js";
import { Workspace } from "./overlay.js";
import type { ProjectState, Texts } from "./project-state.js";
import type { ErrorChange, TypeError } from "./type-errors.js";

/** How many projects are opened at a time that are asked about some files only: each state that is made has all open ones. */
const TOGETHER = 8;

/**
 * Creates a type checker; `files` are all source files of the root, relative to it, around which it looks for projects. The native compiler
 * judges, and the projects' own TypeScript what it can't open, or all once it fails.
 */
export function createTypeChecker(root: string, files: readonly string[], options: TypeCheckerOptions = {}): TypeChecker {
  const realRoot = realPath(root);
  const toAbsolute = (file: string): string => path.join(realRoot, file);
  const toShown = (file: string): string => path.relative(realRoot, file).replaceAll("\\", "/");
  const toChange = (texts: ReadonlyMap<string, string>): Texts =>
    new Map([...texts].map(([file, text]) => [toAbsolute(file), text]));
  const configs = findConfigs(files.map(toAbsolute), realRoot);
  const workspace = new Workspace(configs);
  const { native = true, limits = USUAL_LIMITS, onProcess: onStart = () => undefined } = options;
  const session =
    native && configs.length > 0 ? new NativeSession(realRoot, workspace.manifests, { limits, onStart }) : undefined;
  workspace.native = session;
  let failure: string | undefined;
  const packages = new PackageReach(configs, files.map(toAbsolute), (file) => workspace.read(file, configs[0]!.typescript.ts));
  const projects = mergeProjects(configs, workspace, packages).map((config) => new CheckedProject(config, workspace));
  const { asked: covered, others, homeOf } = covering(projects);
  const homes = new FileHomes(workspace, homeOf);
  const merged = mergeRoughly(projects.map(({ config }) => config)).map(
    (config) => projects.find((project) => project.config === config) ?? new CheckedProject(config, workspace),
  );
  /** Those that a wave asks first, of which some may be several projects. */
  const first = covering(merged);
  const firstHomes = new FileHomes(workspace, first.homeOf);
  const all = [...new Set([...projects, ...merged])];
  workspace.isReadByName = (config, file) => packages.isReadByName(config, file);
  let kept: ReadonlyMap<string, string> = new Map();
  workspace.formerAtHome = (file) => {
    const state = homeOf(file)?.current(kept);
    return state && { errors: state.errorsOf(file), text: state.textOf(file) ?? "" };
  };
  let reworded: readonly TypeError[] = [];
  /** What was said of the texts that all projects were asked about last: these are often judged next, or again before they are written. */
  let last: Said | undefined;

  const useOwn = (why: string): void => {
    workspace.native?.end();
    workspace.native = undefined;
    failure ??= why;
    for (const project of all) project.release();
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

  /** Has those of some projects opened together that may have one of the files. */
  const expectReached = (some: readonly CheckedProject[], files: readonly string[]): void =>
    workspace.native?.expect(some.flatMap(({ config }) => (packages.mayReach(config, files) ? [config] : [])));

  const nearestTo = (files: readonly string[]): readonly CheckedProject[] =>
    projects.filter((project) => files.some((file) => project.lists(file)));

  const makeRoom = (current?: CheckedProject): void => {
    if (!isHeapFull()) return;
    for (const project of all) if (project !== current) project.release();
    workspace.keepOnly(new Set(all.flatMap((project) => project.parsedFiles())));
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

  const toShownError = ({ file, line, column, code, message, config }: ForeignError): ShownTypeError => ({
    ...{ file: toShown(file), line, column, code, message },
    ...(config !== undefined && { config: toShown(config) }),
  });

  const verdictOf = (change: ReadonlyMap<string, string>, { answers, unasked }: Said): Verdict => {
    const rewordedNow = answers.rewordedSince(reworded);
    return {
      added: answers.added(homeOf).map(toShownError),
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

  /** Asks all projects that a change (by absolute paths) may reach. */
  const judgeAll = (change: ReadonlyMap<string, string>): Omit<Said, "texts"> => {
    const changed = [...change.keys()];
    const answers = new Answers();
    const unasked = all.filter((project) => !projects.includes(project));
    /** The projects that list a changed file and found that nobody else can notice its change. */
    const contained = new Map<string, ProjectConfig>();

    const askProject = (project: CheckedProject): void => {
      const isAnswered = homes.answersFor(project, change, kept);
      const verdict = project.judge(change, kept, { answersFor: isAnswered });
      for (const file of changed) if (project.lists(file) && verdict.isContained(file)) contained.set(file, project.config);
      const own = changed.filter((file) => project.reaches(file, kept));
      answers.add(toAnswer(project, verdict, own, own.filter(isAnswered)));
      makeRoom(project);
    };
    const isSettled = (file: string, project: CheckedProject): boolean => {
      const home = contained.get(file);
      return (
        home !== undefined && isSettledElsewhere({ workspace, kept }, [home, project.config], { file, text: change.get(file)! })
      );
    };

    const nearest = nearestTo(changed);
    workspace.native?.expect(nearest.map(({ config }) => config));
    nearest.forEach(askProject);
    workspace.native?.expect([]);
    // Most changes end at the borders of their files, or add errors at home: then no other program has to be made.
    const isOver = answers.added(homeOf).length > 0;
    for (const project of projects.filter((each) => !nearest.includes(each))) {
      if (isOver || changed.every((file) => isSettled(file, project))) unasked.push(project);
      else if (reaches(project, changed).length > 0) askProject(project);
      else makeRoom();
    }
    return { answers, unasked };
  };

  const toldBy = (asked: Pick<Covering, "homeOf">, change: ReadonlyMap<string, string>): ToldByCovering =>
    new ToldByCovering({ workspace, homeOf: asked.homeOf, change, texts: new Map([...kept, ...change]) });

  const checker: TypeChecker = {
    useOwn,
    reach(texts) {
      if (!workspace.native) return new Map();
      const change = toChange(texts);
      const found = new Map<string, ReadonlySet<string>>();
      const told = toldBy({ homeOf }, change);
      const follow = (project: CheckedProject): void => {
        const isOpened = workspace.native?.canOpen(project.config, kept) === true;
        const reach = isOpened && reaches(project, [...change.keys()]).length > 0 ? project.reach(change, kept) : undefined;
        if (isOpened) found.set(project.config.path, reach?.affected ?? new Set());
        if (reach || !isOpened) told.add(project, reach);
        makeRoom(project);
      };
      expectReached(covered, [...change.keys()]);
      for (const project of covered) follow(project);
      workspace.native.expect([]);
      for (const project of others) {
        const asked = told.askedOf(project);
        // What is only reached was judged by other options before; compilers differ where the file is at home as well.
        if (asked === "all") follow(project);
        else found.set(project.config.path, new Set([...asked].filter((file) => change.has(file))));
      }
      return found;
    },
    confirm(texts, reached) {
      const change = toChange(texts);
      const errors = projects.flatMap((project) => {
        const isAnswered = homes.answersFor(project, change, kept);
        const files = reached.get(project.config.path);
        const isAsked = files ? [...files].some(isAnswered) : reaches(project, [...change.keys()]).length > 0;
        if (!isAsked) return [];
        const { added, after } = files
          ? project.confirm(change, kept, { files, answersFor: isAnswered })
          : project.judge(change, kept, { answersFor: isAnswered });
        const behind = (file: string) => (after ? changedBehind(after, file, change) : []).map((level) => level.map(toShown));
        const found = added.map((error) => ({ ...error, behind: behind(error.file) }));
        makeRoom(project);
        return found;
      });
      return onceEach(errors).map((error) => ({ ...toShownError(error), behind: error.behind }));
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
      const isOther = failure !== undefined || !session || projects.some(({ config }) => session.refusalOf(config) !== undefined);
      return isOther ? undefined : looksOf(configs, session.reads);
    },
    end: () => workspace.native?.end(),
    assume(texts) {
      kept = toChange(texts);
      for (const project of all) project.refresh([]);
      last = undefined;
    },
    projects: configs.map(({ path: file, typescript }) => ({
      ...{ config: toShown(file), typescript: typescript.version, isOwn: typescript.isOwn },
    })),
    covering: covered.map(({ config }) => config.path),
    sees: (file) => projects.some((project) => project.lists(toAbsolute(file))),
    refresh(changed) {
      const absolute = changed.map(toAbsolute);
      kept = new Map([...kept].filter(([file]) => !absolute.includes(file)));
      for (const project of all) project.refresh(absolute);
      workspace.manifests.forget();
      workspace.native?.refresh(absolute);
      packages.forget();
      last = undefined;
    },
    examine(texts, visit, which, quiet = new QuietProjects()) {
      const change = toChange(texts);
      const changed = [...change.keys()];
      const answers = new Answers();
      last = undefined;
      const isHome = (project: CheckedProject): boolean => which !== "home" || changed.some((file) => project.lists(file));
      const isNear = which === "home" || which === "nearby";
      // Small ones come first, so that what causes an error of a package is looked for there, and not in an application that reads its source.
      const asked = isNear ? first.asked.filter(isHome) : [...first.asked].reverse();
      expectReached(asked, changed);
      const told = toldBy(first, change);
      const comparing = firstHomes.comparingOnce(change, kept);
      const unasked: CheckedProject[] = [];
      const askReached = (project: CheckedProject): void => {
        const question = { project, isNear, change, kept };
        let answer = quiet.find(question);
        // A program is opened only if its list or its imports may lead to a file.
        const own = answer ? [] : reaches(project, changed);
        if (own.length > 0 || changed.some((file) => !answer && project.lists(file))) {
          const isAnswered = (merged.includes(project) ? firstHomes : homes).answersFor(project, change, kept);
          const verdict = project.judge(change, kept, {
            isWide: true,
            isNear,
            answersFor: isAnswered,
            comparing: comparing(project),
          });
          answer = toAnswer(project, verdict, own, isNear ? [] : own.filter(isAnswered));
          if (!verdict.isPartial) quiet.learn(question, answer, verdict.after);
          if (verdict.after) visit(examined(project, verdict.after, verdict));
        }
        if (answer) told.add(project, answer.reach);
        if (isNear) for (const file of answer?.own ?? []) answers.seen.add(file);
        else if (answer) answers.add(answer);
        makeRoom(project);
      };
      const askAbout = (project: CheckedProject, files: ReadonlySet<string>): void => {
        const verdict = project.judgeIn(files, change, kept);
        const own = changed.filter((file) => files.has(file));
        answers.add(toAnswer(project, verdict, [], own));
        if (verdict.added.length > 0) {
          visit(examined(project, verdict.after, verdict));
        } else {
          // Every state has all open projects.
          workspace.native?.close(project.config);
          if (!merged.includes(project)) quiet.settle(project);
        }
        makeRoom(project);
      };
      for (const [index, project] of asked.entries()) {
        quiet.tellLeft(asked.length - index);
        askReached(project);
      }
      // Every state has all open projects.
      workspace.native?.expect([]);
      if (which === "all") {
        if (all.length > merged.length) for (const { config } of asked) workspace.native?.close(config);
        const about: (readonly [CheckedProject, ReadonlySet<string>])[] = [];
        for (const project of all.filter((each) => !asked.includes(each))) {
          const files = quiet.isSettled(project) ? new Set<string>() : told.askedOf(project);
          if (files === "all") askReached(project);
          else unasked.push(project);
          if (files !== "all" && files.size > 0) about.push([project, files]);
        }
        for (const [index, [project, files]] of about.entries()) {
          quiet.tellLeft(about.length - index);
          if (index % TOGETHER === 0)
            workspace.native?.expect(about.slice(index, index + TOGETHER).map(([{ config }]) => config));
          askAbout(project, files);
        }
        last = { texts: new Map(texts), answers, unasked };
      }
      return which === "home" ? [] : changed.filter((file) => !answers.seen.has(file)).map(toShown);
    },
    glance(texts, { config, files }, visit) {
      const change = toChange(texts);
      for (const project of all.filter((each) => each.config.path === config)) {
        const { after, ...errors } = project.glance(change, kept, [...files].map(toAbsolute));
        visit(examined(project, after, errors));
        makeRoom(project);
      }
    },
    look(visit, files, isAsked = () => true) {
      const toOwns = (own: Iterable<string>): readonly string[] => [...own].flatMap((file) => toOwn(file) ?? []);
      return covered.flatMap((project) => {
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
      const nearest = nearestTo([...texts.keys()].map(toAbsolute)).map(({ config }) => config);
      workspace.native?.expect(nearest);
      const isQuick = nearest.every((config) => workspace.native?.canOpen(config, kept));
      return isQuick ? checker.judge(texts) : undefined;
    },
    judge(texts) {
      const change = toChange(texts);
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
