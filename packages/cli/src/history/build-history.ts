import path from "node:path";
import { readCommits, readObjects, sourcesOf, type CacheOptions, type HistoryChoice, type Project } from "@godwit/project";
import { requireSettings } from "../check/settings.js";
import { requireProject, rootOf, selectContracts } from "../project.js";
import { readPastSets, toSet, type PastSets } from "./contract-sets.js";
import { addUp } from "./add-up.js";
import type { History } from "./history.js";
import { VersionCache } from "./version-cache.js";
import { countVersion, type VersionAnswer } from "./version-counter.js";
import { walk, type Question, type Walk } from "./walk.js";

/** How a history is made. */
export interface HistoryOptions extends HistoryChoice {
  readonly cwd: string;
  /** Takes the contracts as they were at each commit. */
  readonly asTheyWere?: boolean;
  /** Ids of the contracts to count; default: all. */
  readonly contracts?: readonly string[];
  readonly cache?: CacheOptions | undefined;
  /** Makes no history if more versions of files than this are to be looked at. */
  readonly mostVersions?: number;
  onProgress?(done: number, total: number): void;
}

/** A history, or why there is none. */
export type BuiltHistory =
  | { readonly history: History; readonly note?: string }
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
  const { ref, commits, isShallow } = found;
  const past: PastSets = asTheyWere
    ? onlyChosen(readPastSets(project, commits), options.contracts)
    : { sets: new Map([[0, toSet(inForce)]]), unusable: [] };
  const names = new Set(commits.flatMap(({ changes }) => changes.map((change) => change.path)));
  const sources = new Set(sourcesOf(root, [...names]));
  const way: Walk = { commits, sets: past.sets, isSource: (file) => sources.has(file) };
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
  if (open.size > mostVersions) return { unknown: open.size };
  const known = answers.size;
  findOut([...open.values()], { project, cache, answers, onProgress: options.onProgress });
  requireSettings(project);
  const sets = new Set([...answers.keys()].map((key) => key.slice(0, key.indexOf(" "))));
  const fault = cache.save(sets, project.engine.modules.looks());
  const history: History = {
    ...{ ref, contractsAsOf: asTheyWere ? "then" : "now", isShallow, unusable: past.unusable },
    ...addUp(walk(way), (question) => answers.get(keyOf(question))!, !asTheyWere),
    versions: { total: answers.size, known },
  };
  return {
    history,
    ...(fault !== undefined && { note: `What was counted can't be kept (${fault}), so the next run starts anew.` }),
  };
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
  const byBlob = new Map<string, Question[]>();
  for (const question of questions) {
    const same = byBlob.get(question.version.blob);
    if (same) same.push(question);
    else byBlob.set(question.version.blob, [question]);
  }
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
