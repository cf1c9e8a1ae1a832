import { toRuleContext, type Contract, type Problem } from "../contracts/index.js";
import type { CompiledContract, Engine } from "./engine.js";

/** Validates a contract and compiles its rules; a rule that can't work becomes a problem, and the others are still compiled. */
export function compileContract(
  engine: Pick<Engine, "root" | "validate" | "compile">,
  contract: Contract,
  order: number,
): CompiledContract {
  const problems: Problem[] = [...engine.validate(contract)];
  if (problems.some(({ severity }) => severity === "error")) return { rules: undefined, problems };
  const context = toRuleContext(contract, engine.root, order);
  const rules = Object.entries(contract.rules).map(([rule, option]) => {
    try {
      return engine.compile(rule, option, context);
    } catch (error) {
      const { file, line, column } = contract.locate(["rules", rule]);
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ file, line, column, code: "rule-option", severity: "error", message });
      return undefined;
    }
  });
  const works = rules.filter((rule) => rule !== undefined);
  return { rules: works.length === rules.length ? works : undefined, problems };
}
