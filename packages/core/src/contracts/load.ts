import { join, resolve } from "node:path";
import { exists, listEntries } from "../disk/index.js";
import type { Contract, Problem } from "./contract.js";
import { type KeptParses, parseWithKept } from "./kept-parse.js";
import { findCycle, inDependencyOrder } from "./dependencies.js";
import { didYouMean } from "./nearest.js";
import type { RuleDescription } from "./rule-description.js";
import { type ContractRoot, listMarkdown, rootAt } from "./root.js";
import { type ContractSource, parseContract, type ParsedContract } from "./parse.js";
import { readContractFile } from "./read-contract-file.js";

interface Known {
  readonly text: string;
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
  const broken = new Set<string>();
  for (const name of listMarkdown(folder)) {
    const path = join(folder, name);
    const id = name.slice(0, -".md".length);
    const file = `${directory.replaceAll("\\", "/")}/${name}`;
    const parsed = parseContractFile({ path, id, file, unsaved: options.unsaved?.(path), kept: options.kept }, rules);
    problems.push(...parsed.problems);
    if (parsed.draft) drafts.push(parsed.draft);
    if (parsed.contract) contracts.push(parsed.contract);
    else if (!parsed.skipped) broken.add(id);
  }
  problems.push(...findDependencyProblems(contracts, drafts, broken));
  return { root: found.root, directory, contracts: inDependencyOrder(contracts), drafts, problems: problems.sort(byPlace) };
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
  broken: ReadonlySet<string>,
): Problem[] {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  return [...contracts, ...drafts].flatMap((contract) => {
    const unknown = contract.dependsOn.flatMap((id, index) => {
      if (byId.has(id) || broken.has(id)) return [];
      const advice = didYouMean(id, [...byId.keys(), ...broken]) || " Write the id of a contract, or remove it.";
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
  const { line, column } = contract.locate(["dependsOn", index]);
  return { file: contract.file, line, column, code, severity: "error", message };
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
  const isSame = last?.text === read.text && last.source.id === source.id && last.source.file === source.file;
  if (last && isSame && last.rules === rules) return last.parsed;
  const parsed = kept ? parseWithKept(read.text, source, { rules, kept }) : parseContract(read.text, source, rules);
  known.set(path, { text: read.text, source, rules, parsed });
  return parsed;
}
