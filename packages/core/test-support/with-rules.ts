import * as contracts from "../src/contracts/index.js";
// Only tests may need the engine here: the package gets the rules from whoever loads contracts.
import { ruleDescriptions } from "../src/rules/index.js";

export { ruleDescriptions };

/** Reads a contract that may name any rule. */
export function parseContract(text: string, source: contracts.ContractSource): contracts.ParsedContract {
  return contracts.parseContract(text, source, ruleDescriptions);
}

/** Reads a root's contracts, which may name any rule. */
export function loadContracts(root: string, options: { directory?: string } = {}): contracts.LoadedContracts {
  return contracts.loadContracts(root, ruleDescriptions, options);
}
