import type { FileView } from "../file/file-view.js";
import { inferEntity, type EntityCase } from "../matching/entities.js";
import type { Match } from "../matching/match.js";
import { renderTemplate, type Rendered } from "../matching/render.js";
import { findTarget } from "../matching/targets.js";
import type { Template } from "../matching/template.js";
import type { RuleSetting } from "../rules/define-rule.js";
import { allOf, atMostSuggestion, fix, type Edit } from "./edit.js";
import { replaceExpression } from "./replace-expression.js";

/** Fills a replacement's template for a match. */
export function renderMatch(
  file: FileView,
  match: Match,
  template: Template,
  setting: RuleSetting,
  entityCase: EntityCase = "snake",
): Rendered {
  const target = findTarget(file, match.node);
  return renderTemplate(
    file,
    template,
    {
      bindings: match.bindings,
      value: match.node,
      name: target?.name,
      entity: inferEntity(file, match.node, target, undefined, entityCase),
      scopeRule: (hole) => setting.scopeRule(hole),
      wanted: (name) => setting.wanted(name),
    },
    match.node,
  );
}

/** Replaces a match by its rendered replacement; `const` names that only stood for a part of it go with their last use. */
export function replaceMatch(file: FileView, match: Match, rendered: Rendered): Edit {
  const edit = replaceExpression(file, match.node, rendered, { bound: match.bound });
  const drops = [...match.aliases].map((holder) => ({ kind: "alias" as const, holder }));
  const whole = allOf(edit, fix([], drops));
  return match.isGuess ? atMostSuggestion(whole, "it is matched by a local name that the contract does not declare") : whole;
}
