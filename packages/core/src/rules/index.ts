import type { Contract, RuleDescription } from "../contracts/index.js";
import type { AnyRule, RuleDocs } from "./define-rule.js";
import { implementsContract } from "./implements-contract/rule.js";
import { noDeprecatedCall } from "./no-deprecated-call/rule.js";
import { noDeprecatedImport } from "./no-deprecated-import/rule.js";
import { noDuplicateType } from "./no-duplicate-type/rule.js";
import { noLooseType } from "./no-loose-type/rule.js";
import { noRawUuid } from "./no-raw-uuid/rule.js";
import { noSingletonAccess } from "./no-singleton-access/rule.js";
import { noStringEvent } from "./no-string-event/rule.js";
import { noStringId } from "./no-string-id/rule.js";
import { requireContext } from "./require-context/rule.js";

/** Every rule, in the order of docs and schema; tsserver's diagnostic codes are numbered by it, so a new rule comes last. */
const RULES: readonly AnyRule[] = [
  noRawUuid,
  noSingletonAccess,
  noDeprecatedImport,
  noStringId,
  noDeprecatedCall,
  noStringEvent,
  noLooseType,
  noDuplicateType,
  requireContext,
  implementsContract,
];

const byName: ReadonlyMap<string, AnyRule> = new Map(RULES.map((rule) => [rule.name, rule]));

/** The names of all rules. */
export const ruleNames: readonly string[] = RULES.map(({ name }) => name);

/** What is needed of the rules to read contracts. */
export const ruleDescriptions: readonly RuleDescription[] = RULES;

/** The rule with a name; throws if there is none. */
export function ruleNamed(name: string): AnyRule {
  const rule = byName.get(name);
  if (!rule) throw new RangeError(`There is no rule ${name}.`);
  return rule;
}

/** The rules that a contract names, with their options. */
export function rulesOf(contract: Contract): { readonly rule: AnyRule; readonly option: unknown }[] {
  return Object.entries(contract.rules).map(([name, option]) => ({ rule: ruleNamed(name), option }));
}

/** What a rule says about itself, for pages, presets and editors. */
export function ruleDocs(name: string): RuleDocs {
  return ruleNamed(name).docs;
}

/** The rules for those who write contracts: `moves` says where exports are now, `replacements` which expressions replace which. */
export const WRITTEN_RULES = { moves: noDeprecatedImport.name, replacements: noDeprecatedCall.name } as const;
