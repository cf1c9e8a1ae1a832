export * from "./contract.js";
export type { RuleContext } from "./rule-context.js";
