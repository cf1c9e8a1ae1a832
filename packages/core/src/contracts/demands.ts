import type { Risk } from "./contract.js";
import { asObject } from "./finding.js";

/** Something that a contract has to say before it is migrated, because of its risk. */
export interface Demand {
  /** The key of the contract. */
  readonly what: string;
  readonly why: string;
}

const SERIOUS: readonly Risk[] = ["high", "critical"];

const DEMANDS: readonly (Demand & { readonly risks: readonly Risk[] })[] = [
  { what: "validate.before", why: "commands that pass before the first change", risks: SERIOUS },
  { what: "validate.each", why: "commands that pass after each consumer", risks: SERIOUS },
  { what: "validate.after", why: "commands that pass at the end", risks: SERIOUS },
  { what: "rollback", why: "commands that switch back what is deployed", risks: ["critical"] },
  { what: "components", why: "what must stay true of what is migrated", risks: ["critical"] },
];

/** What a level of risk demands. */
export function demandsOfRisk(risk: unknown): readonly Demand[] {
  return DEMANDS.filter(({ risks }) => risks.includes(risk as Risk)).map(({ what, why }) => ({ what, why }));
}

/** Whether a contract, or its front matter, says what a demand is about. */
export function isMet({ what }: Demand, contract: object): boolean {
  const value = what.split(".").reduce<unknown>((at, key) => asObject(at)?.[key], contract);
  return Object.keys(value ?? {}).length > 0;
}
