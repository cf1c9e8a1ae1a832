import {
  inDependencyOrder,
  loadContracts,
  toRuleContext,
  type Contract,
  type ContractRoot,
  type Problem,
  type RuleName,
} from "@godwit/contracts";
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
  const good = loaded.contracts.filter((contract) => {
    const own = engine.validate(contract);
    problems.push(...own);
    note(own);
    return !broken.has(contract.file);
  });
  const kept = (previous?.contracts ?? []).map(({ contract }) => contract).filter(({ file }) => broken.has(file));
  const contracts = inDependencyOrder([...good, ...kept]).flatMap((contract, order): ActiveContract[] => {
    const rules = compileRules(engine, contract, loaded.root, order, problems);
    const outdatedBy = broken.get(contract.file);
    return rules ? [{ contract, rules, ...(outdatedBy && { outdatedBy }) }] : [];
  });
  return { root: loaded.root, directory: loaded.directory, engine, contracts, problems };
}

function compileRules(
  engine: Engine,
  contract: Contract,
  root: string,
  order: number,
  problems: Problem[],
): readonly CompiledRule[] | undefined {
  const context = toRuleContext(contract, root, order);
  try {
    return (Object.entries(contract.rules) as [RuleName, unknown][]).map(([rule, option]) =>
      engine.compile(rule, option, context),
    );
  } catch (error) {
    const { line, column } = contract.locate(["rules"]);
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ file: contract.file, line, column, code: "rule-option", severity: "error", message });
    return undefined;
  }
}
