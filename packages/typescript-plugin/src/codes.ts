import { RULE_NAMES } from "@godwit/contracts";
import type { Finding } from "@godwit/editor";

/** tsserver's codes are numbers: 990001 and up, one a rule, in the order of the rules. */
const FIRST_CODE = 990_001;

/** The code of a finding's rule. */
export function codeOf({ violation }: Finding): number {
  return FIRST_CODE + RULE_NAMES.indexOf(violation.rule);
}

/** The codes of all rules. */
export const CODES: readonly number[] = RULE_NAMES.map((_, index) => FIRST_CODE + index);
