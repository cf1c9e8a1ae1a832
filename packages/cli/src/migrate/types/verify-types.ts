import {
  missedPackage,
  TypeCheckEndedError,
  type AsyncTypeChecker,
  type CallerHost,
  type CallerResult,
  type CallerSite,
  type ConfirmedError,
  type ShownTypeError,
  type Verdict,
  type WaveHost,
  type WaveResult,
  type WaveSite,
} from "@godwit/program";
import { groupBy, listWords } from "@godwit/project";
import { INTERRUPTED, type Interrupt } from "../interrupt.js";
import type { KeptAnswers } from "./kept-answers.js";
import { textOf } from "../disk/unit-files.js";
import { rollBack } from "../../rollback/rollback.js";
import { type Journal, readJournal } from "../journal/journal.js";
import { type RunState, stateOf } from "../journal/run-state.js";
import { type KeptRecord } from "../journal/records.js";

/** What the type checker says of new texts. */
export interface TypesVerdict extends Omit<Verdict, "added"> {
  /** Why they can't be kept: `TS2345 in src/a.ts:3:1: …`; undefined if they can. */
  readonly reason: string | undefined;
  readonly added: readonly ShownTypeError[];
}

/** A question to the type checker. */
interface AskedTypes {
  readonly kind: string;
  /** All that its answer depends on besides texts and contracts. */
  readonly about?: object;
  readonly texts?: ReadonlyMap<string, string>;
  /** What it is about, for messages. */
  readonly files: readonly string[];
}

/** How often what was answered is kept at most, in milliseconds: a run that is killed loses about as much. */
const SAVE_EVERY = 5_000;
/** The share of a run's time that keeping may take before its end: it looks at all folders that the compiler has looked at. */
const SHARE_OF_SAVING = 0.03;

/** The type checker of one run; an interrupt ends it, whatever it does. What an earlier run asked in the same state is not asked again. */
export class Types {
  readonly #checker: AsyncTypeChecker;
  readonly #answers: KeptAnswers | undefined;
  readonly #stopListening: () => void;
  /** All that was kept since the start. */
  readonly #kept: Map<string, string> = new Map();
  #reworded: readonly ShownTypeError[] = [];
  #last: TypesVerdict | undefined;
  #lastTexts: ReadonlyMap<string, string> = new Map();
  /** Tells texts of which parts will be judged next. */
  #expected: (() => ReadonlyMap<string, string>) | undefined;
  /** Whether the type checker was started: it need not be to say nothing. */
  #wasAsked = false;
  /** Whether an answer was known, from this run or an earlier one: only those of TypeScript 7 outlive their run. */
  #wasKnown = false;
  /** Whether something was kept of which it does not know. */
  #isBehind = false;
  /** Whether it has not answered yet, or failed. */
  #isAsked = false;
  #savedAt = performance.now();
  /** How long saving took last, in milliseconds. */
  #savedIn = 0;

  /** Instead of a type checker it takes the `Types` of the contract before in the same run, whose type checker goes on. */
  constructor(checker: AsyncTypeChecker | Types, interrupt: Interrupt, answers?: KeptAnswers) {
    if (checker instanceof Types) {
      checker.#stopListening();
      this.#kept = checker.#kept;
      this.#isBehind = checker.#isBehind;
      this.#wasKnown = checker.#wasKnown;
      checker = checker.#checker;
    }
    this.#checker = checker;
    this.#answers = answers;
    this.#stopListening = interrupt.onSet(() => checker.end());
  }

  /**
   * Says whether new texts of files (relative to the root) add type errors to the state that was kept last. Only the verdict that was
   * given last can be kept.
   */
  async judge(texts: ReadonlyMap<string, string>): Promise<TypesVerdict> {
    if (this.#last && isSame(this.#lastTexts, texts)) return this.#last;
    const { answer: found, isKnown } = await this.#ask({ kind: "judge", texts, files: [...texts.keys()] }, async (checker) => {
      await this.#judgeExpected(checker);
      return checker.judge(texts);
    });
    if (!found) return { added: [], reworded: [], unseen: [], blind: [], reason: INTERRUPTED, keep: () => undefined };
    const verdict: TypesVerdict = {
      ...found,
      reason: describeErrors(found.added),
      keep: () => {
        if (this.#last !== verdict) throw new Error("only the verdict that was given last can be kept");
        this.#last = undefined;
        this.#reworded = verdict.reworded;
        for (const [file, text] of texts) this.#kept.set(file, text);
        this.#answers?.write(texts);
        if (isKnown) this.#isBehind = true;
        else this.#checker.keepLast();
      },
    };
    this.#lastTexts = texts;
    return (this.#last = verdict);
  }

  /** Has texts judged as one where parts of them will have to be judged and no earlier run did it: the checker then knows of each file what it adds. */
  expect(texts: () => ReadonlyMap<string, string>): void {
    this.#expected = texts;
  }

  async #judgeExpected(checker: AsyncTypeChecker): Promise<void> {
    const texts = this.#expected?.();
    this.#expected = undefined;
    if (!texts || texts.size < 2) return;
    const answer = await checker.judgeAhead(texts);
    // A run that verifies all of them together asks the same.
    if (answer) this.#answers?.keep(this.#answers.questionOf("judge", {}, texts), answer);
  }

  /** Asks the checker what no earlier run has asked in this state; undefined if that was interrupted. */
  async #ask<Answer>(
    { kind, about = {}, texts, files }: AskedTypes,
    question: (checker: AsyncTypeChecker) => Promise<Answer>,
  ): Promise<{ readonly answer: Answer | undefined; readonly isKnown: boolean }> {
    this.#last = undefined;
    const key = this.#answers?.questionOf(kind, about, texts);
    const known = key === undefined ? undefined : (this.#answers!.find(key) as Answer | undefined);
    if (known !== undefined) {
      this.#wasKnown = true;
      return { answer: known, isKnown: true };
    }
    this.#wasAsked = true;
    if (this.#isBehind) this.#checker.assume(this.#kept);
    this.#isBehind = false;
    this.#isAsked = true;
    const answer = await answerOf(question(this.#checker), files);
    this.#isAsked = false;
    if (key !== undefined && answer !== undefined) this.#answers!.keep(key, answer);
    if (performance.now() - this.#savedAt > Math.max(SAVE_EVERY, this.#savedIn / SHARE_OF_SAVING)) await this.save();
    return { answer, isKnown: false };
  }

  /** Keeps what was answered so far for the next run. */
  async save(): Promise<void> {
    const start = performance.now();
    this.#savedAt = start;
    if (!this.#answers || this.#isAsked) return;
    const looks = this.#wasAsked ? await answerOf(this.#checker.looks(), []) : undefined;
    if (looks || !this.#wasAsked) this.#answers.save(looks);
    this.#savedAt = performance.now();
    this.#savedIn = this.#savedAt - start;
  }

  /** The errors from before the run that read differently now. */
  get reworded(): readonly ShownTypeError[] {
    return this.#reworded;
  }

  /** Gives a type to its sites in memory; undefined if that was interrupted. `about` is what the host's answers depend on besides texts and contracts. */
  async runWave(sites: readonly WaveSite[], host: WaveHost, about: object): Promise<WaveResult | undefined> {
    const files = [...new Set(sites.map(({ file }) => file))];
    const asked = { kind: "types", about: { sites, ...about }, files };
    return (await this.#ask(asked, (checker) => checker.runWave(sites, host))).answer;
  }

  /** Gives sites what they need of their callers, in memory; undefined if that was interrupted. `about` is as for `runWave`. */
  async runCallerWave(sites: readonly CallerSite[], host: CallerHost, about: object): Promise<CallerResult | undefined> {
    const files = [...new Set(sites.map(({ file }) => file))];
    const asked = { kind: "callers", about: { sites, ...about }, files };
    return (await this.#ask(asked, (checker) => checker.runCallerWave(sites, host))).answer;
  }

  /** What the projects' own TypeScript says that new texts add to old ones; undefined if that was interrupted. */
  confirm(
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
  ): Promise<readonly ConfirmedError[] | undefined> {
    return answerOf(this.#checker.confirm(before, after, this.#wasKnown), [...after.keys()]);
  }

  /** What a person should know of who judged. */
  async notes(): Promise<readonly string[]> {
    if (!this.#wasAsked) return [];
    const slow = (await answerOf(this.#checker.slow(), [])) ?? [];
    const reasons = [...new Set(slow.map(({ why }) => why))];
    return reasons.map((why) => {
      const configs = listWords(slow.filter((each) => each.why === why).map(({ config }) => config));
      return `TypeScript 7 gives no answer for ${configs} (${why}): the TypeScript of your project checks there, which takes longer`;
    });
  }

  /** Takes over what others have written. */
  refresh(files: readonly string[]): void {
    this.#last = undefined;
    for (const file of files) this.#kept.delete(file);
    this.#answers?.refresh(files);
    this.#checker.refresh(files);
  }

  /** Keeps what was answered for the next run, and lets go of the programs. */
  async end(): Promise<void> {
    this.#stopListening();
    await this.save();
    this.#checker.end();
  }
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([file, text]) => b.get(file) === text);
}

/** What the type checker says about files; undefined if it was ended. */
async function answerOf<T>(answer: Promise<T>, files: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TypeCheckEndedError) return undefined;
    if (!(error instanceof Error) || "code" in error) throw error;
    error.message = `the type checker failed on ${listWords(files)} (${error.message}), and what was under way is put back`;
    throw error;
  }
}

/** Without `noErrorTruncation` TypeScript cuts types by itself; with it a message may have the length of a page. */
const LONGEST_MESSAGE = 300;

/** The first new type error and how many more there are. */
export function describeErrors(errors: readonly ShownTypeError[]): string | undefined {
  const [first] = errors;
  if (!first) return undefined;
  const whole = first.message.split("\n")[0]!;
  const message = whole.length > LONGEST_MESSAGE ? `${whole.slice(0, LONGEST_MESSAGE - 1)}…` : whole;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const isPackage = missedPackage(first.code, whole) !== undefined;
  const advice = isPackage ? " Its package has to depend on that one, and to be installed." : "";
  const config = first.config === undefined ? "" : ` by ${first.config}`;
  return `TS${first.code} in ${first.file}:${first.line}:${first.column}${config}: ${message}${advice}${more}`;
}

/** So many errors are listed; what a person can do is to look at the first of a package, and to ask the compiler. */
const MOST_LISTED = 10;

/** In which packages errors are, and the errors by their packages, a line each. */
function listErrors(errors: readonly ShownTypeError[], packageOf: (file: string) => string): readonly [string, string] {
  const nameOf = ({ file }: ShownTypeError): string => (packageOf(file) === "." ? "the root package" : packageOf(file));
  const listed = groupBy(errors.slice(0, MOST_LISTED), nameOf);
  const lines = [...listed].flatMap(([name, own]) => [`${name}:`, ...own.map((error) => `  ${describeErrors([error])!}`)]);
  const more = errors.length > MOST_LISTED ? [`and ${errors.length - MOST_LISTED} more`] : [];
  return [`${errors.length} errors in ${listWords([...new Set(errors.map(nameOf))])}`, [...lines, ...more].join("\n")];
}

/** `TS2345` of such a reason; of any other its first line. */
export function shortReason(reason: string): string {
  return /^TS\d+/u.exec(reason)?.[0] ?? reason.split("\n")[0]!;
}

/** What reports say of old errors that read differently now; none if there are none. */
export function noteOfReworded(errors: readonly ShownTypeError[]): readonly string[] {
  if (errors.length === 0) return [];
  const places = listWords(errors.map(({ file, line }) => `${file}:${line}`));
  const what = errors.length === 1 ? "1 old type error reads" : `${errors.length} old type errors read`;
  return [`${what} differently now, so nothing is proved there: ${places}`];
}

/** What the projects' own TypeScript has refused at the end of a run. */
export interface Unconfirmed {
  readonly reason: string;
  /** The errors, where there are several. */
  readonly output?: string;
  /** The files that have the bytes of before, baselines included; none where somebody else changed one. */
  readonly restored: readonly string[];
}

/** A unit that was kept, with the journal that says so. */
interface Kept extends KeptRecord {
  readonly journal: Journal;
}

/** What was migrated by one contract. */
export interface Confirmed {
  readonly journal: Journal;
  /** The files that have to move together, with those that move alone. */
  readonly groups: readonly (readonly string[])[];
}

/**
 * Asks the projects' own TypeScript about all that some journals, in their order, say was kept, once, and puts back what it refuses: files that may
 * be behind an error and what moves with them, or all where that does not end the errors. Says so of each journal with one; none where nothing is
 * refused, or it was interrupted.
 */
export async function confirmKept(
  types: Types,
  root: string,
  migrated: readonly Confirmed[],
  { packageOf, beforePutBack }: PuttingBack,
): Promise<ReadonlyMap<Journal, Unconfirmed>> {
  const runs = migrated.flatMap(({ journal }): { readonly journal: Journal; readonly state: RunState }[] => {
    const read = readJournal(root, journal.id);
    return read ? [{ journal, state: stateOf(read) }] : [];
  });
  const all = runs.flatMap(({ journal, state }) => state.kept.map((unit): Kept => ({ ...unit, journal })));
  if (all.length === 0) return new Map();
  const { before, after } = textsOf(all);
  const ask = (without: ReadonlySet<string>) =>
    types.confirm(before, new Map([...after].map(([file, text]) => [file, without.has(file) ? before.get(file)! : text])));
  const errors = (await ask(new Set())) ?? [];
  if (errors.length === 0) return new Map();
  const groups = migrated.flatMap((each) => each.groups);
  const files = await filesToPutBack({ every: new Set(after.keys()), groups, ask }, errors);
  const [why, output] = errors.length === 1 ? [describeErrors(errors)!] : listErrors(errors, packageOf);
  const reason = `the project's own TypeScript refuses it: ${why}`;
  await beforePutBack();
  const found = new Map<Journal, Unconfirmed>();
  // A later contract may have changed the same files.
  for (const { journal, state } of [...runs].reverse()) {
    const own = state.kept.flatMap((unit) => unit.files.flatMap(({ path }) => (files.has(path) ? [path] : [])));
    if (own.length === 0) continue;
    const { restored, changed } = rollBack(root, state, { files: [...new Set(own)] });
    const foreign = changed.map(({ file }) => file).join(", ");
    types.refresh(restored);
    found.set(journal, {
      restored,
      ...(output !== undefined && { output }),
      reason: changed.length > 0 ? `${reason}; nothing was put back, as ${foreign} changed meanwhile` : reason,
    });
  }
  return found;
}

interface PuttingBack {
  /** The folder of the package that a file belongs to. */
  packageOf(file: string): string;
  /** Waited for before a file changes. */
  beforePutBack(): Promise<unknown>;
}

interface PutBackSearch {
  /** All that was kept. */
  readonly every: ReadonlySet<string>;
  readonly groups: Confirmed["groups"];
  ask(without: ReadonlySet<string>): Promise<readonly ConfirmedError[] | undefined>;
}

/** How often the compiler is asked whether errors end without some more files, and then whether they do without fewer. */
const MOST_STEPS = 8;

/** The fewest files without which there is no error, as far as a few questions tell: those that may be behind one, the nearest first. */
async function filesToPutBack(search: PutBackSearch, errors: readonly ConfirmedError[]): Promise<ReadonlySet<string>> {
  const { every, groups, ask } = search;
  const back = new Set<string>();
  for (let open: typeof errors | undefined = errors, step = 0; open && step < MOST_STEPS; step++) {
    const isLeft = (file: string): boolean => every.has(file) && !back.has(file);
    const blamed = open.flatMap(({ behind }) => behind.map((near) => near.filter(isLeft)).find(({ length }) => length > 0) ?? []);
    const added = [...blamed, ...groups.filter((group) => group.some((file) => blamed.includes(file))).flat()].filter(isLeft);
    for (const file of added) back.add(file);
    if (added.length === 0 || back.size === every.size) break;
    open = await ask(back);
    if (open?.length === 0) return fewest(search, back);
  }
  return fewest(search, every);
}

/** Those of some files that have to go for the errors to end, as halves of them tell, halves of halves, and so on. */
async function fewest({ groups, ask }: PutBackSearch, files: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const inGroups = new Set(groups.flat());
  const alone = [...files].filter((file) => !inGroups.has(file)).map((file) => [file]);
  let units = [...groups.filter((group) => group.some((file) => files.has(file))), ...alone];
  let left = MOST_STEPS;
  for (let size = units.length; size > 1 && left > 0;) {
    size = Math.ceil(size / 2);
    for (let from = 0; from < units.length && units.length > size && left-- > 0;) {
      const fewer = [...units.slice(0, from), ...units.slice(from + size)];
      const open = await ask(new Set(fewer.flat()));
      if (open?.length === 0) units = fewer;
      else from += size;
    }
  }
  return new Set(units.flat());
}

/** The texts of the files as they were before all of the units, and after them. */
function textsOf(kept: readonly Kept[]): Readonly<Record<"before" | "after", ReadonlyMap<string, string>>> {
  const [before, after] = [new Map<string, string>(), new Map<string, string>()];
  for (const { journal, files } of kept)
    for (const change of files) {
      if (!before.has(change.path)) before.set(change.path, textOf(journal.bytes(change.before)));
      after.set(change.path, textOf(journal.bytes(change.after)));
    }
  return { before, after };
}
