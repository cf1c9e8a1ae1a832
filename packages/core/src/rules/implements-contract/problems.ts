/** Problems with the contract's components that only the rule can find. */
import type { OptionProblem } from "../define-rule.js";
import type { ComponentSetting } from "./options.js";

/** Finds components that don't exist or have no requirements; the contract's parser reports a contract without components. */
export function* problemsOfComponents({ setting, components }: ComponentSetting): Generator<OptionProblem> {
  for (const { name, from, methods, dependencies } of components) {
    if (setting.modules.resolveContractModule(from).kind === "missing")
      yield {
        path: ["components", name, "from"],
        isOfContract: true,
        code: "missing-module",
        severity: "error",
        message: `${from} is not there. Write the path of the file that declares ${name}, from the root.`,
      };
    else if (methods.length === 0 && dependencies.length === 0)
      yield {
        path: ["components", name],
        isOfContract: true,
        code: "empty-component",
        severity: "warning",
        message: `Nothing is asked of ${name}. Add requiredMethods or initializationDependencies.`,
      };
  }
}
