import type { RuleSetting } from "../../patterns/rule-setting.js";
import { keepsMatch } from "../../patterns/template-faults.js";
import { TemplateSyntaxError } from "../../patterns/template.js";
import type { OptionProblem } from "../define-rule.js";
import type { SingletonOptions } from "./options.js";

/** Finds replacements that keep the access which they replace. */
export function* singletonProblems({ replace = [] }: SingletonOptions, setting: RuleSetting): Generator<OptionProblem> {
  for (const [index, entry] of replace.entries()) {
    const message = keepsAccess(entry, setting);
    if (message !== undefined) yield { path: ["replace", index, "with"], code: "never-ends", severity: "error", message };
  }
}

function keepsAccess(
  { match, with: written }: NonNullable<SingletonOptions["replace"]>[number],
  setting: RuleSetting,
): string | undefined {
  try {
    return written === undefined ? undefined : keepsMatch(setting.template(written), setting.template(match));
  } catch (error) {
    // A template that does not parse is reported for itself.
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return undefined;
  }
}
