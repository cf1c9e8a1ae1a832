import { toRuleContext, type Contract } from "@godwit/core/contracts";
import { describeReplacement, type Engine, type SourceFile, type Violation } from "@godwit/core/engine";

/** A place in a contract's file. */
export interface ContractLine {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
}

/**
 * The entry of a contract that decides what a violation becomes: the first with which, and with those before it, the outcome is the same.
 * Where no entry decides, or it can't be told, the rule itself.
 */
export function decidingEntry(engine: Engine, source: SourceFile, violation: Violation, contract: Contract): ContractLine {
  const { rule } = violation;
  const option = contract.rules[rule];
  const path = ["rules", rule, ...pathOfEntries(option)];
  const entries = entriesOf(option);
  const isNamed = violation.replacement !== null || Array.isArray(option);
  const index = isNamed
    ? entries.findIndex((_, last) => isSame(violation, findAgain(engine, source, violation, { contract, last })))
    : -1;
  const at = entries.length === 1 && isNamed ? 0 : index;
  const { line } = contract.locate(at < 0 ? ["rules", rule] : [...path, at]);
  return { file: contract.file, line };
}

function pathOfEntries(option: unknown): string[] {
  return Array.isArray(option) ? [] : ["replace"];
}

function entriesOf(option: unknown): readonly unknown[] {
  const entries: unknown = Array.isArray(option) ? option : (option as { replace?: unknown } | undefined)?.replace;
  return Array.isArray(entries) ? entries : [];
}

interface Prefix {
  readonly contract: Contract;
  /** The index of the last entry that is kept. */
  readonly last: number;
}

/** The violation of the same place with only the first entries; undefined if there is none, or the rule needs the others. */
function findAgain(
  engine: Engine,
  source: SourceFile,
  { rule, range }: Violation,
  { contract, last }: Prefix,
): Violation | undefined {
  const option = contract.rules[rule];
  const entries = entriesOf(option).slice(0, last + 1);
  const shortened = Array.isArray(option) ? entries : { ...(option as object), replace: entries };
  try {
    const compiled = engine.compile(rule, shortened, toRuleContext(contract, engine.root, 0));
    return engine.analyse(source, [compiled]).violations.find((each) => each.range[0] === range[0] && each.range[1] === range[1]);
  } catch {
    return undefined;
  }
}

function isSame(a: Violation, b: Violation | undefined): boolean {
  const told = ({ replacement }: Violation): string | null => replacement && describeReplacement(replacement);
  return b !== undefined && told(a) === told(b) && a.problem === b.problem;
}
