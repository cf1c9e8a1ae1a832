import type { Contract, Risk } from "@godwit/core/contracts";

/** Something that a contract has to say before it is migrated, because of its risk. */
export interface Demand {
  /** The key of the contract. */
  readonly what: string;
  readonly why: string;
  readonly isMet: boolean;
}

interface DemandRule extends Omit<Demand, "isMet"> {
  readonly risks: readonly Risk[];
  isMet(contract: Contract, verifyCommands: number): boolean;
}

const SERIOUS: readonly Risk[] = ["high", "critical"];

/** What each level of risk demands. */
const DEMANDS: readonly DemandRule[] = [
  {
    ...{ what: "validate.before", why: "commands that pass before the first change", risks: SERIOUS },
    isMet: ({ validate }) => validate.before.length > 0,
  },
  {
    ...{ what: "validate.each", why: "commands that pass after each consumer", risks: SERIOUS },
    isMet: ({ validate }, verifyCommands) => validate.each.length + verifyCommands > 0,
  },
  {
    ...{ what: "validate.after", why: "commands that pass at the end", risks: SERIOUS },
    isMet: ({ validate }) => validate.after.length > 0,
  },
  {
    ...{ what: "rollback", why: "commands that switch back what is deployed", risks: ["critical"] },
    isMet: ({ rollback }) => rollback.length > 0,
  },
  {
    ...{ what: "components", why: "what must stay true of what is migrated", risks: ["critical"] },
    isMet: ({ components }) => Object.keys(components).length > 0,
  },
];

/** What a level of risk demands: the keys, with what they are for. */
export function demandsOfRisk(risk: Risk): readonly Omit<Demand, "isMet">[] {
  return DEMANDS.filter(({ risks }) => risks.includes(risk)).map(({ what, why }) => ({ what, why }));
}

/** What the risk of a contract demands, and whether the contract has it; `--verify` gives further commands for each consumer. */
export function demandsOf(contract: Contract, verifyCommands = 0): readonly Demand[] {
  return DEMANDS.filter(({ risks }) => risks.includes(contract.risk)).map(({ what, why, isMet }) => ({
    ...{ what, why, isMet: isMet(contract, verifyCommands) },
  }));
}
