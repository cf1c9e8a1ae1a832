import path from "node:path";
import { matchesContract } from "@godwit/core/contracts";
import {
  everFewer,
  groupBy,
  type ActiveContract,
  type CacheOptions,
  type HistoryChoice,
  type HistoryCommit,
  type Project,
  readCommits,
  readObjects,
  sourcesOf,
} from "@godwit/project";
import { requireSettings } from "../check/settings.js";
import { requireProject, rootOf, selectContracts } from "../project.js";
import {
  type ContractSet,
  countVersion,
  type PastSets,
  readPastSets,
  toSet,
  type Version,
  type VersionAnswer,
  VersionCache,
} from "./contract-sets.js";
import type { CommitCounts, CountAt, CountedContract, History, PastGap } from "./history.js";

/** How a history is made. */
export interface HistoryOptions extends HistoryChoice {
  readonly cwd: string;
  /** Takes the contracts as they were at each commit. */
  readonly asTheyWere?: boolean;
  /** Ids of the contracts to count; default: all. */
  readonly contracts?: readonly string[];
  readonly cache?: CacheOptions | undefined;
  /** Leaves commits out until no more versions of files than this are to be looked at, and makes no history if the newest one has more. */
  readonly mostVersions?: number;
  onProgress?(done: number, total: number): void;
}

/** A history, or why there is none. */
export type BuiltHistory =
  | { readonly history: History; readonly project: Project; readonly note?: string }
  | { readonly problem: string }
  /** So many versions would have to be looked at. */
  | { readonly unknown: number };

/** Versions of files whose contents are in memory at once. */
const AT_ONCE = 200;

/** Counts the violations of the contracts at each commit of a branch; each version of a file is analysed once. */
export function buildHistory(options: HistoryOptions): BuiltHistory {
  const { cwd, asTheyWere = false, mostVersions = Infinity } = options;
  const root = rootOf(cwd);
  const cache = new VersionCache(root, options.cache, asTheyWere ? "then" : "now");
  const project = requireProject(cwd);
  const inForce = selectContracts(project, options.contracts ?? []);
  const found = readCommits(root, options);
  if ("problem" in found) return found;
  const { ref, isShallow } = found;
  const names = new Set(found.commits.flatMap(({ changes }) => changes.map((change) => change.path)));
  const sources = new Set(sourcesOf(root, [...names], { embedding: true }));
  const pastOf = (commits: readonly HistoryCommit[]): PastSets =>
    asTheyWere
      ? onlyChosen(readPastSets(project, commits), options.contracts)
      : { sets: new Map([[0, toSet(inForce)]]), unusable: [] };
  const plan = (commits: readonly HistoryCommit[]) => {
    const past = pastOf(commits);
    const way: Walk = { commits, sets: past.sets, isSource: (file) => sources.has(file) };
    return { past, way, ...sortQuestions(way, cache) };
  };
  const whole = plan(found.commits);
  const chosen = firstThatFits(whole, { plan, fits: ({ open }) => open.size <= mostVersions });
  if (!chosen) return { unknown: whole.open.size };
  const { past, way, answers, open } = chosen;
  const known = answers.size;
  findOut([...open.values()], { project, cache, answers, onProgress: options.onProgress });
  requireSettings(project);
  const sets = new Set([...answers.keys()].map((key) => key.slice(0, key.indexOf(" "))));
  const fault = cache.save(sets, project.engine.modules.looks());
  const history: History = {
    ...{ ref, contractsAsOf: asTheyWere ? "then" : "now", isShallow, unusable: past.unusable },
    leftOut: found.commits.length - way.commits.length,
    ...addUp(walk(way), (question) => answers.get(keyOf(question))!, !asTheyWere),
    versions: { total: answers.size, known },
  };
  return {
    ...{ history, project },
    ...(fault !== undefined && { note: `What was counted can't be kept (${fault}), so the next run starts anew.` }),
  };
}

/** The plan for all commits, or the first one for fewer of them that fits. */
function firstThatFits<Plan extends { readonly way: Walk }>(
  whole: Plan,
  { plan, fits }: { plan(commits: readonly HistoryCommit[]): Plan; fits(plan: Plan): boolean },
): Plan | undefined {
  if (fits(whole)) return whole;
  for (const commits of everFewer(whole.way.commits)) {
    const fewer = plan(commits);
    if (fits(fewer)) return fewer;
  }
  return undefined;
}

/** The questions of a walk: what an earlier run knows of them, and what is to be found out. */
function sortQuestions(
  way: Walk,
  cache: VersionCache,
): { readonly answers: Map<string, VersionAnswer>; readonly open: ReadonlyMap<string, Question> } {
  const answers = new Map<string, VersionAnswer>();
  const open = new Map<string, Question>();
  for (const { questions } of walk(way)) {
    for (const question of questions) {
      const key = keyOf(question);
      if (answers.has(key) || open.has(key)) continue;
      const known = cache.find(question.version);
      if (known) answers.set(key, known);
      else open.set(key, question);
    }
  }
  return { answers, open };
}

function keyOf({ version }: Question): string {
  return `${version.set} ${version.blob} ${version.path}`;
}

function onlyChosen({ sets, unusable }: PastSets, ids: readonly string[] = []): PastSets {
  if (ids.length === 0) return { sets, unusable };
  const isChosen = (file: string): boolean => ids.includes(path.posix.basename(file, ".md"));
  return {
    sets: new Map(
      [...sets].map(([index, set]) => [
        index,
        toSet(
          set.contracts.filter(({ contract }) => ids.includes(contract.id)),
          set.unusable.filter((id) => ids.includes(id)),
        ),
      ]),
    ),
    unusable: unusable.filter(({ file }) => isChosen(file)),
  };
}

interface Finding {
  readonly project: Project;
  readonly cache: VersionCache;
  readonly answers: Map<string, VersionAnswer>;
  readonly onProgress: HistoryOptions["onProgress"] | undefined;
}

/** Answers the open questions: each content is read once, for all questions about it. */
function findOut(questions: readonly Question[], { project, cache, answers, onProgress }: Finding): void {
  const byBlob = groupBy(questions, ({ version }) => version.blob);
  const blobs = [...byBlob.keys()];
  let done = 0;
  for (let start = 0; start < blobs.length; start += AT_ONCE) {
    const ids = blobs.slice(start, start + AT_ONCE);
    const contents = readObjects(project.root, ids);
    for (const id of ids) {
      // Contents that are too large together are read one by one.
      const bytes = contents.get(id) ?? readObjects(project.root, [id]).get(id);
      for (const question of byBlob.get(id)!) {
        const { version, contracts } = question;
        const answer = countVersion(project, contracts, version.path, bytes);
        answers.set(keyOf(question), answer);
        if (bytes !== undefined) cache.keep(version, answer);
        onProgress?.(++done, questions.length);
      }
    }
  }
}

type Sums = Pick<History, "contracts" | "commits" | "uncounted">;

/** Adds the answers up, commit by commit; phases only where they are the same ones at all commits. */
function addUp(steps: Iterable<Step>, answerTo: (question: Question) => VersionAnswer, hasPhases: boolean): Sums {
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

/** A version of a file that a commit asks about. */
interface Question {
  readonly version: Version;
  readonly contracts: readonly ActiveContract[];
}

/** What happens at a commit, in this order. */
interface Step {
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
interface Walk {
  readonly commits: readonly HistoryCommit[];
  /** By the index of the commit that begins them; the first commit has one. */
  readonly sets: ReadonlyMap<number, ContractSet>;
  /** Whether a path is a source file of the root. */
  isSource(path: string): boolean;
}

/** Goes through the commits, and says what each one changes. */
function* walk({ commits, sets, isSource }: Walk): Generator<Step> {
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

/** The contracts about each path, of some: a path has hundreds of versions. */
const concerning = new WeakMap<readonly ActiveContract[], Map<string, readonly ActiveContract[]>>();

function ask(contracts: readonly ActiveContract[], version: Version): readonly Question[] {
  const known = concerning.get(contracts) ?? new Map<string, readonly ActiveContract[]>();
  concerning.set(contracts, known);
  const own = entryOf(known, version.path, () => contracts.filter(({ contract }) => matchesContract(contract, version.path)));
  return own.length === 0 ? [] : [{ version, contracts: own }];
}
