import { broughtBy, changesIn, differing, haveTheSameFiles, isReordered } from "./project-state.js";
import type { Former, ProjectState, ProjectVerdict, Texts, ToldErrors, ToldReach } from "./project-state.js";
import { type Comparing, findAffected, findImporters, type Reach } from "./affected.js";
import type ts from "typescript";
import type { ProjectConfig } from "./configs.js";
import { CheckerRoom } from "./memory.js";
import { OverlayHost, type Workspace } from "./overlay.js";
import { NativeState } from "./native/native-state.js";
import { Snapshot, type SnapshotSetting } from "./snapshot.js";
import type { ErrorChange, TypeError } from "./type-errors.js";

/**
 * The share of the files that a change reaches from which on comparing what they declare pays no longer: writing declarations takes about as
 * long as checking.
 */
const MOST_TO_COMPARE = 0.1;
/** Of so many times the changed files the errors from before are asked for at once. */
const MOST_AROUND = 2;
/** Of so few files the declarations are always compared. */
const FEW = 5;

/** The id of a change that alters nothing in a project. */
const UNCHANGED = 0;

/** How a change is judged. */
export interface JudgeOptions {
  /**
   * Whether everything that imports a changed file, directly or not, counts as affected at first: where much changes, finding out what does
   * not need a check costs more than the checks. By itself where a change is of `MOST_TO_COMPARE` of the files.
   */
  readonly isWide?: boolean;
  /** Whether only those files are checked that a change reaches without comparing many others: more may have new errors. */
  readonly isNear?: boolean;
  /** Whether a file (an absolute path) is checked here; others are somebody else's. */
  readonly answersFor?: (file: string) => boolean;
  /** Where what others have found out of a file's declarations is known. */
  readonly comparing?: Comparing;
}

/** The change that was judged last: the next one is often nearly the same. */
interface Tried extends Omit<Step, "reshaped" | "untouched"> {
  readonly id: number;
  readonly files: readonly string[];
}

/** What a change alters, and the state with it. */
interface Step {
  readonly snapshot: ProjectState;
  /** The files that were checked again since the state that is kept. */
  readonly checked: ReadonlySet<string>;
  /** Undefined where nobody looked for them. */
  readonly namesakes: ReadonlySet<string> | undefined;
  /** Whether all that imports a changed file counts. */
  readonly isWide: boolean;
  /** Whether other files may have new errors as well. */
  readonly isPartial: boolean;
  /** Undefined where it was not asked what looks different to others. */
  readonly reshaped: ReadonlySet<string> | undefined;
  /** The changed files that look the same to others, and take nothing that looks different. */
  readonly untouched: readonly string[];
}

/**
 * Changed files that were judged together, where the errors of each depend on its own text alone: none of them takes what looks different now, or
 * looks different itself. Any part of them is judged without the compiler.
 */
interface JudgedAhead {
  /** All texts that were judged together. */
  readonly texts: Texts;
  /** The errors of each of the files. */
  readonly errors: ReadonlyMap<string, readonly TypeError[]>;
  /** Those that use no global name that they did not use. */
  readonly contained: ReadonlySet<string>;
}

/** One tsconfig's program in the last state that was kept; it can be let go and is made again when it is needed. */
export class CheckedProject {
  readonly config: ProjectConfig;
  readonly #workspace: Workspace;
  readonly #host: OverlayHost;
  readonly #setting: SnapshotSetting;
  readonly #room = new CheckerRoom();
  /** The state that was made last. */
  #latest: ProjectState | undefined;
  #accepted: ProjectState | undefined;
  #files: ReadonlySet<string> | undefined;
  #tried: Tried | undefined;
  #ahead: JudgedAhead | undefined;
  #lastId = 0;
  /** Changes that were kept without asking this project, as nobody here can notice them. */
  readonly #unasked = new Set<string>();

  constructor(config: ProjectConfig, workspace: Workspace) {
    this.config = config;
    this.#workspace = workspace;
    this.#host = new OverlayHost(config, workspace);
    this.#setting = { config, host: this.#host, makeRoom: () => this.#makeRoom() };
  }

  /** The files that its program has, without those of packages; `texts` is the overlay of what was kept so far. */
  files(texts: Texts): ReadonlySet<string> {
    this.#files ??= new Set(this.#open(texts).ownFiles());
    return this.#files;
  }

  /** Whether its program has the file. */
  reaches(file: string, texts: Texts): boolean {
    return this.files(texts).has(file);
  }

  /** Whether one of the files is in its list, which is known without a program. */
  lists(file: string): boolean {
    return this.config.fileNames.includes(file);
  }

  /** The state that was kept last; `texts` is the overlay of what was kept so far. */
  current(texts: Texts): ProjectState {
    return this.#open(texts);
  }

  /** The parsed files of the programs that it keeps. */
  parsedFiles(): readonly ts.SourceFile[] {
    return [this.#accepted, this.#tried?.snapshot, this.#latest].flatMap((each) => each?.parsedFiles() ?? []);
  }

  /** Frees the memory of its program. */
  release(): void {
    this.#accepted = undefined;
    this.#tried = undefined;
    this.#latest = undefined;
    this.#host.release();
  }

  /** Takes note of changes that were kept without its judgement. */
  pass(files: readonly string[]): void {
    // New texts do not bring files into a program that has not had them.
    const own = files.filter((file) => this.#accepted?.has(file) || this.#files?.has(file));
    for (const file of own) this.#unasked.add(file);
    if (own.length > 0) this.#files = undefined;
  }

  /** Takes over from disk what others have changed there. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#host.forget(file);
    this.#ahead = undefined;
    this.release();
  }

  /** Says what a change would add. */
  judge(change: Texts, texts: Texts, options: JudgeOptions = {}): ProjectVerdict {
    const { isWide = false, answersFor = () => true } = options;
    const before = this.#open(texts);
    const all = new Map([...texts, ...change]);
    const changed = differing(before, [...change.keys()], all);
    if (changed.length === 0)
      return {
        ...{ id: UNCHANGED, added: [], reworded: [], checked: new Set(), reach: undefined, after: undefined },
        ...{ isContained: () => true, isPartial: false },
        errorsOf: (file) => before.errorsOf(file),
        isRead: (file) => this.#isRead(file, before),
      };
    const known = this.#judgedAhead(before, all, changed);
    if (known) return known;
    const step = this.#step(before, all, changed, options);
    const { snapshot: after, reshaped, untouched, namesakes } = step;
    const checked = new Set([...step.checked, ...broughtBy(before, after)]);
    const isAsked = (file: string): boolean => answersFor(file) && !this.#isRead(file, after);
    const asked = new Set([...checked].filter(isAsked));
    // A wave asks round by round. The errors from before are asked for while their state is there, which would be made anew for each of the files.
    if (isWide && before instanceof NativeState && before.isAtHand)
      for (const file of asked.size > changed.length * MOST_AROUND ? changed : asked) if (asked.has(file)) before.errorsOf(file);
    const last = this.#tried?.snapshot;
    // What had no errors in the last round of a wave has no old ones now.
    const wasClean = (file: string): boolean => isWide && last?.isClean(file) === true;
    const formerErrors = (file: string) => before.knownErrorsOf(file) ?? (wasClean(file) ? [] : before.errorsOf(file));
    const errors = changesIn(asked, after, this.#former(before, !isWide, formerErrors));
    // The next round edits what has errors, and is compared with this one, which is gone by then.
    if (isWide && after instanceof NativeState)
      for (const file of new Set([...changed.filter(isAsked), ...errors.added.map((error) => error.file)]))
        for (const state of [before, after]) state.learnTypes(file);
    const id = ++this.#lastId;
    const { isWide: wasWide, isPartial } = step;
    this.#tried = { id, snapshot: after, files: changed, checked, namesakes, isWide: wasWide, isPartial };
    const isContained = (file: string): boolean =>
      reshaped !== undefined &&
      !reshaped.has(file) &&
      (!changed.includes(file) || !after.usesNewGlobals(file, before.textOf(file)));
    if (untouched.length > 1 && haveTheSameFiles(before, after))
      this.#ahead = {
        texts: new Map(changed.map((file) => [file, all.get(file)!])),
        errors: new Map(untouched.map((file) => [file, isAsked(file) ? after.errorsOf(file) : []])),
        contained: new Set(untouched.filter(isContained)),
      };
    return {
      ...{ ...errors, checked: asked, after, id, isContained, isPartial },
      reach: namesakes && { affected: checked, namesakes },
      errorsOf: (file) => after.errorsOf(file),
      isRead: (file) => this.#isRead(file, after),
    };
  }

  /** What a change adds that is a part of what was judged ahead; undefined if it is not. */
  #judgedAhead(before: ProjectState, texts: Texts, changed: readonly string[]): ProjectVerdict | undefined {
    const ahead = this.#ahead;
    if (!ahead || !(before instanceof NativeState)) return undefined;
    if (!changed.every((file) => ahead.errors.has(file) && ahead.texts.get(file) === texts.get(file))) return undefined;
    const after = before.withTexts(texts);
    after.learn(new Map(changed.map((file) => [file, ahead.errors.get(file)!])));
    const checked = new Set(changed);
    const asked = new Set(changed.filter((file) => !this.#isRead(file, after)));
    const id = ++this.#lastId;
    this.#tried = { id, snapshot: after, files: changed, checked, namesakes: undefined, isWide: false, isPartial: false };
    const errors = changesIn(asked, after, this.#former(before, true));
    return {
      ...{ ...errors, checked: asked, reach: undefined, after, id, isPartial: false },
      errorsOf: (file) => after.errorsOf(file),
      isRead: (file) => this.#isRead(file, after),
      isContained: (file) => !checked.has(file) || ahead.contained.has(file),
    };
  }

  /** Makes a change that was judged the state that the next one is compared with. */
  keep(id: ProjectVerdict["id"]): void {
    if (id === UNCHANGED) return;
    this.#files = undefined;
    const last = this.#tried;
    const isAhead = last?.id === id && last.files.every((file) => this.#ahead?.texts.get(file) === last.snapshot.textOf(file));
    if (!isAhead) this.#ahead = undefined;
    // Where the program was let go, or shows another change, one with the kept texts is made when it is needed.
    if (last?.id !== id || !this.#accepted) return this.release();
    last.snapshot.inherit(this.#accepted, last.checked);
    this.#accepted = last.snapshot;
    this.#tried = undefined;
  }

  /** What a change reaches, without the files that are only read; nothing of it is remembered. Undefined if it changes nothing here. */
  reach(change: Texts, texts: Texts): ToldReach | undefined {
    const before = this.#open(texts);
    const all = new Map([...texts, ...change]);
    const changed = differing(before, [...change.keys()], all);
    if (changed.length === 0) return undefined;
    const { snapshot, checked, namesakes = new Set() } = this.#step(before, all, changed, {});
    const affected = [...checked, ...broughtBy(before, snapshot)].filter((file) => !this.#isRead(file, snapshot));
    return { affected: new Set(affected), namesakes };
  }

  /** What a change adds in some files that it lists, and in those that their imports bring in; nothing of it is kept. */
  judgeIn(files: ReadonlySet<string>, change: Texts, texts: Texts): ToldErrors & { readonly after: ProjectState } {
    const { before, after } = this.#statesWith(change, texts);
    const leadsOut = (file: string): boolean =>
      after.importsOf(file).some((imported) => imported !== "" && !this.lists(imported));
    // To look at the state before takes as long as the rest.
    const isBringing = [...change.keys()].some((file) => files.has(file) && leadsOut(file));
    const brought = isBringing ? broughtBy(before, after).filter((file) => !this.#isRead(file, after)) : [];
    const checked = new Set([...files, ...brought]);
    return {
      ...{ ...changesIn(checked, after, this.#former(before, true)), checked, reach: undefined, after, id: UNCHANGED },
      errorsOf: (file) => after.errorsOf(file),
      isRead: () => false,
    };
  }

  /**
   * The errors that a change would add in some files; nothing of it is remembered. Those from before count as added too where they are not known and
   * their state would have to be made again.
   */
  glance(change: Texts, texts: Texts, files: Iterable<string>): ErrorChange & { readonly after: ProjectState } {
    const { before, after } = this.#statesWith(change, texts);
    return this.#compare(files, before, after);
  }

  /** As `glance`, but all files are checked, as a compiler does, where a change alters in which order it meets those of a cycle. */
  confirm(
    change: Texts,
    texts: Texts,
    { files, answersFor }: { readonly files: ReadonlySet<string>; answersFor(file: string): boolean },
  ): ErrorChange & { readonly after: ProjectState } {
    const { before, after } = this.#statesWith(change, texts);
    const isOrdered = isReordered(before, after);
    if (isOrdered && after.checkAll()) before.checkAll();
    return this.#compare((isOrdered ? after.ownFiles() : [...files]).filter(answersFor), before, after);
  }

  #compare(files: Iterable<string>, before: ProjectState, after: ProjectState): ErrorChange & { readonly after: ProjectState } {
    const former = this.#former(before, false, (file) => before.knownErrorsOf(file) ?? []);
    return { ...changesIn(files, after, former), after };
  }

  /** What files had before: one that an import brings in, what it has at home. */
  #former(state: ProjectState, isLastWord: boolean, errorsOf = (file: string) => state.errorsOf(file)): Former {
    return { state, errorsOf, isLastWord, atHome: (file) => this.#workspace.formerAtHome(file) };
  }

  /** Whether a changed file uses a global name that it did not use. */
  usesNewGlobals(file: string, change: Texts, texts: Texts): boolean {
    const { before, after } = this.#statesWith(change, texts);
    return after.usesNewGlobals(file, before.textOf(file));
  }

  #statesWith(change: Texts, texts: Texts): { readonly before: ProjectState; readonly after: ProjectState } {
    const before = this.#open(texts);
    return { before, after: this.#create(new Map([...texts, ...change]), this.#tried?.snapshot ?? before) };
  }

  /** The state with new texts; what it has in common with the change that was judged last is not checked again. */
  #step(
    before: ProjectState,
    texts: Texts,
    changed: readonly string[],
    { isWide = false, isNear = false, comparing }: JudgeOptions,
  ): Step {
    const last = this.#tried;
    const snapshot = this.#create(texts, last?.snapshot ?? before);
    const fresh = last && this.#inheritFrom(last, snapshot, changed, isWide);
    const rest = { isPartial: false, reshaped: undefined, untouched: [] };
    // What the last change could reach, and what differs from it, is all that this one can: no need to find it out again.
    if (fresh && !last.isPartial && (isWide || last.isWide)) {
      const checked = new Set([...last.checked, ...fresh.affected, ...changed]);
      const namesakes = last.namesakes && new Set([...last.namesakes, ...fresh.namesakes]);
      return { ...rest, snapshot, checked, namesakes, isWide: last.isWide };
    }
    const isLarge = isWide || changed.length > Math.max(FEW, snapshot.ownFiles().length * MOST_TO_COMPARE);
    // TypeScript 7 tells what differs name by name, which costs less than looking at all.
    if (isLarge && !(snapshot instanceof NativeState))
      return { ...rest, snapshot, checked: findImporters(before, snapshot, changed), namesakes: undefined, isWide: true };
    const onlyKnown = isWide && !before.isAtHand;
    const reach = findAffected(before, snapshot, changed, { isNear, onlyKnown, comparing })!;
    const { affected: checked, reached, reshaped, isPartial } = reach;
    const untouched = changed.filter((file) => !reached.has(file) && !reshaped.has(file));
    const isNative = snapshot instanceof NativeState;
    const told = { namesakes: isNative ? reach.namesakes : undefined, untouched: isNative ? untouched : [] };
    return { ...told, snapshot, checked, isWide: false, isPartial, reshaped };
  }

  /**
   * Takes over what is known since the change that was judged last; returns what differs reaches. Undefined where that is so much that finding
   * it costs more than checking all.
   */
  #inheritFrom(last: Tried, snapshot: ProjectState, changed: readonly string[], isWide: boolean): Reach | undefined {
    const differ = differing(last.snapshot, [...new Set([...last.files, ...changed])], {
      get: (file) => snapshot.textOf(file),
    });
    // Nothing imports a file that is gone, which those that did notice all the same.
    if (differ.some((file) => !snapshot.has(file))) return undefined;
    const most = last.isWide ? last.checked.size * MOST_TO_COMPARE : Infinity;
    const onlyKnown = isWide && !last.snapshot.isAtHand;
    const reach = findAffected(last.snapshot, snapshot, differ, { most, onlyKnown });
    if (reach) snapshot.inherit(last.snapshot, reach.affected);
    return reach;
  }

  #isRead(file: string, snapshot: ProjectState): boolean {
    return this.#workspace.lists(file) && snapshot.standsIn(file);
  }

  #create(texts: Texts, before?: ProjectState): ProjectState {
    const { native: session } = this.#workspace;
    const { config } = this;
    this.#latest = session?.canOpen(config, texts)
      ? new NativeState({ config, session, workspace: this.#workspace }, texts, before)
      : new Snapshot(this.#setting, texts, before instanceof Snapshot ? before : undefined);
    return this.#latest;
  }

  #makeRoom(): void {
    if (!this.#room.isFull()) return;
    for (const snapshot of new Set([this.#accepted, this.#tried?.snapshot, this.#latest])) snapshot?.renew();
    this.#room.clear();
  }

  #open(texts: Texts): ProjectState {
    if (this.#unasked.size > 0) this.#tried = undefined;
    if (this.#accepted && this.#unasked.size > 0) {
      const before = this.#accepted;
      this.#accepted = this.#create(texts, before);
      this.#accepted.inherit(before, this.#unasked);
    }
    this.#unasked.clear();
    // What was kept without it is of no file that it has.
    if (this.#accepted instanceof NativeState) this.#accepted.adopt(texts);
    return (this.#accepted ??= this.#create(texts));
  }
}
