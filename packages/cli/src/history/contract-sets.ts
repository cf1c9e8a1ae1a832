import path from "node:path";
import { digestOf } from "@godwit/core/disk";
import { inDependencyOrder, parseContract, type Contract } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import { readObjects, type ActiveContract, type HistoryCommit, type Project } from "@godwit/project";
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
  for (const [index, { id: commit, changes }] of commits.entries()) {
    const own = changes.filter((change) => isContractFile(change.path, project.directory));
    if (own.length === 0 && index > 0) continue;
    for (const { path: file, blob } of own) {
      if (blob === null) names.delete(file);
      else names.set(file, blob);
    }
    const changed = new Set(own.map((change) => change.path));
    const read = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, blob]) => ({ file, ...compile(file, blob) }));
    const works = read.flatMap(({ contract }) => contract ?? []);
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
