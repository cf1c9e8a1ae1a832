import type { RuleSetting } from "../../patterns/rule-setting.js";
import { keepsMatch } from "../../patterns/template-faults.js";
import { TemplateSyntaxError } from "../../patterns/template.js";
import type { OptionProblem } from "../define-rule.js";
import type { RawUuidOptions } from "./options.js";

/** Finds replacements that keep the raw uuid, which would be found again. */
export function* uuidProblems({ replace = [] }: RawUuidOptions, setting: RuleSetting): Generator<OptionProblem> {
  for (const [index, entry] of replace.entries()) {
    for (const [at, text] of [entry.with].flat().entries()) {
      const message = keepsValue(text, setting);
      const path = ["replace", index, "with", ...(typeof entry.with === "string" ? [] : [at])];
      if (message !== undefined) yield { path, code: "never-ends", severity: "error", message };
    }
  }
}

function keepsValue(text: string, setting: RuleSetting): string | undefined {
  try {
    return keepsMatch(setting.template(text), undefined);
  } catch (error) {
    // A template that does not parse is reported for itself.
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return undefined;
  }
}
