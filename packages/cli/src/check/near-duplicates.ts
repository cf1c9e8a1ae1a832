import path from "node:path";
import { contractsFor, type ListedFile } from "@godwit/project";
import { openSource } from "../host/source-file.js";
import type { FileCheck, FileResult } from "./check-file.js";
import { compareNearness } from "./check-result.js";
import { isAsked } from "./finding.js";
import { nearInSource, nearRulesFor, type NearDuplicate } from "./near-in-source.js";

/** Lists the types that are almost canonical ones, the nearest first; only a file that was written is read again. */
export function listNearDuplicates(
  check: FileCheck,
  { files, results }: { readonly files: readonly ListedFile[]; readonly results: readonly FileResult[] },
): NearDuplicate[] {
  const asked = new Map(check.contracts.map((each) => [each.contract.id, each]));
  return files
    .flatMap((file, index) => (results[index]!.isWritten ? inWritten(check, file) : (results[index]!.near ?? [])))
    .filter((near) => isAsked(check, asked.get(near.contract)!, near.file))
    .sort(compareNearness);
}

/** `check` reports files that can't be read. */
function inWritten(check: FileCheck, { path: file }: ListedFile): NearDuplicate[] {
  const absolute = path.join(check.root, file);
  try {
    const read = check.read(file, absolute);
    if (read.kind !== "text") return [];
    const rules = nearRulesFor({ ...check, contracts: contractsFor(check.contracts, file) }, absolute, read);
    return rules.length > 0 ? nearInSource(check, openSource(absolute, read.text), rules, file) : [];
  } catch {
    return [];
  }
}
