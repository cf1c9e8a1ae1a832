import type { Contract } from "@godwit/core/contracts";
import { listWords } from "./plan/progress.js";

/** Where a contract comes from, as results have it: nothing for one of the repository itself. */
export interface OriginResult {
  readonly package?: { readonly name: string; readonly version: string };
  /** The keys that the repository overrides. */
  readonly overridden?: string[];
}

/** The package that a contract comes from, and what the repository says instead of it. */
export function originOf({ package: from, overridden }: Contract): OriginResult {
  return {
    ...(from && { package: { name: from.name, version: from.version } }),
    ...(overridden && { overridden: [...overridden] }),
  };
}

/** The same in words: `from @acme/migrations@1.2.0, with due and status of this repository`; empty for one of the repository itself. */
export function describeOrigin({ package: from, overridden = [] }: OriginResult): string {
  if (!from) return "";
  const words = overridden.map((key) => (key === "ignores" ? "more ignores" : key));
  const own = words.length > 0 ? `, with ${listWords(words)} of this repository` : "";
  return `from ${from.name}@${from.version}${own}`;
}
