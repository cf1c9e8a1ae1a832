import { byProject, findCulprits } from "./culprits.js";

/** How often a wave mends what errors tell at a stage; from then on they only take back. */
export const MOST_MENDINGS = 20;

/** An error that a wave adds. */
export interface WaveError {
  /** The tsconfig of the project that showed it. */
  readonly config: string;
  readonly file: string;
}

/** What a wave does about errors. */
export interface WaveStep {
  /** How many errors it still adds; 0 while all that it reaches is asked. */
  readonly errors: number;
  /** The files that have them. */
  readonly files: number;
  /** Whether it looks for what these come from; else it mends what they tell. */
  readonly isSearch: boolean;
}

/** How far a wave is. */
export interface WaveProgress extends WaveStep {
  /** The number of the question about all that it reaches that is asked, or was asked last. */
  readonly round: number;
  /** The projects that may still be asked, while it is asked. */
  readonly projects: number;
}

/** What keeps a wave from going on at one stage. */
type Stop = "quiet" | "surprised";

/**
 * A change across files of which only the whole shows what holds: types for values, parameters through callers, functions that become async.
 * It proposes and applies all of it in memory, asks the type checker for the errors, mends what they tell, and takes back the rest.
 */
export interface Wave<Stage, Found extends WaveError> {
  /** Lets others work; false if the wave should end. */
  breathe(): Promise<boolean>;
  /** Tells who waits how far it is. */
  tell(step: WaveStep): void;
  /**
   * Proposes, applies and asks: the errors, or `again` where it proposes something else now. It stops where no error is left, and is surprised
   * where it should go back to an earlier stage.
   */
  ask(stage: Stage, round: number): readonly Found[] | "again" | Stop;
  /** Whether something else is proposed because of the errors. */
  mend(errors: readonly Found[]): boolean;
  /** What an error may come from, by the keys of what is proposed, the likeliest first. */
  suspectsOf(error: Found): readonly string[];
  /** Which of some errors are gone without some suspects; `together` are all of their project. */
  curedWithout(suspects: ReadonlySet<string>, errors: readonly Found[], together: readonly Found[]): ReadonlySet<Found>;
  /** Whether something was taken back for an error, of which the culprits are undefined where it stays whatever is left out. */
  takeBack(error: Found, culprits: readonly string[] | undefined): boolean;
  /** Of errors that come and go as they are asked for nothing is proved: takes back what they are most likely about. */
  takeBackLikeliest?(errors: readonly Found[]): void;
}

/** What is said while something is done about errors. */
export function stepFor(errors: readonly { readonly file: string }[], isSearch: boolean): WaveStep {
  return { errors: errors.length, files: new Set(errors.map(({ file }) => file)).size, isSearch };
}

/** Goes on until the type checker has nothing against what is proposed at a stage. */
export async function converge<Stage, Found extends WaveError>(wave: Wave<Stage, Found>, stage: Stage): Promise<Stop | "ended"> {
  for (let round = 0; await wave.breathe(); round++) {
    const answer = wave.ask(stage, round);
    if (answer === "again") continue;
    if (typeof answer === "string") return answer;
    wave.tell(stepFor(answer, false));
    if (round < MOST_MENDINGS && wave.mend(answer)) continue;
    if (!(await takeBackCulprits(wave, answer))) return "ended";
  }
  return "ended";
}

/**
 * Takes back what errors come from that nothing explains, or that can't be mended: the fewest suspects without which they are gone, by the
 * checker's word. False if the wave was ended.
 */
async function takeBackCulprits<Stage, Found extends WaveError>(
  wave: Wave<Stage, Found>,
  errors: readonly Found[],
): Promise<boolean> {
  let isTakenBack = false;
  for (const together of byProject(errors)) {
    wave.tell(stepFor(together, true));
    const suspects = new Map(together.map((error) => [error, wave.suspectsOf(error)]));
    const culprits = await findCulprits(suspects, async (without, some) =>
      (await wave.breathe()) ? wave.curedWithout(without, some, together) : undefined,
    );
    if (!culprits) return false;
    for (const error of together) isTakenBack = wave.takeBack(error, culprits.get(error)) || isTakenBack;
  }
  if (!isTakenBack) wave.takeBackLikeliest?.(errors);
  return true;
}
