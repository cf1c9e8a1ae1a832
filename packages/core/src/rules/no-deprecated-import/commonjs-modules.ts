import { atMost, atMostSuggestion, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { rewrap } from "../../syntax/nodes.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import { usesOf } from "../../semantics/uses.js";
import type { Finding } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { problemOf, moveOf, withDestination, type Hit } from "./import-entries.js";
import { moveModule } from "./move-imports.js";

/** Whether `const m = require("…")` is used as a value itself (the module is its own default export), and not only for its members. */
export function takesCommonJsModule(file: FileView, reference: ModuleReference): boolean {
  if (reference.kind !== "require" && reference.kind !== "import-equals") return false;
  const [name] = reference.names;
  if (!name) return !!reference.expression && rewrap(reference.expression).parent?.type !== "ExpressionStatement";
  if (name.imported !== "*" || !name.variable) return false;
  return usesOf(file, name.variable).some((use) => {
    const outer = rewrap(use);
    return outer.parent?.type !== "MemberExpression" || outer.parent.object !== outer;
  });
}

/** The finding for a module that is its own default export: it moves as a whole if its default export stays one. */
export function findingForCommonJsModule(file: FileView, setting: RuleSetting, reference: ModuleReference, hit: Hit): Finding {
  const { as, remove, fix } = hit.entry.option;
  const edit =
    remove || (as !== undefined && as !== "default")
      ? hint("it takes the CommonJS module as its default export")
      : withDestination(file, setting, { hit, reference, exported: [] }, (to) =>
          moveModule(file, reference, reference.names, to),
        );
  return {
    range: reference.specifierRange,
    found: `"${reference.specifier}"`,
    problem: problemOf(hit),
    replacement: moveOf(hit, "default"),
    edit: atMost(atMostSuggestion(edit, "all of the CommonJS module would come from there"), fix),
  };
}
