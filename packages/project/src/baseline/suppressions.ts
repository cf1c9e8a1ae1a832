import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import { countKeys, type BaselineEntry, type EntryKey } from "./read-text.js";

/** A violation of a contract with its key. */
export interface ContractKey extends EntryKey {
  readonly contract: string;
}

/** The result of reading ESLint's suppressions. */
export interface ImportedSuppressions {
  /** The suppressed violations by contract. */
  readonly entries: ReadonlyMap<string, readonly BaselineEntry[]>;
  /** A sentence for each suppression without a violation that godwit finds now. */
  readonly unmatched: readonly string[];
  /** The number of suppressed violations of rules outside of contracts: ESLint keeps them. */
  readonly foreign: number;
  /** The number of suppressed violations by contract, of those that were not asked for. */
  readonly unselected: ReadonlyMap<string, number>;
}

/** What is needed to match suppressions with violations. */
export interface SuppressionsInput {
  /** The absolute folder to which the file's paths are relative. */
  readonly folder: string;
  /** Absolute path. */
  readonly root: string;
  /** The ids of all contracts. */
  readonly contracts: ReadonlySet<string>;
  /** Those whose suppressions are imported. */
  readonly selected: ReadonlySet<string>;
  /** Everything that the selected contracts find now, in the order of the files and their text. */
  readonly found: readonly ContractKey[];
}

/** Matches the text of an `eslint-suppressions.json` with what is found now; returns a sentence if the text can't be read. */
export function importSuppressions(text: string, input: SuppressionsInput): ImportedSuppressions | string {
  const suppressions = parseSuppressions(text);
  if (typeof suppressions === "string") return suppressions;
  const keys = new Map<string, EntryKey[]>();
  const unmatched: string[] = [];
  const unselected = new Map<string, number>();
  let foreign = 0;
  for (const { file, id, count } of suppressions) {
    const [contract, rule] = [id.slice(0, id.lastIndexOf("/")), id.slice(id.lastIndexOf("/") + 1)];
    if (!input.contracts.has(contract)) {
      foreign += count;
      continue;
    }
    if (!input.selected.has(contract)) {
      unselected.set(contract, (unselected.get(contract) ?? 0) + count);
      continue;
    }
    const inRoot = path.relative(input.root, path.resolve(input.folder, file)).replaceAll(path.sep, "/");
    const found = input.found.filter((key) => key.contract === contract && key.rule === rule && key.file === inRoot);
    keys.set(contract, [...(keys.get(contract) ?? []), ...found.slice(0, count)]);
    if (found.length < count) unmatched.push(`${file}: ${id} has ${count} suppressed, and ${found.length} are found now.`);
    if (found.length > count)
      unmatched.push(`${file}: ${id} has ${count} suppressed of ${found.length} that are found: the first ones are taken.`);
  }
  const entries = new Map([...keys].map(([contract, own]) => [contract, countKeys(own)]));
  return { entries, unmatched, foreign, unselected };
}

interface Suppression {
  readonly file: string;
  readonly id: string;
  readonly count: number;
}

const SHAPE = 'It should be what eslint --suppress-all writes: { "src/a.ts": { "rule": { "count": 1 } } }.';

function parseSuppressions(text: string): Suppression[] | string {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return `It is no JSON (${(error as Error).message}). ${SHAPE}`;
  }
  if (!isRecord(data)) return SHAPE;
  const suppressions: Suppression[] = [];
  for (const [file, rules] of Object.entries(data)) {
    if (!isRecord(rules)) return SHAPE;
    for (const [id, value] of Object.entries(rules)) {
      const count = isRecord(value) ? value["count"] : undefined;
      if (typeof count !== "number" || !Number.isInteger(count) || count < 1) return SHAPE;
      suppressions.push({ file, id, count });
    }
  }
  return suppressions;
}
