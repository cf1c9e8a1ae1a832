import { parseContract, type ContractSource, type ParsedContract } from "./parse.js";
import { parseWithKept, type KeptParses } from "./kept-parse.js";
import { readContractFile } from "./read-contract-file.js";
import type { RuleDescription } from "./rule-description.js";

interface Known {
  readonly text: string;
  readonly source: ContractSource;
  readonly rules: readonly RuleDescription[];
  readonly parsed: ParsedContract;
}

/** Parsed files by absolute path. */
const known = new Map<string, Known>();

/** A contract file that is to be read. */
export interface ContractFile extends ContractSource {
  /** Absolute. */
  readonly path: string;
  /** Its text in an editor, where it differs from the disk's. */
  readonly unsaved?: string | undefined;
  /** What earlier processes have parsed. */
  readonly kept?: KeptParses | undefined;
}

/** Reads and parses a contract file; a text is parsed again only if it has changed. Never throws. */
export function parseContractFile(
  { path, unsaved, kept, ...source }: ContractFile,
  rules: readonly RuleDescription[],
): ParsedContract {
  const read = unsaved === undefined ? readContractFile(path) : { text: unsaved };
  if (!("text" in read)) {
    known.delete(path);
    const { code, message } = read;
    return { problems: [{ file: source.file, line: 1, column: 1, code, severity: "error", message }] };
  }
  const last = known.get(path);
  const isSame = last?.text === read.text && last.source.id === source.id && last.source.file === source.file;
  if (last && isSame && last.rules === rules) return last.parsed;
  const parsed = kept ? parseWithKept(read.text, source, { rules, kept }) : parseContract(read.text, source, rules);
  known.set(path, { text: read.text, source, rules, parsed });
  return parsed;
}
