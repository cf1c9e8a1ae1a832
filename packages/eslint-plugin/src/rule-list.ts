import { RULE_NAMES, type RuleName } from "@godwit/contracts";

/** What each rule disallows, in the words of its page. */
export const RULE_DESCRIPTIONS: Readonly<Record<RuleName, string>> = {
  "no-raw-uuid": "disallow random-ID sources other than the project's generator",
  "no-singleton-access": "disallow access to, and creation of, process-wide instances",
  "no-deprecated-import": "disallow import paths and exports that a migration has replaced",
  "no-string-id": "disallow IDs that are plain strings",
  "no-deprecated-call": "disallow calls, constructions, members and elements that a migration has replaced",
  "no-string-event": "disallow string events where an enum has them",
  "no-loose-type": "disallow loose types where a named type exists",
  "no-duplicate-type": "disallow types that repeat one with a home",
  "require-context": "require functions to take, or pass on, the context",
  "implements-contract": "require components to keep what their contract says",
};

/** The page of a rule. */
export function ruleUrl(rule: string): string {
  return `https://github.com/godwit-dev/godwit/blob/main/docs/rules/${rule}.md`;
}

export { RULE_NAMES, type RuleName };
