import { didYouMean } from "../../contracts/index.js";
import type { DuplicateTypeOptions } from "./options.js";
import type { OptionProblem } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { readCanonicalTypes, wordsKey } from "./canonical-types.js";

/** Finds canonical names that are not declared, that are no types, or that are listed twice. */
export function* problemsOfCanonical(option: DuplicateTypeOptions, setting: RuleSetting): Generator<OptionProblem> {
  // The schema's own problems are reported elsewhere.
  if (!(option.canonical as unknown)) return;
  const { types } = readCanonicalTypes(option, setting);
  const imports = setting.context.imports ?? {};
  for (const [index, name] of option.canonical.entries()) {
    const path = ["canonical", index];
    const type = types.find((each) => each.name === name);
    if (!type) {
      const message = `${name} has no home: imports does not declare it.${didYouMean(name, Object.keys(imports))} Add it to imports: \`${name}: ./path/of/its/module.ts\`.`;
      yield { path, code: "unknown-name", severity: "error", message };
      continue;
    }
    const earlier = option.canonical.slice(0, index).find((each) => wordsKey(each) === wordsKey(name));
    if (earlier !== undefined) {
      const message =
        earlier === name
          ? `${name} is written twice. Leave one.`
          : `${earlier} and ${name} are one name when compared by words, so one of them would never be found. Leave one.`;
      yield { path, code: "contradiction", severity: "error", message };
    }
    const declared = setting.modules.declarations.findExported(type.ref.module, type.ref.exported);
    if (!declared || type.home() || declared.module.imports.has(declared.name)) continue;
    const isValue = declared.module.values.has(declared.name) || type.ref.exported === "*";
    if (!isValue) continue;
    const home = imports[name] ?? name;
    const message = `${name} of ${home} is no type, but a value. Write the name of an interface, an alias, a class or an enum.`;
    yield { path, code: "not-a-type", severity: "error", message };
  }
}
