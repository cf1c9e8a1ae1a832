import type { Edit } from "../edits/edit.js";
import { SAME_CODE } from "../edits/replace-expression.js";
import { findMisplacedList } from "../patterns/template-faults.js";
import { viewTemplate } from "../patterns/template-view.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { AnyRule } from "../rules/define-rule.js";
import type { OptionTemplate } from "../rules/option-facts.js";
import { contains } from "../syntax/ranges.js";

/** The replacements of an option that the same rule would report and replace again, however often it runs. */
export function* neverEnding(rule: AnyRule, option: unknown, setting: RuleSetting): Generator<OptionTemplate> {
  const written = rule.templates(option).filter(({ kind }) => kind === "with");
  if (written.length === 0) return;
  const prepared = rule.prepare(option, setting);
  for (const placed of written) {
    const template = setting.template(placed.text);
    if (findMisplacedList(template)) continue;
    const { file, range } = viewTemplate(template, setting);
    const isReported = [...prepared.find(file)].some(({ range: site, edit }) => contains(range, site) && isReplaced(edit));
    if (isReported) yield placed;
  }
}

function isReplaced(edit: Edit): boolean {
  return edit.level === "fix" || edit.reason === SAME_CODE;
}
