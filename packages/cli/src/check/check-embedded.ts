import path from "node:path";
import { meansEmbedded } from "@godwit/core/contracts";
import { concerning, type ListedFile, type SourceRead } from "@godwit/project";
import { findEmbeddedScript } from "../host/embedded-script.js";
import { openSource } from "../host/source-file.js";
import { CLEAN, toProblem, type FileCheck, type FileResult } from "./check-file.js";
import type { FileProblem } from "./file-problem.js";
import { findForCheck, isAsked, type ListedFinding } from "./finding.js";

/**
 * Looks for violations in the script that a file embeds. They are named, and neither counted nor fixed: what a template uses of a script
 * is not known. Never throws.
 */
export function checkEmbedded(check: FileCheck, listed: ListedFile): FileResult {
  const contracts = check.contracts.filter(
    (each) =>
      each.contract.status !== "planned" && meansEmbedded(each.contract, listed.path) && isAsked(check, each, listed.path),
  );
  if (contracts.length === 0) return CLEAN;
  const absolute = path.join(check.root, listed.path);
  const read = check.read(listed.path, absolute);
  if (read.kind === "gone") return { ...CLEAN, isGone: true };
  if (read.kind === "problem") return { ...CLEAN, problems: [unread(listed.path, read)] };
  try {
    return { ...CLEAN, findings: findInScript({ ...check, contracts }, listed.path, { absolute, text: read.text }) };
  } catch (error) {
    return { ...CLEAN, problems: [{ ...toProblem(error, listed.path), isBlocking: false }] };
  }
}

function unread(file: string, { code, message }: SourceRead & { kind: "problem" }): FileProblem {
  return { file, line: 1, column: 1, code, message, isBlocking: false };
}

/** `check` has only the contracts that are about the file (relative to the root). */
function findInScript(
  check: FileCheck,
  file: string,
  { absolute, text }: { readonly absolute: string; readonly text: string },
): readonly ListedFinding[] {
  const script = findEmbeddedScript(file, text);
  if (!script) return [];
  // A file of this name would hold the script alone, as it does for the tools that compile it.
  const home = `${absolute}.${script.ending}`;
  const contracts = concerning(check.contracts, home, script.text);
  if (contracts.length === 0) return [];
  const { open, list } = findForCheck({ ...check, contracts, heldBack: undefined }, openSource(home, script.text), file);
  return open.map((finding) => list(finding));
}
