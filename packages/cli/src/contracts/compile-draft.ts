import { parseContract, type Problem } from "@godwit/core/contracts";
import { ruleDescriptions, type Engine } from "@godwit/core/engine";
import type { ActiveContract } from "@godwit/project";

/** The text of a contract that is not on the disk. */
export interface DraftText {
  readonly id: string;
  /** The file that it would have, relative to the root. */
  readonly file: string;
  readonly text: string;
}

/** A draft that was parsed and compiled. */
export interface CompiledDraft {
  /** Undefined where the draft does not work. */
  readonly active: ActiveContract | undefined;
  /** What is wrong with its text. */
  readonly problems: readonly Problem[];
  /** What is wrong with its rules. */
  readonly ruleProblems: readonly Problem[];
}

/** Parses and compiles a draft, which gets a place in the order of contracts. */
export function compileDraft(engine: Engine, { id, file, text }: DraftText, order: number): CompiledDraft {
  const { contract, problems } = parseContract(text, { id, file }, ruleDescriptions);
  if (!contract) return { active: undefined, problems, ruleProblems: [] };
  const { rules, problems: ruleProblems } = engine.compileContract(contract, order);
  return { active: rules && { contract, rules, order }, problems, ruleProblems };
}
