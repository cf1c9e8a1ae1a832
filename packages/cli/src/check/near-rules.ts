import type { CompiledRule } from "@godwit/engine";
import type { ActiveContract, ListedFile, SourceText } from "@godwit/project";
import type { Search } from "./finding.js";

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** The rules of some contracts that list near duplicates in a file (relative to the root). */
export function nearRulesFor(contracts: readonly ActiveContract[], file: string): readonly CompiledRule[] {
  if (!TYPESCRIPT.test(file)) return [];
  return contracts.flatMap(({ rules }) => rules.filter((rule) => rule.listsNearDuplicates));
}

/** Whether a file has to be searched for near duplicates; asked while its content is at hand. */
export function mayHoldNearDuplicates(
  { engine }: Pick<Search, "engine">,
  contracts: readonly ActiveContract[],
  { path: file, absolute }: ListedFile & { readonly absolute: string },
  { bytes }: SourceText,
): boolean {
  const rules = nearRulesFor(contracts, file);
  return rules.length > 0 && engine.mayHoldNearDuplicates(absolute, bytes, rules);
}
