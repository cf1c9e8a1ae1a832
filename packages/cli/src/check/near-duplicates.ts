import path from "node:path";
import { LineIndex } from "@godwit/contracts";
import { contractsFor, readSource, type ListedFile } from "@godwit/project";
import { openSource } from "../host/source-file.js";
import type { FileCheck } from "./check-file.js";
import type { CheckResult } from "./check-result.js";

type NearDuplicate = CheckResult["nearDuplicates"][number];

/** Lists the types that are almost canonical ones, the nearest first; `check` reports files that can't be read. */
export function listNearDuplicates(check: FileCheck, files: readonly ListedFile[]): NearDuplicate[] {
  const contracts = check.contracts.filter(({ rules }) => rules.some((rule) => rule.listsNearDuplicates));
  if (contracts.length === 0) return [];
  const narrowed = { ...check, contracts };
  return files.flatMap((file) => inFile(narrowed, file)).sort(byNearness);
}

function inFile({ engine, root, contracts }: FileCheck, { path: file }: ListedFile): NearDuplicate[] {
  const rules = contractsFor(contracts, file).flatMap((each) => each.rules);
  if (rules.length === 0 || !/\.[cm]?tsx?$/.test(file)) return [];
  try {
    const absolute = path.join(root, file);
    const read = readSource(absolute);
    if (read.kind !== "text" || !engine.mayHoldNearDuplicates(absolute, read.text, rules)) return [];
    const lines = new LineIndex(read.text);
    return engine.nearDuplicates(openSource(absolute, read.text), rules).map(({ range, ...near }) => {
      const { line, column } = lines.positionAt(range[0]);
      const { contract, canonical, home, name, overlap, missing, extra, different, reported } = near;
      return {
        ...{ contract, canonical, home, name, file, line, column, overlap, reported },
        ...{ missing: [...missing], extra: [...extra], different: [...different] },
      };
    });
  } catch {
    return [];
  }
}

function byNearness(a: NearDuplicate, b: NearDuplicate): number {
  if (a.overlap !== b.overlap) return b.overlap - a.overlap;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0);
}
