import { isDeepStrictEqual } from "node:util";
import type { Problem } from "./contract.js";
import { assembleContract, parseContract, type ContractParts, type ContractSource, type ParsedContract } from "./parse.js";
import type { RuleDescription } from "./rule-description.js";

/** A contract without errors as an earlier process parsed it, as plain data. */
export interface KeptParse {
  readonly parts: ContractParts;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/** Keeps what was parsed for later processes, by the whole text. */
export interface KeptParses {
  /** What was kept for exactly this text. */
  find(source: ContractSource, text: string): KeptParse | undefined;
  keep(source: ContractSource, text: string, parse: KeptParse): void;
}

/** What is known without YAML's parser, and what the contract may use. */
interface WithKept {
  readonly rules: readonly RuleDescription[];
  readonly kept: KeptParses;
}

/** Parses a contract, or takes it from those that were parsed before; the text is then read only when a place in it is asked for. */
export function parseWithKept(text: string, source: ContractSource, { rules, kept }: WithKept): ParsedContract {
  const known = kept.find(source, text);
  if (known) {
    let parsed: ParsedContract | undefined;
    const contract = assembleContract(known.parts, { text, source, rules }, (path) => {
      parsed ??= parseContract(text, source, rules);
      return parsed.contract!.locate(path);
    });
    return { contract, ...known };
  }
  const parsed = parseContract(text, source, rules);
  const { parts, problems } = parsed;
  // YAML has numbers that JSON has not.
  if (parts && isDeepStrictEqual(JSON.parse(JSON.stringify(parts)), parts)) kept.keep(source, text, { parts, problems });
  return parsed;
}
