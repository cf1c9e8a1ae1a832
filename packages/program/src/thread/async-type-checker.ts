import type { CallerHost } from "../callers/caller-host.js";
import type { CallerResult, CallerSite } from "../callers/caller-site.js";
import { runCallerWave } from "../callers/caller-wave.js";
import type { DiskLooks } from "../disk-looks.js";
import { createTypeChecker } from "../create-type-checker.js";
import { NativeFailure } from "../native/compiler.js";
import type { ConfirmedError, Reached, TypeChecker, TypeCheckerOptions, Verdict } from "../type-checker.js";
import { runTypedWave } from "../typed/typed-wave.js";
import type { WaveHost, WaveResult, WaveSite } from "../typed/wave-host.js";

/** A type checker whose answers are waited for, so that it may work somewhere else; it is asked one question at a time. */
export interface AsyncTypeChecker {
  /** Says what new texts of files (relative to the root) would add to the state that was kept last. */
  judge(texts: ReadonlyMap<string, string>): Promise<Omit<Verdict, "keep">>;
  /** The same of texts of which parts will be judged; undefined where that would only take time. */
  judgeAhead(texts: ReadonlyMap<string, string>): Promise<Omit<Verdict, "keep"> | undefined>;
  /** Makes the texts that were judged last the state that the next ones are compared with. */
  keepLast(): void;
  /** Takes files (relative to the root) over from disk, where others have changed them. */
  refresh(files: readonly string[]): void;
  /** Takes texts of files (relative to the root) as all that was kept since the start, without looking at what they add. */
  assume(texts: ReadonlyMap<string, string>): void;
  /** What of the disk its answers so far depend on, besides the sources; undefined where nobody can tell. */
  looks(): Promise<DiskLooks | undefined>;
  /** Gives a type to its sites in memory; undefined if the host ended it. */
  runWave(sites: readonly WaveSite[], host: WaveHost): Promise<WaveResult | undefined>;
  /** Gives sites what they need of their callers, in memory; undefined if the host ended it. */
  runCallerWave(sites: readonly CallerSite[], host: CallerHost): Promise<CallerResult | undefined>;
  /**
   * What the projects' own TypeScript says that new texts of files add to their old ones, in all files that they reach: the last word on what
   * another compiler judged, here or, where `wasJudged` says so, in an earlier run. That one ends, and starts again where it is asked again. Of some
   * of these new texts it says so at once.
   */
  confirm(
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
    wasJudged: boolean,
  ): Promise<readonly ConfirmedError[]>;
  /** The projects that TypeScript 7 does not judge so far, and why. */
  slow(): Promise<TypeChecker["slow"]>;
  /** Ends it, whatever it does: what it was asked is rejected, and so is every later question. */
  end(): void;
}

/** Why a question has no answer: the type checker was ended. */
export class TypeCheckEndedError extends Error {
  override readonly name = "TypeCheckEndedError";

  constructor() {
    super("the type check was ended");
  }
}

interface Confirming {
  readonly own: TypeChecker;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly reached: Reached;
}

/** Whether new texts are some of those that were confirmed, and the old ones for the rest. */
function isPartOf(
  confirmed: Pick<Confirming, "before" | "after">,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): boolean {
  const isKnown = [...before].every(([file, text]) => text === confirmed.before.get(file));
  return isKnown && [...after].every(([file, text]) => text === before.get(file) || text === confirmed.after.get(file));
}

/** A type checker that works on the thread that asks, and blocks it. */
export function typeCheckerHere(root: string, files: readonly string[], options?: TypeCheckerOptions): AsyncTypeChecker {
  const checker = createTypeChecker(root, files, options);
  let last: Verdict | undefined;
  let hasEnded = false;
  /** What was confirmed last: where something of it is put back, as few files change for the compiler. */
  let confirmed: Confirming | undefined;
  const ask = async <T>(question: (checker: TypeChecker) => T | Promise<T>): Promise<T> => {
    if (hasEnded) throw new TypeCheckEndedError();
    return question(checker);
  };
  /** A wave begins anew where the native compiler fails in the middle of it: nothing of it is kept yet. */
  const run = <T>(wave: (checker: TypeChecker) => Promise<T>): Promise<T> =>
    ask(async (own) => {
      try {
        return await wave(own);
      } catch (error) {
        if (!(error instanceof NativeFailure)) throw error;
        own.useOwn(error.message);
        return wave(own);
      }
    });
  return {
    slow: () => ask((own) => own.slow),
    looks: () => ask((own) => own.looks),
    assume(texts) {
      last = confirmed = undefined;
      checker.assume(texts);
    },
    confirm: (before, after, wasJudged) =>
      ask((judge) => {
        if (!judge.isNative && !wasJudged) return [];
        if (!confirmed || !isPartOf(confirmed, before, after)) {
          judge.assume(before);
          const reached = judge.reach(after);
          judge.end();
          const own = createTypeChecker(root, files, { native: false });
          own.assume(before);
          confirmed = { own, before, after, reached };
        }
        return confirmed.own.confirm(after, confirmed.reached);
      }),
    judge: (texts) =>
      ask((own) => {
        const { keep: _, ...found } = (last = own.judge(texts));
        return found;
      }),
    judgeAhead: (texts) =>
      ask((own) => {
        last = undefined;
        const { keep: _, ...found } = own.judgeAhead(texts) ?? { keep: undefined };
        return "added" in found ? found : undefined;
      }),
    keepLast() {
      last?.keep();
      last = undefined;
    },
    refresh(changed) {
      last = confirmed = undefined;
      checker.refresh(changed);
    },
    runWave: (sites, host) => run((own) => runTypedWave(own, sites, host)),
    runCallerWave: (sites, host) => run((own) => runCallerWave(own, sites, host)),
    end() {
      hasEnded = true;
      checker.end();
    },
  };
}
