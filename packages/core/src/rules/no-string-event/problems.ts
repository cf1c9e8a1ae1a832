import type { StringEventOptions } from "./options.js";
import type { OptionProblem } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { readEvents } from "./members.js";

/** Finds an enum that is none, and an option that does not say where events are. */
export function* eventProblems(option: StringEventOptions, setting: RuleSetting): Generator<OptionProblem> {
  yield* enumProblems(option.enum, setting);
  const places = [...Object.keys(option.methods ?? {}), ...Object.keys(option.functions ?? {}), ...(option.properties ?? [])];
  if (places.length === 0)
    yield {
      path: [],
      code: "finds-nothing",
      severity: "warning",
      message:
        "Nothing says where events are, so only what is annotated with the enum is found. Add methods, functions or properties.",
    };
}

function* enumProblems(name: string, setting: RuleSetting): Generator<OptionProblem> {
  const ref = setting.findExport(name);
  // A missing export is reported for `imports`.
  const origin = ref && setting.modules.exportOrigin(ref.module, ref.exported);
  if (!ref || !origin) return;
  if (origin.module.kind !== "file") {
    yield {
      path: ["enum"],
      code: "unread-enum",
      severity: "warning",
      message: `${name} comes from a package, where its members are not read, so nothing is found. Name an enum of the repository in imports.`,
    };
    return;
  }
  const events = readEvents(setting.modules.declarations, ref);
  if (events && events.members.length > 0) return;
  yield {
    path: ["enum"],
    code: "not-an-enum",
    severity: "error",
    message: `${name} has no members that are strings. Name a string enum, an \`as const\` object of strings or a union of strings.`,
  };
}
