import type { Finding } from "@godwit/project/editor";
import { ruleNames } from "@godwit/core/engine";
import type ts from "typescript";

/** tsserver's codes are numbers: one for each rule from 990001 on, in the order of the rules. */
const FIRST_CODE = 990_001;

/** The code of a contract, or of a file of settings, that does not work, which has no fix here. */
export const CONTRACT_CODE = FIRST_CODE - 1;

/** The code of a finding's rule. */
export function codeOf({ violation }: Finding): number {
  return FIRST_CODE + ruleNames.indexOf(violation.rule);
}

/** The codes of all rules. */
export const CODES: readonly number[] = ruleNames.map((_, index) => FIRST_CODE + index);

/** TypeScript's own registry, which is not in its public types. */
interface CodeFixRegistry {
  registerCodeFix?(registration: {
    readonly errorCodes: readonly number[];
    readonly fixIds: readonly string[];
    getCodeActions(): undefined;
  }): void;
}

/**
 * Registers the codes with a server. Some clients, such as VS Code, ask which errors have fixes without naming a file, and such a
 * request reaches no plugin. The fixes themselves still come from the plugin.
 */
export function registerCodes(typescript: typeof ts): void {
  const { codefix } = typescript as { readonly codefix?: CodeFixRegistry };
  if (typescript.getSupportedCodeFixes().includes(String(FIRST_CODE))) return;
  codefix?.registerCodeFix?.({ errorCodes: CODES, fixIds: [], getCodeActions: () => undefined });
}
