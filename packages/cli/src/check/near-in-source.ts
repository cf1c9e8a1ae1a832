import { LineIndex } from "@godwit/core/contracts";
import type { CompiledRule, SourceFile } from "@godwit/core/engine";
import type { ActiveContract, SourceText } from "@godwit/project";
import type { CheckResult } from "./check-result.js";
import type { Search } from "./finding.js";

/** A type that is almost a canonical one, as `check` lists it. */
export type NearDuplicate = CheckResult["nearDuplicates"][number];

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** The rules of some contracts that may list near duplicates in a text; asked while its bytes are at hand. */
export function nearRulesFor(
  { engine, contracts }: Pick<Search, "engine" | "contracts">,
  absolute: string,
  { bytes }: Pick<SourceText, "bytes">,
): readonly CompiledRule[] {
  if (!TYPESCRIPT.test(absolute)) return [];
  const rules = contracts.flatMap((contract: ActiveContract) => contract.rules.filter((rule) => rule.listsNearDuplicates));
  return rules.length > 0 && engine.mayHoldNearDuplicates(absolute, bytes, rules) ? rules : [];
}

/** What the rules list in a source; `file` is its path relative to the root. */
export function nearInSource(
  { engine }: Pick<Search, "engine">,
  source: SourceFile,
  rules: readonly CompiledRule[],
  file: string,
): NearDuplicate[] {
  if (rules.length === 0) return [];
  const lines = new LineIndex(source.text);
  return engine.nearDuplicates(source, rules).map(({ range, ...near }) => {
    const { line, column } = lines.positionAt(range[0]);
    const { contract, canonical, home, name, overlap, missing, extra, different, reported } = near;
    return {
      ...{ contract, canonical, home, name, file, line, column, overlap, reported },
      ...{ missing: [...missing], extra: [...extra], different: [...different] },
    };
  });
}
