import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { exists, listEntries } from "../disk/index.js";
import { adaptationKey } from "./packages/adapt.js";
import type { Contract, Problem } from "./contract.js";
import { findSettingsFaults, readPackages, withoutAdvice } from "./packages/load-packages.js";
import { didYouMean } from "./nearest.js";
import { findPackages } from "./packages/packages.js";
import { assembleContract, type ContractParts, type ContractSource, parseContract, type ParsedContract } from "./parse.js";
import { type ContractRoot, rootAt } from "./root.js";
import { listMarkdown, readContractFile } from "./read-contract-file.js";
import type { RuleDescription } from "./rule-options.js";
import { keyProblem } from "./packages/shared-settings.js";

interface Known {
  readonly text: string;
  /** What package.json says of the contract. */
  readonly said: string;
  readonly source: ContractSource;
  readonly rules: readonly RuleDescription[];
  readonly parsed: ParsedContract;
}

/** Parsed files by absolute path. */
const known = new Map<string, Known>();

/** The contracts of a root. */
export interface LoadedContracts {
  /** Absolute path. */
  readonly root: string;
  readonly directory: string;
  /** Dependencies first, then by id. */
  readonly contracts: readonly Contract[];
  /** The readable parts of contracts with errors: for further checks only. */
  readonly drafts: readonly Contract[];
  /** Of all files, sorted by file and position. */
  readonly problems: readonly Problem[];
  /** The errors of the contracts that could not be read, by their ids. */
  readonly broken: ReadonlyMap<string, readonly Problem[]>;
}

/** How a root's contracts are read. */
export interface LoadOptions {
  /** The folder, if it is not the root's own. */
  readonly directory?: string;
  /** The text that an editor has for a contract file (absolute path) and has not saved; undefined for the disk's. */
  unsaved?(path: string): string | undefined;
  /** What earlier processes have parsed. */
  readonly kept?: KeptParses;
}

/** Reads a root's contracts, which may use these rules; a broken contract becomes a problem and does not affect the others. */
export function loadContracts(
  root: ContractRoot | string,
  rules: readonly RuleDescription[],
  options: LoadOptions = {},
): LoadedContracts {
  const found = typeof root === "string" ? rootAt(root) : root;
  const directory = options.directory ?? found.directory;
  const folder = resolve(found.root, directory);
  const problems: Problem[] = [...found.problems, ...findFolderProblems(folder, directory, directory !== "migrations")];
  const contracts: Contract[] = [];
  const drafts: Contract[] = [];
  const broken = new Map<string, readonly Problem[]>();
  const { shared } = found;
  const read = ({ path, ...source }: ContractSource & { readonly path: string }): boolean => {
    const at = { path, ...source, ...(shared && { settings: shared }) };
    const parsed = parseContractFile({ ...at, unsaved: options.unsaved?.(path), kept: options.kept }, rules);
    problems.push(...(source.package ? withoutAdvice(parsed.problems, source.file) : parsed.problems));
    if (parsed.draft) drafts.push(parsed.draft);
    if (parsed.contract) contracts.push(parsed.contract);
    else if (!parsed.skipped) broken.set(source.id, errorsOf(parsed.problems));
    return !parsed.skipped;
  };
  const known = new Map<string, string>();
  for (const name of listMarkdown(folder)) {
    const file = `${directory.replaceAll("\\", "/")}/${name}`;
    const id = name.slice(0, -".md".length);
    if (read({ path: join(folder, name), id, file })) known.set(id, file);
  }
  if (shared) {
    const packages = findPackages(found.root, shared);
    const faults = [...packages.faults, ...readPackages(packages, known, read)];
    const unread = faults.length > 0 || [...broken.keys()].some((id) => !drafts.some((draft) => draft.id === id));
    const said = findSettingsFaults(shared, { contracts, drafts, unread });
    problems.push(...[...faults, ...said].map((fault) => keyProblem(shared, fault)));
  }
  problems.push(...findDependencyProblems(contracts, drafts, broken));
  return {
    root: found.root,
    directory,
    contracts: inDependencyOrder(contracts),
    drafts,
    problems: problems.sort(byPlace),
    broken,
  };
}

/** Those problems because of which a contract can't be used. */
export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}

function findFolderProblems(folder: string, directory: string, isNamed: boolean): Problem[] {
  if (listEntries(folder) !== undefined || (!exists(folder) && !isNamed)) return [];
  const message = exists(folder)
    ? `${directory} is no folder that can be read: put the contracts into one.`
    : `There is no folder ${directory}: make it, or name the one that has the contracts.`;
  return [{ file: directory, line: 1, column: 1, code: "missing-directory", severity: "error", message }];
}

/** Finds dependencies on missing contracts, and cycles; a broken contract does not count as missing. */
function findDependencyProblems(
  contracts: readonly Contract[],
  drafts: readonly Contract[],
  broken: ReadonlyMap<string, unknown>,
): Problem[] {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  return [...contracts, ...drafts].flatMap((contract) => {
    const unknown = contract.dependsOn.flatMap((id, index) => {
      if (byId.has(id) || broken.has(id)) return [];
      const advice = didYouMean(id, [...byId.keys(), ...broken.keys()]) || " Write the id of a contract, or remove it.";
      return [problemAt(contract, index, "unknown-dependency", `There is no contract "${id}".${advice}`)];
    });
    const cycle = byId.has(contract.id) ? findCycle(contract.id, byId) : undefined;
    if (!cycle) return unknown;
    const index = contract.dependsOn.indexOf(cycle[1]!);
    const message = `The contracts wait for each other (${cycle.join(" → ")}): remove one of these dependencies.`;
    return [...unknown, problemAt(contract, index, "dependency-cycle", message)];
  });
}

function problemAt(contract: Contract, index: number, code: string, message: string): Problem {
  const { file, line, column } = contract.locate(["dependsOn", index]);
  return { file, line, column, code, severity: "error", message };
}

function byPlace(a: Problem, b: Problem): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}

/** A contract file that is to be read. */
interface ContractFile extends ContractSource {
  /** Absolute. */
  readonly path: string;
  /** Its text in an editor, where it differs from the disk's. */
  readonly unsaved?: string | undefined;
  /** What earlier processes have parsed. */
  readonly kept?: KeptParses | undefined;
}

/** Reads and parses a contract file; a text is parsed again only if it has changed. Never throws. */
function parseContractFile({ path, unsaved, kept, ...source }: ContractFile, rules: readonly RuleDescription[]): ParsedContract {
  const read = unsaved === undefined ? readContractFile(path) : { text: unsaved };
  if (!("text" in read)) {
    known.delete(path);
    const { code, message } = read;
    return { problems: [{ file: source.file, line: 1, column: 1, code, severity: "error", message }] };
  }
  const last = known.get(path);
  // A place in package.json may move, whatever it says.
  const said = `${adaptationKey(source.id, source)}${source.settings?.locate([]).line ?? ""}`;
  const isSame =
    last?.text === read.text && last.said === said && last.source.id === source.id && last.source.file === source.file;
  if (last && isSame && last.rules === rules) return last.parsed;
  const parsed = kept ? parseWithKept(read.text, source, { rules, kept }) : parseContract(read.text, source, rules);
  known.set(path, { text: read.text, said, source, rules, parsed });
  return parsed;
}

/** A contract without errors as an earlier process parsed it, as plain data. */
export interface KeptParse {
  readonly parts: ContractParts;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/** Keeps what was parsed for later processes, by the whole text. */
export interface KeptParses {
  /** What was kept for exactly this text. */
  find(source: ContractSource, text: string): KeptParse | undefined;
  keep(source: ContractSource, text: string, parse: KeptParse): void;
}

/** What is known without YAML's parser, and what the contract may use. */
interface WithKept {
  readonly rules: readonly RuleDescription[];
  readonly kept: KeptParses;
}

/** Parses a contract, or takes it from those that were parsed before; the text is then read only when a place in it is asked for. */
function parseWithKept(text: string, source: ContractSource, { rules, kept }: WithKept): ParsedContract {
  const known = kept.find(source, text);
  if (known) {
    let parsed: ParsedContract | undefined;
    const contract = assembleContract(known.parts, { text, source, rules }, (path) => {
      parsed ??= parseContract(text, source, rules);
      return parsed.contract!.locate(path);
    });
    return { contract, ...known };
  }
  const parsed = parseContract(text, source, rules);
  const { parts, problems } = parsed;
  // YAML has numbers that JSON has not.
  if (parts && isDeepStrictEqual(JSON.parse(JSON.stringify(parts)), parts)) kept.keep(source, text, { parts, problems });
  return parsed;
}

/** The parts of a contract that the dependency order needs. */
interface Dependent {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/** The contracts with dependencies first, then by id; contracts in a cycle come when no others are left. */
export function inDependencyOrder<T extends Dependent>(contracts: readonly T[]): T[] {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const waiting = new Map(contracts.map((contract) => [contract.id, countKnown(contract, byId)]));
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn } of contracts) {
    for (const other of new Set(dependsOn)) dependents.set(other, [...(dependents.get(other) ?? []), id]);
  }
  const order: T[] = [];
  while (waiting.size > 0) {
    const ids = [...waiting.keys()].sort();
    const next = ids.find((id) => waiting.get(id) === 0) ?? ids.find((id) => findCycle(id, byId) !== undefined) ?? ids[0]!;
    waiting.delete(next);
    order.push(byId.get(next)!);
    for (const id of dependents.get(next) ?? []) if (waiting.has(id)) waiting.set(id, waiting.get(id)! - 1);
  }
  return order;
}

function countKnown({ id, dependsOn }: Dependent, byId: ReadonlyMap<string, Dependent>): number {
  return [...new Set(dependsOn)].filter((other) => other !== id && byId.has(other)).length;
}

/** The shortest way from a contract back to itself, both ends included; undefined if there is none. */
function findCycle(id: string, byId: ReadonlyMap<string, Dependent>): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [id];
  for (const current of queue) {
    for (const next of byId.get(current)?.dependsOn ?? []) {
      if (next === id) return [...wayTo(current, id, cameFrom), id];
      if (!byId.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0]!)!);
  return way;
}
