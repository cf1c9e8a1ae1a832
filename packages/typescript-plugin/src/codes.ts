import { RULE_NAMES } from "@godwit/contracts";
import type { Finding } from "@godwit/editor";
import type ts from "typescript";

/** tsserver's codes are numbers: 990001 and up, one a rule, in the order of the rules. */
const FIRST_CODE = 990_001;

/** Of a contract that does not work; it has no fix here. */
export const CONTRACT_CODE = FIRST_CODE - 1;

/** The code of a finding's rule. */
export function codeOf({ violation }: Finding): number {
  return FIRST_CODE + RULE_NAMES.indexOf(violation.rule);
}

/** The codes of all rules. */
export const CODES: readonly number[] = RULE_NAMES.map((_, index) => FIRST_CODE + index);

/** TypeScript's own registry, which is not in its public types. */
interface CodeFixRegistry {
  registerCodeFix?(registration: {
    readonly errorCodes: readonly number[];
    readonly fixIds: readonly string[];
    getCodeActions(): undefined;
  }): void;
}

/**
 * Makes the codes known to a server. Some clients, VS Code among them, ask which errors have fixes without naming a file, and that
 * question reaches no plugin; what is fixed is still answered by the plugin.
 */
export function registerCodes(typescript: typeof ts): void {
  const { codefix } = typescript as { readonly codefix?: CodeFixRegistry };
  if (typescript.getSupportedCodeFixes().includes(String(FIRST_CODE))) return;
  codefix?.registerCodeFix?.({ errorCodes: CODES, fixIds: [], getCodeActions: () => undefined });
}
