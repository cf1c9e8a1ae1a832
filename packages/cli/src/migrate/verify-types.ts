import {
  TypeCheckEndedError,
  type AsyncTypeChecker,
  type CallerHost,
  type CallerResult,
  type CallerSite,
  type ShownTypeError,
  type Verdict,
  type WaveHost,
  type WaveResult,
  type WaveSite,
} from "@godwit/program";
import { listWords } from "@godwit/project";
import { INTERRUPTED, type Interrupt } from "./interrupt.js";

/** What the type checker says of new texts. */
export interface TypesVerdict extends Omit<Verdict, "added"> {
  /** Why they can't be kept: `TS2345 in src/a.ts:3:1: …`; undefined if they can. */
  readonly reason: string | undefined;
  readonly added: readonly ShownTypeError[];
}

/** The type checker of one run; an interrupt ends it, whatever it does. */
export class Types {
  readonly #checker: AsyncTypeChecker;
  readonly #stopListening: () => void;
  #reworded: readonly ShownTypeError[] = [];
  #last: TypesVerdict | undefined;
  /** Whether the type checker was started: it need not be to say nothing. */
  #wasAsked = false;

  constructor(checker: AsyncTypeChecker, interrupt: Interrupt) {
    this.#checker = checker;
    this.#stopListening = interrupt.onSet(() => checker.end());
  }

  /**
   * Says whether new texts of files (relative to the root) add type errors to the state that was kept last. Only the verdict that was
   * given last can be kept.
   */
  async judge(texts: ReadonlyMap<string, string>): Promise<TypesVerdict> {
    const found = await answerOf(this.#started().judge(texts), [...texts.keys()]);
    if (!found) return { added: [], reworded: [], unseen: [], blind: [], reason: INTERRUPTED, keep: () => undefined };
    const verdict: TypesVerdict = {
      ...found,
      reason: describeErrors(found.added),
      keep: () => {
        if (this.#last !== verdict) throw new Error("only the verdict that was given last can be kept");
        this.#last = undefined;
        this.#reworded = verdict.reworded;
        this.#checker.keepLast();
      },
    };
    return (this.#last = verdict);
  }

  #started(): AsyncTypeChecker {
    this.#wasAsked = true;
    return this.#checker;
  }

  /** The errors from before the run that read differently now. */
  get reworded(): readonly ShownTypeError[] {
    return this.#reworded;
  }

  /** Gives a type to its sites in memory; undefined if that was interrupted. */
  runWave(sites: readonly WaveSite[], host: WaveHost): Promise<WaveResult | undefined> {
    return answerOf(this.#started().runWave(sites, host), [...new Set(sites.map(({ file }) => file))]);
  }

  /** Gives sites what they need of their callers, in memory; undefined if that was interrupted. */
  runCallerWave(sites: readonly CallerSite[], host: CallerHost): Promise<CallerResult | undefined> {
    return answerOf(this.#started().runCallerWave(sites, host), [...new Set(sites.map(({ file }) => file))]);
  }

  /** What the projects' own TypeScript says that new texts add to old ones; undefined if that was interrupted. */
  confirm(
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
  ): Promise<readonly ShownTypeError[] | undefined> {
    return answerOf(this.#checker.confirm(before, after), [...after.keys()]);
  }

  /** What a person should know of who judged. */
  async notes(): Promise<readonly string[]> {
    if (!this.#wasAsked) return [];
    const slow = (await answerOf(this.#checker.slow(), [])) ?? [];
    const reasons = [...new Set(slow.map(({ why }) => why))];
    return reasons.map((why) => {
      const configs = listWords(slow.filter((each) => each.why === why).map(({ config }) => config));
      return `TypeScript 7 does not judge ${configs} (${why}): its own TypeScript does, which takes longer`;
    });
  }

  /** Takes over what others have written. */
  refresh(files: readonly string[]): void {
    this.#last = undefined;
    this.#checker.refresh(files);
  }

  /** Lets go of the programs. */
  end(): void {
    this.#stopListening();
    this.#checker.end();
  }
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

/** The first new type error and how many more there are. */
export function describeErrors(errors: readonly ShownTypeError[]): string | undefined {
  const [first] = errors;
  if (!first) return undefined;
  const message = first.message.split("\n")[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return `TS${first.code} in ${first.file}:${first.line}:${first.column}: ${message}${more}`;
}

/** What reports say of old errors that read differently now; none if there are none. */
export function noteOfReworded(errors: readonly ShownTypeError[]): readonly string[] {
  if (errors.length === 0) return [];
  const places = listWords(errors.map(({ file, line }) => `${file}:${line}`));
  const what = errors.length === 1 ? "1 old type error reads" : `${errors.length} old type errors read`;
  return [`${what} differently now, so nothing is proved there: ${places}`];
}

/** A file's text as the type checker reads it. */
export function textOf(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/^\uFEFF/u, "");
}
