import { expectFile, expectImport, expectWord, type Expectation } from "../expectation.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { RawUuidOptions } from "./options.js";

const EVERYTHING: Expectation = {
  path: [],
  code: "means-everything",
  message: "{} means every known source of random IDs, and nothing to write instead: add replace.",
};

/** What the option expects: the sources that it adds, the files of its conditions, and something to write. */
export function uuidExpectations(option: RawUuidOptions, { modules }: RuleSetting): Expectation[] {
  const { sources = [], replace = [] } = option;
  const [listed, path] = "only" in sources ? [sources.only, ["sources", "only"]] : [sources, ["sources"]];
  if (Object.keys(option).length === 0) return [EVERYTHING];
  return [
    ...listed.flatMap((source, index): Expectation[] => expectationsOfSource(source, [...path, index], modules)),
    ...replace.flatMap(({ when }, index) => {
      const { files = [] } = when ?? {};
      return [files]
        .flat()
        .flatMap((glob, at) => expectFile(["replace", index, "when", "files", ...(typeof files === "string" ? [] : [at])], glob));
    }),
  ];
}

function expectationsOfSource(
  source: string,
  path: readonly (string | number)[],
  modules: RuleSetting["modules"],
): Expectation[] {
  const at = source.lastIndexOf("#");
  const [module, exported] = at > 0 ? [source.slice(0, at), source.slice(at + 1)] : [source, "default"];
  const identity = modules.resolveContractModule(module);
  if (identity.kind !== "file") return [expectImport(path, module, modules)];
  const file = modules.relative(identity.path);
  if (exported === "default" || exported === "*" || modules.exportOrigin(identity, exported)) return [];
  return [{ ...expectWord(path, exported), ...(file !== undefined && { near: { text: exported, among: { file } } }) }];
}
