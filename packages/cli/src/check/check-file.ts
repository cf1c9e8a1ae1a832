import path from "node:path";
import { SourceSyntaxError } from "@godwit/modules";
import { contractsFor, mayConcern, readSource, type ActiveContract, type ListedFile, type SourceRead } from "@godwit/project";
import { openSource } from "../host/source-file.js";
import { findForCheck, type FileFindings, type ListedFinding, type Search } from "./finding.js";
import type { FileProblem } from "./file-problem.js";
import { fixFile } from "./fix-file.js";

/** The result of checking one file. */
export interface FileResult {
  readonly findings: readonly ListedFinding[];
  readonly planned: readonly ListedFinding[];
  /** What comments hide. */
  readonly suppressed: readonly ListedFinding[];
  readonly problems: readonly FileProblem[];
  readonly isParsed: boolean;
  /** Git knows the file, but it is not on disk. */
  readonly isGone: boolean;
  readonly fixed: number;
  /** Whether its fixes were written. */
  readonly isWritten: boolean;
  /** The findings before the fixes; undefined if nothing was written. */
  readonly before?: readonly ListedFinding[];
}

/** How files are checked; `contracts` are all selected ones. */
export interface FileCheck extends Search {
  readonly root: string;
  readonly fix: boolean;
}

const CLEAN: FileResult = {
  ...{ findings: [], planned: [], suppressed: [], problems: [] },
  ...{ isParsed: false, isGone: false, fixed: 0, isWritten: false },
};

/** Checks one file: reads it, and parses it only if it contains a token of a rule. Never throws. */
export function checkFile(check: FileCheck, listed: ListedFile): FileResult {
  const contracts = contractsFor(check.contracts, listed.path);
  if (contracts.length === 0) return CLEAN;
  const absolute = path.join(check.root, listed.path);
  try {
    const read = readSource(absolute);
    if (read.kind === "gone")
      return { ...CLEAN, isGone: !listed.isLink, problems: listed.isLink ? [danglingLink(listed.path)] : [] };
    if (read.kind === "problem") return { ...CLEAN, problems: [unusable(read, listed.path, absolute, contracts)] };
    if (!mayConcern(contracts, absolute, read.text)) return CLEAN;
    return checkText({ ...check, contracts }, listed, absolute, read);
  } catch (error) {
    return { ...CLEAN, isParsed: true, problems: [thrown(error, listed.path)] };
  }
}

/** `check` has only the contracts that are about the file. */
function checkText(check: FileCheck, listed: ListedFile, absolute: string, read: SourceRead & { kind: "text" }): FileResult {
  const find = (text: string): FileFindings => findForCheck(check, openSource(absolute, text), listed.path);
  const first = find(read.text);
  const fixed = check.fix && !listed.isLink ? fixFile({ absolute, file: listed.path, read, first, find }) : undefined;
  const left = fixed?.left ?? first;
  return {
    findings: left.open.map((finding) => left.list(finding)),
    planned: left.planned.map((finding) => left.list(finding)),
    suppressed: left.suppressed.map((finding) => left.list(finding)),
    problems: fixed?.problem ? [fixed.problem] : [],
    isParsed: true,
    isGone: false,
    fixed: Math.max(0, first.open.length - left.open.length),
    isWritten: fixed?.isWritten ?? false,
    ...(fixed?.isWritten && { before: first.open.map((finding) => first.list(finding)) }),
  };
}

function unusable(
  read: SourceRead & { kind: "problem" },
  file: string,
  absolute: string,
  contracts: readonly ActiveContract[],
): FileProblem {
  const isBlocking = read.scan === undefined || mayConcern(contracts, absolute, read.scan);
  return { file, line: 1, column: 1, code: read.code, message: read.message, isBlocking };
}

function danglingLink(file: string): FileProblem {
  const message = "The symbolic link leads nowhere. Remove it, or put back what it leads to.";
  return { file, line: 1, column: 1, code: "dangling-link", message, isBlocking: false };
}

function thrown(error: unknown, file: string): FileProblem {
  if (error instanceof SourceSyntaxError) {
    const { line, column, message } = error;
    return { file, line, column, code: "syntax", message: `The file does not parse: ${message}`, isBlocking: true };
  }
  const cause =
    error instanceof Error
      ? (error.stack ?? error.message).split("\n").slice(0, 2).join(" ").replace(/\s+/g, " ")
      : String(error);
  const message = `godwit failed on this file; please report it with the file: ${cause}`;
  return { file, line: 1, column: 1, code: "internal", message, isBlocking: true };
}
