import { areBlinding } from "./answers.js";
import type { CheckedProject, Unnoticed } from "./checked-project.js";
import type { ProjectConfig } from "./configs.js";
import type { Texts } from "./project-state.js";
import { isSameCode } from "./same-code.js";
import type { TypeScript } from "./typescript.js";

/** A change of which it is known that it adds no error: nobody else notices it, or what was judged together holds. */
export interface Foreseen {
  /** By absolute path. */
  readonly texts: Texts;
  readonly ts: TypeScript;
  /** The files with an import whose types are missing. */
  readonly blind: readonly string[];
  /** What its files import only with the new texts. */
  readonly newImports: ReadonlySet<string>;
  /** The other files that it may reach, with those of the changes that it was judged with. */
  readonly reached: ReadonlySet<string>;
}

/** What was found of changes that were judged as one. */
export interface JudgedTogether {
  readonly holds: boolean;
  readonly blind: readonly string[];
  readonly reached: ReadonlySet<string>;
}

/** What changes are looked at with. */
export interface Sight {
  readonly projects: readonly CheckedProject[];
  /** The overlay of what was kept so far. */
  readonly kept: Texts;
  /** Of some files those that a project's program has. */
  reaches(project: CheckedProject, files: readonly string[]): readonly string[];
  /** Whether a project finds nothing in a change of a file that nobody notices in the project that is its home. */
  isSettledBy(home: ProjectConfig, project: CheckedProject, file: string, text: string): boolean;
  /** Frees memory where there is little, but for one project. */
  makeRoom(project?: CheckedProject): void;
}

/** What is known beforehand of changes that will be judged one after the other. */
export class Foresight {
  readonly #byFile = new Map<string, Foreseen>();
  /** What was said last of changes that hold together, until it is kept. */
  #unkept: Foreseen | undefined;

  /** Looks at changes together, and takes note of those that add no error; `judge` says what holds as one change. */
  foresee(changes: readonly Texts[], sight: Sight, judge: (change: Texts) => JudgedTogether): void {
    const own = withoutShared(changes);
    const found = findUnnoticed(new Map(own.flatMap((change) => [...change])), sight);
    const ts = sight.projects[0]?.config.typescript.ts;
    for (const texts of own) {
      const known = [...texts.keys()].flatMap((file) => found.get(file) ?? []);
      if (!ts || known.length < texts.size) continue;
      const blind = known.filter(({ codes }) => areBlinding(codes)).map(({ file }) => file);
      const newImports = new Set(known.flatMap((each) => each.newImports));
      this.#add({ texts, ts, blind, newImports, reached: new Set() });
    }
    if (!ts) return;
    const isOpen = (texts: Texts): boolean => !this.#byFile.has([...texts.keys()][0]!);
    const unnoticed = own.filter((texts) => !isOpen(texts));
    const { holding, verdict } = holdingTogether(own.filter(isOpen), merged(unnoticed), judge);
    if (!verdict) return;
    const { reached } = verdict;
    const blind = new Set(verdict.blind);
    for (const texts of holding) {
      const own = [...texts.keys()];
      this.#add({ texts, ts, blind: own.filter((file) => blind.has(file)), newImports: reached, reached });
    }
  }

  /** What is known of new texts. What holds together with a change that was not kept, or has other texts now, is judged alone. */
  find(texts: Texts): Foreseen | undefined {
    const foreseen = this.#match(texts);
    const known = [...texts.keys()].flatMap((file) => this.#byFile.get(file) ?? []);
    const others = new Set([...known, ...(this.#unkept ? [this.#unkept] : [])]);
    for (const other of others) if (other !== foreseen) this.keep(other.reached);
    return (this.#unkept = foreseen && this.#match(texts));
  }

  /** What was said last is kept. */
  keepSaid(): void {
    this.#unkept = undefined;
  }

  /** Forgets what a change that is kept now may have altered; `reached` are the files whose errors it could alter. */
  keep(reached: ReadonlySet<string>): void {
    for (const foreseen of new Set(this.#byFile.values())) {
      const isReached = [...foreseen.texts.keys(), ...foreseen.newImports, ...foreseen.reached].some((file) => reached.has(file));
      if (isReached) this.#forget(foreseen);
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#unkept = undefined;
    this.#byFile.clear();
  }

  /** What was foreseen of texts, also where they differ in their layout only. */
  #match(texts: Texts): Foreseen | undefined {
    const [first] = texts.keys();
    const foreseen = first === undefined ? undefined : this.#byFile.get(first);
    if (foreseen?.texts.size !== texts.size) return undefined;
    const isForeseen = ([file, text]: readonly [string, string]): boolean => {
      const known = foreseen.texts.get(file);
      return known !== undefined && isSameCode(foreseen.ts, file, [known, text]);
    };
    return [...texts].every(isForeseen) ? foreseen : undefined;
  }

  /** A change that has some of its files is forgotten. */
  #add(foreseen: Foreseen): void {
    for (const file of foreseen.texts.keys()) {
      const known = this.#byFile.get(file);
      if (known) this.#forget(known);
    }
    for (const file of foreseen.texts.keys()) this.#byFile.set(file, foreseen);
  }

  #forget({ texts }: Foreseen): void {
    for (const file of texts.keys()) this.#byFile.delete(file);
  }
}

/** The changes that hold on top of each other, found by halves, with what was said of all of them. */
function holdingTogether(changes: readonly Texts[], base: Texts, judge: (change: Texts) => JudgedTogether) {
  const holding: Texts[] = [];
  let verdict: JudgedTogether | undefined;
  const hold = (some: readonly Texts[]): void => {
    if (some.length === 0) return;
    const found = judge(merged([base, ...holding, ...some]));
    if (found.holds) {
      holding.push(...some);
      verdict = found;
    } else if (some.length > 1) {
      const half = Math.ceil(some.length / 2);
      hold(some.slice(0, half));
      hold(some.slice(half));
    }
  };
  // One alone is judged in its turn.
  if (changes.length > 1) hold(changes);
  return { holding, verdict };
}

function merged(changes: readonly Texts[]): Texts {
  return new Map(changes.flatMap((change) => [...change]));
}

/** The changes of which no two have a file in common. */
function withoutShared(changes: readonly Texts[]): readonly Texts[] {
  const counts = new Map<string, number>();
  for (const file of changes.flatMap((change) => [...change.keys()])) counts.set(file, (counts.get(file) ?? 0) + 1);
  return changes.filter((change) => change.size > 0 && [...change.keys()].every((file) => counts.get(file) === 1));
}

/** Asks each project that has some changed files about those that nobody in it notices; what one notices is not asked of others. */
function findUnnoticed(change: Texts, { projects, kept, reaches, isSettledBy, makeRoom }: Sight): ReadonlyMap<string, Unnoticed> {
  const found = new Map<string, Unnoticed>();
  const open = new Set(change.keys());
  const ask = (project: CheckedProject, files: readonly string[]): void => {
    if (files.length === 0) return makeRoom();
    const texts = new Map(files.map((file) => [file, change.get(file)!]));
    const unnoticed = new Map(project.findUnnoticed(texts, kept).map((each) => [each.file, each]));
    for (const file of files) {
      const [known, own] = [found.get(file), unnoticed.get(file)];
      if (own) found.set(file, known ? joined(known, own) : own);
      else open.delete(file);
    }
    makeRoom(project);
  };
  const isSettled = (file: string, project: CheckedProject): boolean =>
    projects.some((home) => home.lists(file) && isSettledBy(home.config, project, file, change.get(file)!));
  for (const project of projects)
    ask(
      project,
      [...open].filter((file) => project.lists(file)),
    );
  for (const project of projects) {
    const others = [...open].filter((file) => !project.lists(file) && !isSettled(file, project));
    ask(
      project,
      reaches(project, others).filter((file) => !project.onlyReads(file, kept)),
    );
  }
  return new Map([...found].filter(([file]) => open.has(file)));
}

/** What two projects found of one file. */
function joined(one: Unnoticed, other: Unnoticed): Unnoticed {
  return { file: one.file, codes: [...one.codes, ...other.codes], newImports: [...one.newImports, ...other.newImports] };
}
