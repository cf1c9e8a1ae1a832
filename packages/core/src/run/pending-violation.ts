import type { Edit } from "../edits/edit.js";
import type { CompiledRule } from "./engine.js";
import type { Finding, PreparedRule } from "../rules/define-rule.js";
import type { Content } from "../scan/content-scan.js";
import type { DisablingComment } from "../semantics/directives.js";
import type { RuleSetting } from "../patterns/rule-setting.js";

/** A compiled rule with what only the engine needs of it. */
export interface EngineRule extends CompiledRule {
  readonly prepared: PreparedRule;
  readonly setting: RuleSetting;
  /** Whether the rule keeps silent in a file: it holds a replacement, or is a bridge. */
  isExempt(path: string): boolean;
  /** A cheap check: false only if the rule would list no near duplicate. */
  mayHoldNear(content: Content): boolean;
}

/** A finding on its way to a violation: its edit may still change because of others. */
export interface PendingViolation {
  readonly rule: EngineRule;
  readonly finding: Finding;
  readonly isDisabled: boolean;
  readonly disabledBy?: DisablingComment;
  edit: Edit;
}

/** The place of a draft's contract: the lower one's fix wins. */
export function orderOf(draft: PendingViolation): number {
  return draft.rule.contract.order ?? 0;
}
