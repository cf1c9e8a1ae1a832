import { listedExports, type PassageQuery } from "../modules/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { passageOf } from "../semantics/origins.js";

/** The search for modules that pass on the contract's exports of some names; their importers may know these by other names. */
export function passagesOf(setting: RuleSetting, names: readonly string[]): readonly PassageQuery[] {
  const passages = [...new Set(names)].flatMap((name) => {
    const wanted = setting.findExport(name);
    return wanted ? [passageOf(setting.modules, wanted)] : [];
  });
  if (passages.length === 0) return [];
  const tokens = passages.map((passage) => passage.tokens);
  return [
    {
      names: listedExports(passages.flatMap((passage) => passage.names.texts)),
      isTarget: (module) => passages.some((passage) => passage.isTarget(module)),
      tokens: tokens.includes(undefined) ? undefined : tokens.flatMap((each) => each ?? []),
    },
  ];
}
