import type { ActiveContract } from "@godwit/project";
import type { CommitCounts, CountAt, CountedContract, History, PastGap } from "./history.js";
import type { VersionAnswer } from "./version-counter.js";
import type { Question, Step } from "./walk.js";

type Sums = Pick<History, "contracts" | "commits" | "uncounted">;

/** Adds the answers up, commit by commit; phases only where they are the same ones at all commits. */
export function addUp(steps: Iterable<Step>, answerTo: (question: Question) => VersionAnswer, hasPhases: boolean): Sums {
  const totals = new Totals();
  const contracts = new Map<string, CountedContract>();
  const uncounted = new Map<string, PastGap>();
  const commits: { readonly id: string; readonly time: number; readonly counts: ReadonlyMap<string, CountAt> }[] = [];
  let counts: ReadonlyMap<string, CountAt> = new Map();
  for (const { commit, set, dropped, left, questions } of steps) {
    for (const id of dropped) totals.dropContract(id);
    const answered = questions.map((question) => ({ question, answer: answerTo(question) }));
    // What could not be counted keeps the counts of the version before it: it is not known to be clean.
    const unknown = new Set(
      answered.flatMap(({ question, answer }) => (answer.fault === undefined ? [] : [question.version.path])),
    );
    for (const file of left) if (!unknown.has(file)) totals.dropFile(file);
    for (const { question, answer } of answered) {
      const { path, blob } = question.version;
      const { tally, fault } = answer;
      for (const [contract, phase, count] of tally) totals.add(contract, path, phase, count);
      const key = `${blob} ${path}`;
      if (fault !== undefined && !uncounted.has(key)) uncounted.set(key, { commit: commit.id, file: path, message: fault });
    }
    for (const { contract } of set.contracts) {
      const { id, title, phases } = contract;
      contracts.set(id, { id, title, phases: hasPhases ? phases.map(({ name }) => name) : [] });
    }
    if (commits.length === 0 || dropped.length > 0 || left.length > 0 || questions.length > 0)
      counts = totals.at(set.contracts, hasPhases);
    commits.push({ id: commit.id, time: commit.time, counts });
  }
  const all = [...contracts.values()];
  return {
    contracts: all,
    commits: commits.map((commit): CommitCounts => ({ ...commit, counts: all.map(({ id }) => commit.counts.get(id) ?? null) })),
    uncounted: [...uncounted.values()],
  };
}

/** The violations of each contract by file and phase. */
class Totals {
  readonly #byContract = new Map<string, Map<string, Map<number, number>>>();

  dropContract(contract: string): void {
    this.#byContract.delete(contract);
  }

  dropFile(file: string): void {
    for (const files of this.#byContract.values()) files.delete(file);
  }

  add(contract: string, file: string, phase: number, count: number): void {
    const files = entryOf(this.#byContract, contract, () => new Map<string, Map<number, number>>());
    const phases = entryOf(files, file, () => new Map<number, number>());
    phases.set(phase, (phases.get(phase) ?? 0) + count);
  }

  at(contracts: readonly ActiveContract[], hasPhases: boolean): ReadonlyMap<string, CountAt> {
    return new Map(
      contracts.map(({ contract: { id, phases: named } }) => {
        const phases = hasPhases ? named.map(() => 0) : [];
        let left = 0;
        for (const byPhase of this.#byContract.get(id)?.values() ?? []) {
          for (const [phase, count] of byPhase) {
            left += count;
            if (phase >= 0 && hasPhases) phases[phase]! += count;
          }
        }
        return [id, { left, phases }];
      }),
    );
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
