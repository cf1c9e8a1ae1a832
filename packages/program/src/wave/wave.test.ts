import { expect, test } from "vitest";
import { converge, MOST_MENDINGS, type Wave, type WaveError, type WaveStep } from "./wave.js";

interface Fault extends WaveError {
  /** The proposals that make it, which are not known to who asks. */
  readonly by: readonly string[];
  /** Whether mending ends it. */
  readonly mendable: boolean;
}

const fault = (by: readonly string[], mendable = false, config = "a"): Fault => ({ by, mendable, config, file: `${config}.ts` });

/** A wave over proposals of which some make errors. */
class FakeWave implements Wave<"all", Fault> {
  readonly proposed: Set<string>;
  readonly told: WaveStep[] = [];
  readonly reasons: (readonly string[] | undefined)[] = [];
  asked = 0;
  mendings = 0;
  likeliest: readonly Fault[] = [];
  #faults: readonly Fault[];
  readonly #most: number;

  constructor(proposed: readonly string[], faults: readonly Fault[], most = Infinity) {
    this.proposed = new Set(proposed);
    this.#faults = faults;
    this.#most = most;
  }

  breathe(): Promise<boolean> {
    return Promise.resolve(this.asked < this.#most);
  }

  tell(step: WaveStep): void {
    this.told.push(step);
  }

  ask(): readonly Fault[] | "quiet" {
    this.asked++;
    const found = this.#faults.filter(({ by }) => by.length === 0 || by.some((each) => this.proposed.has(each)));
    return found.length === 0 ? "quiet" : found;
  }

  mend(errors: readonly Fault[]): boolean {
    this.mendings++;
    const mended = errors.filter(({ mendable }) => mendable);
    this.#faults = this.#faults.filter((each) => !mended.includes(each));
    return mended.length > 0;
  }

  suspectsOf(): readonly string[] {
    return [...this.proposed];
  }

  curedWithout(suspects: ReadonlySet<string>, errors: readonly Fault[]): ReadonlySet<Fault> {
    return new Set(
      errors.filter(({ by }) => by.length > 0 && by.every((each) => suspects.has(each) || !this.proposed.has(each))),
    );
  }

  takeBack(error: Fault, culprits: readonly string[] | undefined): boolean {
    this.reasons.push(culprits);
    for (const each of culprits ?? []) this.proposed.delete(each);
    if (!culprits) this.#faults = this.#faults.filter((each) => each !== error);
    return culprits !== undefined;
  }

  takeBackLikeliest(errors: readonly Fault[]): void {
    this.likeliest = errors;
  }
}

test("mends what errors tell, then takes back just what the others come from", async () => {
  const wave = new FakeWave(["a", "b", "c", "d"], [fault(["a"], true), fault(["c"]), fault(["b", "d"], false, "other")]);
  expect(await converge(wave, "all")).toBe("quiet");
  expect([...wave.proposed]).toEqual(["a"]);
  expect(wave.told).toEqual([
    { errors: 3, files: 2, isSearch: false },
    { errors: 2, files: 2, isSearch: false },
    { errors: 1, files: 1, isSearch: true },
    { errors: 1, files: 1, isSearch: true },
  ]);
});

test("leaves an error that no proposal makes to who asked, and takes back what is likeliest", async () => {
  const stubborn = fault([]);
  const wave = new FakeWave(["a", "b"], [stubborn]);
  expect(await converge(wave, "all")).toBe("quiet");
  expect({ left: [...wave.proposed], reasons: wave.reasons, likeliest: wave.likeliest }).toEqual({
    left: ["a", "b"],
    reasons: [undefined],
    likeliest: [stubborn],
  });
});

test("ends when it is told to, also while it looks for culprits", async () => {
  expect(await converge(new FakeWave(["a"], [fault(["a"])], 0), "all")).toBe("ended");
  const searching = new FakeWave(["a"], [fault(["a"])], 1);
  expect(await converge(searching, "all")).toBe("ended");
  expect([...searching.proposed]).toEqual(["a"]);
});

test("mends no more after many rounds, so that what comes back each time is taken back", async () => {
  class Restless extends FakeWave {
    override mend(): boolean {
      this.mendings++;
      return true;
    }
  }
  const wave = new Restless(["a", "b"], [fault(["b"])]);
  expect(await converge(wave, "all")).toBe("quiet");
  expect({ left: [...wave.proposed], mendings: wave.mendings }).toEqual({ left: ["a"], mendings: MOST_MENDINGS });
});
