import { matchesContract } from "@godwit/core/contracts";
import type { ActiveContract, HistoryCommit } from "@godwit/project";
import { toSet, type ContractSet } from "./contract-sets.js";
import type { Version } from "./version-cache.js";

/** A version of a file that a commit asks about. */
export interface Question {
  readonly version: Version;
  readonly contracts: readonly ActiveContract[];
}

/** What happens at a commit, in this order. */
export interface Step {
  readonly commit: HistoryCommit;
  readonly set: ContractSet;
  /** Contracts whose counts so far are no longer true: they changed, or are gone. */
  readonly dropped: readonly string[];
  /** Files whose content changed or which are gone: their counts so far are no longer true. */
  readonly left: readonly string[];
  /** What is to be counted anew. */
  readonly questions: readonly Question[];
}

/** What a walk goes over. */
export interface Walk {
  readonly commits: readonly HistoryCommit[];
  /** By the index of the commit that begins them; the first commit has one. */
  readonly sets: ReadonlyMap<number, ContractSet>;
  /** Whether a path is a source file of the root. */
  isSource(path: string): boolean;
}

/** Goes through the commits, and says what each one changes. */
export function* walk({ commits, sets, isSource }: Walk): Generator<Step> {
  const tree = new Map<string, string>();
  let set: ContractSet = { key: "", contracts: [], unusable: [] };
  for (const [index, commit] of commits.entries()) {
    const sources = commit.changes.filter(({ path }) => isSource(path));
    const isChanged = new Set(sources.map(({ path }) => path));
    const next = sets.get(index);
    const questions: Question[] = [];
    const dropped: string[] = [];
    if (next && next.key !== set.key) {
      const before = new Map(set.contracts.map((each) => [each.contract.id, each.contract.hash]));
      const after = new Map(next.contracts.map((each) => [each.contract.id, each.contract.hash]));
      dropped.push(...[...before].flatMap(([id, hash]) => (after.get(id) === hash ? [] : [id])));
      const fresh = next.contracts.filter(({ contract }) => before.get(contract.id) !== contract.hash);
      const { key } = toSet(fresh);
      if (fresh.length > 0)
        for (const [path, blob] of tree) if (!isChanged.has(path)) questions.push(...ask(fresh, { path, blob, set: key }));
    }
    set = next ?? set;
    for (const { path, blob } of sources) {
      if (blob === null) tree.delete(path);
      else {
        tree.set(path, blob);
        questions.push(...ask(set.contracts, { path, blob, set: set.key }));
      }
    }
    yield { commit, set, dropped, left: [...isChanged], questions };
  }
}

function ask(contracts: readonly ActiveContract[], version: Version): readonly Question[] {
  const own = contracts.filter(({ contract }) => matchesContract(contract, version.path));
  return own.length === 0 ? [] : [{ version, contracts: own }];
}
