import { inDependencyOrder, loadContracts, type Contract, type ContractRoot, type Problem } from "@godwit/contracts";
import type { CompiledRule, Engine } from "@godwit/engine";

/** A contract that works, with its rules ready. */
export interface ActiveContract {
  readonly contract: Contract;
  readonly rules: readonly CompiledRule[];
  /** What is wrong with the file on disk, where this is its last good version; undefined for the file as it is. */
  readonly outdatedBy?: Problem;
}

/** The contracts of one root, as they stood when they were last read. */
export interface Project {
  readonly root: string;
  /** The folder of the contracts, relative to the root. */
  readonly directory: string;
  readonly engine: Engine;
  /** In dependency order, then by id. */
  readonly contracts: readonly ActiveContract[];
  readonly problems: readonly Problem[];
}

/** Reads and compiles a root's contracts; one that is broken now keeps its last good version from `previous`. */
export function loadProject(root: ContractRoot, engine: Engine, previous?: Project): Project {
  const loaded = loadContracts(root);
  const problems: Problem[] = [...loaded.problems];
  const good = new Map(previous?.contracts.map(({ contract }) => [contract.file, contract]));
  const read = new Set(loaded.contracts.map(({ file }) => file));
  const unread = loaded.problems.filter(({ file, severity }) => severity === "error" && !read.has(file));
  const kept = [...new Set(unread.map(({ file }) => file))].flatMap((file) => good.get(file) ?? []);
  const contracts = inDependencyOrder([...loaded.contracts, ...kept]).flatMap((contract, order): ActiveContract[] => {
    const { rules, problems: own } = engine.compileContract(contract, order);
    if (!read.has(contract.file)) return rules ? [{ contract, rules, outdatedBy: firstError(unread, contract.file)! }] : [];
    problems.push(...own);
    if (rules) return [{ contract, rules }];
    const last = good.get(contract.file);
    const lastRules = last && engine.compileContract(last, order).rules;
    return lastRules ? [{ contract: last, rules: lastRules, outdatedBy: firstError(own, contract.file)! }] : [];
  });
  return { root: loaded.root, directory: loaded.directory, engine, contracts, problems };
}

function firstError(problems: readonly Problem[], of: string): Problem | undefined {
  return problems.find(({ file, severity }) => severity === "error" && file === of);
}
