import path from "node:path";
import { type ListedFile, findOutsideMocks, kindOfSite, siteOfExports } from "@godwit/project";
import { applyTextEdits } from "@godwit/core/engine";
import { type FileCheck, type FileResult, checkFile, writeFixed } from "./check-file.js";
import { openSource } from "../host/source-file.js";
import type { FileProblem, Search } from "./finding.js";
import type { ListedFinding } from "./listed-finding.js";
import type { MocksOfRun } from "./held-back.js";

/** A file with what was found in it, and whether its fixes were written. */
interface LookedAt {
  readonly file: ListedFile;
  readonly result: FileResult;
}

/** How files are looked at and fixed after others were written: nothing that was read before is kept. */
export interface LookAgain {
  /** Finds only. */
  readonly seen: FileCheck;
  /** Fixes these files, as far as no test would be parted from what it replaces. */
  fixing(files: readonly ListedFile[]): FileCheck;
}

/** A fix that needs another file's fix needs few of them in a row. */
const MOST_ROUNDS = 5;

/**
 * Looks again at the files in which something was left, after others were written: a fix in one file can prove a fix in another, which a
 * second run would find. Gives the results in their order; `lookAgain` is called once a round, after all writes.
 */
export function fixFollowers(
  files: readonly ListedFile[],
  results: readonly FileResult[],
  lookAgain: () => LookAgain,
): readonly FileResult[] {
  let looked: readonly LookedAt[] = results.map((result, index) => ({ file: files[index]!, result }));
  let written = results.some(({ isWritten }) => isWritten);
  for (let round = 0; round < MOST_ROUNDS && written; round++) {
    const left = looked.filter(({ file, result }) => !file.isLink && result.findings.some(({ level }) => level !== "fix"));
    if (left.length === 0) break;
    const { seen, fixing } = lookAgain();
    const now = new Map(left.map(({ file }) => [file, checkFile(seen, file)]));
    const followers = left.filter(({ file, result }) => countFixes(now.get(file)!) > countFixes(result));
    looked = looked.map(({ file, result }) => ({ file, result: withoutEnded(result, now.get(file)) }));
    if (followers.length === 0) break;
    const context = fixing(followers.map(({ file }) => file));
    const found = new Map(followers.map(({ file }) => [file, checkFile(context, file)]));
    written = false;
    looked = looked.map(({ file, result }) => {
      const again = found.get(file)?.write?.();
      written ||= again?.isWritten === true;
      return { file, result: again ? join(result, again) : result };
    });
  }
  return looked.map(({ result }) => result);
}

/** A result without the findings that other files' fixes have ended; its file is as it was. */
function withoutEnded(result: FileResult, now: FileResult | undefined): FileResult {
  if (!now || now.problems.length > 0) return result;
  const left = new Set(now.findings.map(keyOfFinding));
  const findings = result.findings.filter((finding) => left.has(keyOfFinding(finding)));
  return findings.length === result.findings.length ? result : { ...result, findings, before: result.before ?? result.findings };
}

function keyOfFinding({ contract, rule, line, column }: ListedFinding): string {
  return [contract, rule, line, column].join(" ");
}

function countFixes({ findings }: FileResult): number {
  return findings.filter(({ level }) => level === "fix").length;
}

/** Both results of a file as one: what the first one wrote stays counted. */
function join(first: FileResult, again: FileResult): FileResult {
  return {
    ...again,
    problems: [...first.problems, ...again.problems],
    fixed: first.fixed + again.fixed,
    isWritten: first.isWritten || again.isWritten,
    closesCircle: first.closesCircle === true || again.closesCircle === true,
    before: first.before ?? first.findings,
  };
}

/** What became of the mocks in files that their contracts leave out. */
export interface FollowedMocks {
  /** The files that were written, relative to the root. */
  readonly files: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** Moves the mocks of what was moved, in files that their contracts leave out: they are part of the move. */
export function followMocks(search: Search, root: string, mocks: MocksOfRun | undefined): FollowedMocks {
  const moving = mocks?.followers() ?? [];
  const kinds = new Set(moving.map(kindOfSite));
  const files: string[] = [];
  const problems: FileProblem[] = [];
  for (const file of new Set(moving.map((each) => each.file))) {
    const absolute = path.join(root, file);
    const outside = findOutsideMocks({ ...search, open: openSource }, file);
    const chosen = outside?.found.filter(({ violation }) => kinds.has(kindOfSite(siteOfExports(violation, file, true)))) ?? [];
    if (!outside || chosen.length === 0) continue;
    const { read, editAll } = outside;
    const text = applyTextEdits(read.text, editAll(chosen));
    const after = Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8");
    const problem = writeFixed(file, { root, absolute, before: read.bytes, after });
    if (problem) problems.push(problem);
    else files.push(file);
  }
  return { files, problems };
}
