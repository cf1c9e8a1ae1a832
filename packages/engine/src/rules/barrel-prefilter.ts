import { listedExports, type PassageQuery } from "@godwit/modules";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { passageOf } from "../semantics/origins.js";

/** Whether a file may import one of the contract's exports through a barrel, under a name that is none of the rule's tokens. */
export function receivesByBarrel<Compiled extends { readonly setting: RuleSetting }>(
  namesOf: (compiled: Compiled) => readonly string[],
): (compiled: Compiled, path: string, text: () => string) => boolean {
  const queries = new WeakMap<Compiled, PassageQuery>();
  return (compiled, path, text) => {
    const query = queries.get(compiled) ?? queryOf(compiled.setting, namesOf(compiled));
    queries.set(compiled, query);
    return query.names.texts.length > 0 && compiled.setting.modules.mayReceive(path, text(), query);
  };
}

function queryOf(setting: RuleSetting, names: readonly string[]): PassageQuery {
  const passages = [...new Set(names)].flatMap((name) => {
    const wanted = setting.findExport(name);
    return wanted ? [passageOf(setting.modules, wanted)] : [];
  });
  return {
    names: listedExports(passages.flatMap((passage) => passage.names.texts)),
    isTarget: (module) => passages.some((passage) => passage.isTarget(module)),
  };
}
