import type { LooseTypeEntry } from "./options.js";
import { wordsOf } from "../../naming/words.js";
import type { OptionProblem } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { parseType } from "./entries.js";

/** Finds texts that are no types, types as loose as those they would replace, and names that match everything. */
export function* looseProblems(entries: readonly LooseTypeEntry[], setting: RuleSetting): Generator<OptionProblem> {
  const taken = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    yield* typeProblems(entry.type, setting, index);
    for (const key of ["names", "functions"] as const) {
      for (const [position, name] of [entry[key] ?? []].flat().entries()) {
        const path = [index, key, ...(Array.isArray(entry[key]) ? [position] : [])];
        if (wordsOf(name.replaceAll("*", "")).length === 0)
          yield {
            path,
            code: "matches-everything",
            severity: "error",
            message: `${JSON.stringify(name)} fits every name. Write a word of the names that are meant, such as "*Auth".`,
          };
        const id = `${key} ${wordsOf(name.replaceAll("*", " _ ")).join(" ")} ${name.includes("*") ? name : ""}`;
        const other = taken.get(id);
        if (other !== undefined && other !== index && entries[other]?.type !== entry.type)
          yield {
            path,
            code: "contradiction",
            severity: "error",
            message: `${name} is ${entries[other]?.type ?? ""} in another entry already. Name it in one of them.`,
          };
        taken.set(id, other ?? index);
      }
    }
  }
}

function* typeProblems(type: string, setting: RuleSetting, index: number): Generator<OptionProblem> {
  const path = [index, "type"];
  const parsed = parseType(type, setting);
  if (!parsed)
    yield { path, code: "not-a-type", severity: "error", message: `${JSON.stringify(type)} is not a type. Write a type's name.` };
  else if (parsed.type.endsWith("Keyword") || parsed.type === "TSTypeLiteral")
    yield {
      path,
      code: "loose-type",
      severity: "error",
      message: `${type} is no named type. Write the name of the type to use instead.`,
    };
  else yield* valueProblems(type, setting, index);
}

/** Reports names that `imports` declares but that are only values. */
function* valueProblems(type: string, setting: RuleSetting, index: number): Generator<OptionProblem> {
  const ref = setting.findExport(type);
  if (!ref) {
    if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(type))
      yield {
        path: [index, "type"],
        code: "unknown-name",
        severity: "warning",
        message: `${type} is not declared in imports, so it is only suggested. Add it: \`${type}: ./path/of/its/module.ts\`.`,
      };
    return;
  }
  const declared = setting.modules.declarations.findExported(ref.module, ref.exported);
  if (!declared || declared.module.types.has(declared.name) || !declared.module.values.has(declared.name)) return;
  yield {
    path: [index, "type"],
    code: "not-a-type",
    severity: "error",
    message: `${type} is a value, not a type. Name a type, an interface, a class or an enum in imports.`,
  };
}
