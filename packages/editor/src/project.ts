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
  const broken = new Map<string, Problem>();
  const note = (found: readonly Problem[]): void => {
    for (const problem of found) if (problem.severity === "error" && !broken.has(problem.file)) broken.set(problem.file, problem);
  };
  note(loaded.problems.filter(({ file }) => !loaded.contracts.some((contract) => contract.file === file)));
  const fresh = loaded.contracts.map((contract, order) => ({ contract, ...engine.compileContract(contract, order) }));
  for (const { problems: own } of fresh) {
    problems.push(...own);
    note(own);
  }
  const kept = (previous?.contracts ?? [])
    .filter(({ contract }) => broken.has(contract.file))
    .map(({ contract }, index) => ({ contract, ...engine.compileContract(contract, fresh.length + index) }));
  const standing = [...fresh.filter(({ contract }) => !broken.has(contract.file)), ...kept];
  const contracts = inDependencyOrder(standing.map(({ contract }) => contract)).flatMap((contract): ActiveContract[] => {
    const rules = standing.find((each) => each.contract === contract)?.rules;
    const outdatedBy = broken.get(contract.file);
    return rules ? [{ contract, rules, ...(outdatedBy && { outdatedBy }) }] : [];
  });
  return { root: loaded.root, directory: loaded.directory, engine, contracts, problems };
}
