import path from "node:path";
import { LineIndex } from "@godwit/contracts";
import { ANY_CONTENT, contractsFor, type ListedFile } from "@godwit/project";
import { openSource } from "../host/source-file.js";
import { nearQuestion, type CheckCache } from "./cache/check-cache.js";
import type { FileCheck, FileResult } from "./check-file.js";
import { compareNearness, type CheckResult } from "./check-result.js";
import { isAsked } from "./finding.js";
import { nearRulesFor } from "./near-rules.js";

type NearDuplicate = CheckResult["nearDuplicates"][number];

/**
 * Lists the types that are almost canonical ones, the nearest first; only the files of which the results say that they may hold some
 * are read again. `check` reports files that can't be read.
 */
export function listNearDuplicates(
  check: FileCheck,
  { files, results }: { readonly files: readonly ListedFile[]; readonly results: readonly FileResult[] },
  cache?: CheckCache,
): NearDuplicate[] {
  const asked = new Map(check.contracts.map((each) => [each.contract.id, each]));
  const list = (file: ListedFile): NearDuplicate[] => {
    const digest = cache?.digestFor(file.path);
    const ask = () => inFile(check, file);
    const found =
      cache && digest !== undefined && digest !== ANY_CONTENT ? cache.remember(nearQuestion(file.path), digest, ask) : ask();
    return found.filter((near) => isAsked(check, asked.get(near.contract)!, file.path));
  };
  return files
    .filter((_, index) => results[index]!.mayHoldNear || results[index]!.isWritten)
    .flatMap(list)
    .sort(compareNearness);
}

function inFile({ engine, root, contracts, read: readFile }: FileCheck, { path: file }: ListedFile): NearDuplicate[] {
  const rules = nearRulesFor(contractsFor(contracts, file), file);
  if (rules.length === 0) return [];
  try {
    const absolute = path.join(root, file);
    const read = readFile(file, absolute);
    if (read.kind !== "text" || !engine.mayHoldNearDuplicates(absolute, read.bytes, rules)) return [];
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
