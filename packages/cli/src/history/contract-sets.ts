import { platform } from "node:os";
import path from "node:path";
import { type Contract, inDependencyOrder, parseContract } from "@godwit/core/contracts";
import { digestOf, linkStatsAt } from "@godwit/core/disk";
import { ruleDescriptions } from "@godwit/core/engine";
import { type Looks, SourceSyntaxError } from "@godwit/core/modules";
import {
  groupBy,
  type ActiveContract,
  type Finding,
  type CacheOptions,
  concerning,
  decodeSource,
  type Footprint,
  footprintOf,
  type HistoryCommit,
  isAsSeen,
  joinFootprints,
  parsePart,
  type Project,
  readCache,
  readObjects,
  toPart,
  writeCache,
} from "@godwit/project";
import { findForCheck } from "../check/finding.js";
import { openSource } from "../host/source-file.js";
import type { PastGap } from "./history.js";

/** The contracts that are in force at a commit. */
export interface ContractSet {
  /** The same as long as the texts of all contracts are. */
  readonly key: string;
  readonly contracts: readonly ActiveContract[];
  /** Contracts that were there and can't be used. */
  readonly unusable: readonly string[];
}

/** A set of contracts. */
export function toSet(contracts: readonly ActiveContract[], unusable: readonly string[] = []): ContractSet {
  const identity = contracts.map(({ contract: { id, file, hash } }) => [id, file, hash]);
  return { key: digestOf(JSON.stringify(identity)), contracts, unusable };
}

/** The sets of contracts as they were, by the index of the commit that begins them, and what can't be used of them. */
export interface PastSets {
  readonly sets: ReadonlyMap<number, ContractSet>;
  readonly unusable: readonly PastGap[];
}

/** Reads the contracts as they were at each commit, from the folder that has them today. */
export function readPastSets(project: Project, commits: readonly HistoryCommit[]): PastSets {
  const names = new Map<string, string>();
  const compile = createCompiler(project, commits);
  const sets = new Map<number, ContractSet>();
  const unusable: PastGap[] = [];
  // Of packages git knows nothing: they count as they are installed.
  const fromPackages = project.contracts.filter(({ contract }) => contract.package);
  for (const [index, { id: commit, changes }] of commits.entries()) {
    const own = changes.filter((change) => isContractFile(change.path, project.directory));
    if (own.length === 0 && index > 0) continue;
    for (const { path: file, blob } of own) {
      if (blob === null) names.delete(file);
      else names.set(file, blob);
    }
    const changed = new Set(own.map((change) => change.path));
    const read = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, blob]) => ({ file, ...compile(file, blob) }));
    const works = [...read.flatMap(({ contract }) => contract ?? []), ...fromPackages];
    const broken = read.filter(({ fault }) => fault !== undefined);
    for (const { file, fault } of broken) if (changed.has(file)) unusable.push({ commit, file, message: fault! });
    const byId = new Map(works.map((each) => [each.contract.id, each]));
    const ordered = inDependencyOrder(works.map(({ contract }) => contract)).map(({ id }) => byId.get(id)!);
    sets.set(
      index,
      toSet(
        ordered,
        broken.map(({ file }) => idOf(file)),
      ),
    );
  }
  return { sets, unusable };
}

function isContractFile(file: string, directory: string): boolean {
  const name = path.posix.basename(file);
  return path.posix.dirname(file) === path.posix.normalize(directory) && name.endsWith(".md") && !name.startsWith(".");
}

function idOf(file: string): string {
  return path.posix.basename(file, ".md");
}

interface Compiled {
  readonly contract?: ActiveContract;
  readonly fault?: string;
}

/** Each version of a contract is compiled once; its order among the others decides nothing that is counted. */
function createCompiler(
  { root, directory, engine }: Project,
  commits: readonly HistoryCommit[],
): (file: string, blob: string) => Compiled {
  const wanted = commits.flatMap(({ changes }) =>
    changes.flatMap((change) => (change.blob !== null && isContractFile(change.path, directory) ? [change.blob] : [])),
  );
  const texts = readObjects(root, [...new Set(wanted)]);
  const known = new Map<string, Compiled>();
  const compile = (file: string, blob: string): Compiled => {
    const bytes = texts.get(blob);
    if (!bytes) return { fault: "This clone does not have the version: fetch it without a filter." };
    const { contract, problems } = parseContract(bytes.toString("utf8"), { id: idOf(file), file }, ruleDescriptions);
    if (!contract) {
      const [error] = problems.filter(({ severity }) => severity === "error");
      return error ? { fault: `${error.line}:${error.column} ${error.message}` } : {};
    }
    return compileOne(engine, contract);
  };
  return (file, blob) => {
    const key = `${blob} ${file}`;
    const answer = known.get(key) ?? compile(file, blob);
    known.set(key, answer);
    return answer;
  };
}

function compileOne(engine: Project["engine"], contract: Contract): Compiled {
  const { rules, problems } = engine.compileContract(contract, 0);
  if (rules) return { contract: { contract, rules, order: 0 } };
  const error = problems.find(({ severity }) => severity === "error");
  return { fault: error ? `${error.line}:${error.column} ${error.message}` : "Its rules can't work." };
}

/** A version of a file, looked at for a set of contracts. */
export interface Version {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly blob: string;
  /** The key of the contracts. */
  readonly set: string;
}

/** The folder of what is known of the past, relative to the root. */
const FOLDER = ".godwit/history";

/**
 * What earlier runs found out about versions of files, if all of the disk that they looked at for that is as it was; without options it
 * knows nothing, and keeps nothing.
 */
export class VersionCache {
  readonly #place:
    { readonly root: string; readonly folder: string; readonly key: string; readonly startedAt: number } | undefined;
  readonly #footprint: Footprint | undefined;
  /** By version; `null` is what most versions hold. */
  readonly #answers: Record<string, VersionAnswer | null> = {};
  #isNew = false;

  constructor(root: string, options: CacheOptions | undefined, mode: string) {
    const folder = options?.folder ?? historyFolder(root);
    if (!options || folder === undefined) return;
    const key = digestOf(JSON.stringify(["history 2", mode, options.build, platform()]));
    this.#place = { root, folder, key, startedAt: options.startedAt ?? Date.now() };
    const parts = readCache(folder, key);
    const footprint = parts && parsePart<Footprint>(parts.basis);
    if (!footprint || !isAsSeen(footprint, root)) return;
    this.#footprint = footprint;
    this.#answers = parsePart(parts.answers);
  }

  find(version: Version): VersionAnswer | undefined {
    const key = cacheKeyOf(version);
    return Object.hasOwn(this.#answers, key) ? (this.#answers[key] ?? NOTHING) : undefined;
  }

  /** Notes an answer for the next run. */
  keep(version: Version, { tally, fault }: VersionAnswer): void {
    this.#isNew = true;
    this.#answers[cacheKeyOf(version)] =
      tally.length > 0 || fault !== undefined ? { tally, ...(fault !== undefined && { fault }) } : null;
  }

  /** Saves what is known of these sets of contracts; `looks` are those of this run. Returns why it could not be written. */
  save(sets: ReadonlySet<string>, looks: Looks): string | undefined {
    const seen = this.#place && this.#isNew ? footprintOf(looks, this.#place) : undefined;
    if (!this.#place || !seen) return undefined;
    const { folder, key } = this.#place;
    const answers = Object.entries(this.#answers).filter(([name]) => sets.has(name.slice(0, name.indexOf(" "))));
    const basis = toPart(joinFootprints(seen, this.#footprint));
    return writeCache(folder, key, { basis, answers: toPart(Object.fromEntries(answers)) });
  }
}

function cacheKeyOf({ path: file, blob, set }: Version): string {
  return `${set} ${blob} ${file}`;
}

/** Where godwit keeps what it knows of the past; undefined if a link leads out of the root there. */
function historyFolder(root: string): string | undefined {
  const isLink = [".godwit", FOLDER].some((each) => linkStatsAt(path.join(root, each))?.isSymbolicLink());
  return isLink ? undefined : path.join(root, FOLDER);
}

/** The violations in one version of a file: by contract, and by phase (-1: none). */
type Tally = readonly (readonly [contract: string, phase: number, count: number])[];

/** What one version of a file holds, or why that is not known. */
export interface VersionAnswer {
  readonly tally: Tally;
  readonly fault?: string;
}

/** What most versions hold. */
const NOTHING: VersionAnswer = { tally: [] };

/**
 * Counts the violations in a version of a file as if it were in today's tree, at its path: what it imports is looked up among the files of
 * today. Without bytes git does not have the version.
 */
export function countVersion(
  { root, engine }: Pick<Project, "root" | "engine">,
  contracts: readonly ActiveContract[],
  file: string,
  bytes: Buffer | undefined,
): VersionAnswer {
  if (!bytes) return { tally: [], fault: "This clone does not have the version: fetch it without a filter." };
  const absolute = path.join(root, file);
  try {
    const read = decodeSource(bytes);
    if (read.kind !== "text") {
      if (read.kind === "gone" || concerning(contracts, absolute, read.scan ?? "").length === 0) return NOTHING;
      return { tally: [], fault: read.message };
    }
    const concerned = concerning(contracts, absolute, read.bytes);
    if (concerned.length === 0) return NOTHING;
    const { open, planned } = findForCheck({ engine, contracts: concerned }, openSource(absolute, read.text), file);
    const phaseOf = ({ contract, phase }: Finding): number => (phase ? contract.phases.indexOf(phase) : -1);
    const groups = groupBy([...open, ...planned], (each) => `${each.contract.id} ${phaseOf(each)}`);
    return { tally: [...groups.values()].map((own) => [own[0]!.contract.id, phaseOf(own[0]!), own.length]) };
  } catch (error) {
    if (error instanceof SourceSyntaxError)
      return { tally: [], fault: `It does not parse: ${error.line}:${error.column} ${error.message}` };
    return { tally: [], fault: `godwit failed on it; please report it: ${(error as Error).message}` };
  }
}
