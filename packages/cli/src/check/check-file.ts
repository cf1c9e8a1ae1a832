import { findNewCircles, type CompiledRule, type SourceFile } from "@godwit/core/engine";
import { ReadingSpace, replaceFile, toFileError } from "@godwit/core/disk";
import { SourceSyntaxError } from "@godwit/core/modules";
import {
  absoluteOf,
  concerning,
  contractsFor,
  isUnreadableName,
  keepSource,
  type ActiveContract,
  type ListedFile,
  type SiteOfExports,
  type SourceRead,
  type SourceText,
  fixInRounds,
  ruleIdOf,
} from "@godwit/project";
import { openSource, tryOpen, withSource } from "../host/source-file.js";
import { type FileFindings, type FileProblem, findForCheck, isAsked, type Search } from "./finding.js";
import type { ListedFinding } from "./listed-finding.js";
import { embedsScript, LineIndex } from "@godwit/core/contracts";
import type { CheckResult } from "./check-result.js";

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
  /** All that contracts in force find, as far as mocks are concerned, where the check keeps that. */
  readonly sites?: readonly SiteOfExports[];
  /** The types that are almost canonical ones, if they are asked for and there are some. */
  readonly near?: readonly NearDuplicate[];
  /** Whether the fixes gave it an import that closes a circle. */
  readonly closesCircle?: boolean | undefined;
  /** The findings before the fixes; undefined if nothing was written. */
  readonly before?: readonly ListedFinding[];
  /**
   * Writes the fixed file and gives the result of that; not given where nothing is to be written. All files are searched before the
   * first one is written, so that what is found in one does not depend on which was fixed before it.
   */
  readonly write?: () => FileResult;
}

/** How files are checked; `contracts` are all selected ones. */
export interface FileCheck extends Search {
  readonly root: string;
  readonly fix: boolean;
  /** Reads a file (relative to the root; `absolute` is its path), into `space` where that is given. */
  read(file: string, absolute: string, space?: ReadingSpace): SourceRead;
  /** Whether to say that a file was read: `read` gives what is on the disk, and not what is staged, and nobody has said so before. */
  readonly notesReads?: boolean;
  /** The rules of which a file names what they find; undefined where nobody knows. */
  readonly named?: ((file: ListedFile) => ReadonlySet<CompiledRule> | undefined) | undefined;
  /** Whether near duplicates will be asked for. */
  readonly nearDuplicates?: boolean | undefined;
  /** Whether to keep what mocks may have to do with the findings. */
  readonly keepsSites?: boolean | undefined;
}

/** Of a file in which nothing is found. */
export const CLEAN: FileResult = {
  ...{ findings: [], planned: [], suppressed: [], problems: [] },
  ...{ isParsed: false, isGone: false, fixed: 0, isWritten: false },
};

/** Most files are dropped as soon as they are read. */
const SPACE = new ReadingSpace();

/** Checks one file: reads it, and parses it only if a rule may find something in its bytes. Never throws. */
export function checkFile(check: FileCheck, listed: ListedFile): FileResult {
  const contracts = contractsFor(check.contracts, listed.path).filter((each) => isAsked(check, each, listed.path));
  return contracts.length === 0 ? CLEAN : checkFor({ ...check, contracts }, listed);
}

/** The same for contracts that are taken to be about the file. */
export function checkFor(check: FileCheck, listed: ListedFile): FileResult {
  const { contracts } = check;
  const absolute = absoluteOf(check.root, listed.path);
  try {
    const read = check.read(listed.path, absolute, SPACE);
    if (read.kind === "gone" && isUnreadableName(listed.path)) return { ...CLEAN, problems: [unreadableName(listed.path)] };
    if (read.kind === "gone")
      return { ...CLEAN, isGone: !listed.isLink, problems: listed.isLink ? [danglingLink(listed.path)] : [] };
    if (read.kind === "problem") return { ...CLEAN, problems: [unusable(read, listed.path, absolute, contracts)] };
    if (check.notesReads && !listed.isLink && !embedsScript(absolute)) check.engine.modules.noteRead(absolute, read.bytes);
    return checkSource(check, listed, { absolute, read });
  } catch (error) {
    return { ...CLEAN, isParsed: true, problems: [toProblem(error, listed.path)] };
  }
}

interface TextToCheck {
  readonly absolute: string;
  readonly read: SourceText;
  /** The contracts that concern the text as it was read. */
  readonly concerned: readonly ActiveContract[];
  /** The rules that may list near duplicates in it. */
  readonly nearRules: readonly CompiledRule[];
}

/** `check` has only the contracts that are about the file; `read` is gone with the next file. */
function checkSource(
  check: FileCheck,
  listed: ListedFile,
  { absolute, read }: { absolute: string; read: SourceText },
): FileResult {
  const nearRules = check.nearDuplicates ? nearRulesFor(check, absolute, read) : [];
  const concerned = concerning(check.contracts, absolute, read.bytes, check.named?.(listed));
  if (concerned.length > 0) return checkText(check, listed, { absolute, read: keepSource(read), concerned, nearRules });
  const near = nearRules.length > 0 ? nearInClean(check, listed, { absolute, text: read.text, nearRules }) : [];
  return near.length > 0 ? { ...CLEAN, near } : CLEAN;
}

/** In a file that no contract concerns, whether it parses or not. */
function nearInClean(
  check: FileCheck,
  { path: file }: ListedFile,
  { absolute, text, nearRules }: Pick<TextToCheck, "absolute" | "nearRules"> & { readonly text: string },
): readonly NearDuplicate[] {
  const source = tryOpen(absolute, text);
  return source ? nearInSource(check, source, nearRules, file) : [];
}

/** Keeps no tree where nothing is written: then what is in a node is read only if a rule asks for it. */
function checkText(check: FileCheck, listed: ListedFile, text: TextToCheck): FileResult {
  const rules = text.concerned.flatMap((each) => each.rules);
  if (check.fix || text.nearRules.length > 0 || !check.engine.readPlaces(rules)) return checkWhole(check, listed, text);
  return withSource(text.absolute, text.read.text, (source) =>
    resultOf(findForCheck({ ...check, contracts: text.concerned }, source, listed.path), check.keepsSites),
  );
}

/** `check` has only the contracts that are about the file. */
function checkWhole(check: FileCheck, listed: ListedFile, { absolute, read, concerned, nearRules }: TextToCheck): FileResult {
  const findFor = (contracts: readonly ActiveContract[], source: SourceFile): FileFindings =>
    findForCheck({ ...check, contracts }, source, listed.path);
  // What a fix writes may concern other contracts.
  const find = (text: string): FileFindings => findFor(concerning(check.contracts, absolute, text), openSource(absolute, text));
  const source = openSource(absolute, read.text);
  const first = findFor(concerned, source);
  const near = nearInSource(check, source, nearRules, listed.path);
  const unfixed = { ...resultOf(first, check.keepsSites), ...(near.length > 0 && { near }) };
  if (!check.fix || listed.isLink) return unfixed;
  const { left, problems, after } = fixFile({ read, first, find });
  if (!after) return { ...unfixed, problems };
  const fixed: FileResult = {
    ...resultOf(left),
    problems,
    fixed: Math.max(0, first.open.length - left.open.length),
    isWritten: true,
    // Without the byte order mark, behind which the parser takes no hashbang.
    closesCircle: findNewCircles(source, openSource(absolute, new TextDecoder().decode(after)), check.engine.modules).length > 0,
    before: unfixed.findings,
  };
  const write = (): FileResult => {
    const problem = writeFixed(listed.path, { root: check.root, absolute, before: read.bytes, after });
    return problem ? { ...unfixed, problems: [problem] } : fixed;
  };
  return { ...unfixed, write };
}

/** Plain data, which keeps neither the text nor the tree. */
function resultOf(found: FileFindings, keepsSites = false): FileResult {
  const { open, planned, suppressed, list } = found;
  return {
    ...CLEAN,
    findings: open.map((finding) => list(finding)),
    planned: planned.map((finding) => list(finding)),
    suppressed: suppressed.map((finding) => list(finding)),
    isParsed: true,
    ...(keepsSites && { sites: found.sites() }),
  };
}

function unusable(
  read: SourceRead & { kind: "problem" },
  file: string,
  absolute: string,
  contracts: readonly ActiveContract[],
): FileProblem {
  const isBlocking = read.scan === undefined || concerning(contracts, absolute, read.scan).length > 0;
  return { file, line: 1, column: 1, code: read.code, message: read.message, isBlocking };
}

function unreadableName(file: string): FileProblem {
  const message = "The name of this file, or of a folder around it, is not UTF-8, so it was not checked. Rename it.";
  return { file, line: 1, column: 1, code: "name", message, isBlocking: true };
}

function danglingLink(file: string): FileProblem {
  const message = "The symbolic link leads nowhere. Remove it, or put back what it leads to.";
  return { file, line: 1, column: 1, code: "dangling-link", message, isBlocking: false };
}

/** Why a file could not be checked. */
function toProblem(error: unknown, file: string): FileProblem {
  if (error instanceof SourceSyntaxError) {
    const { line, column, message } = error;
    // What compiles a component may take what no parser of modules does, such as two scripts with the same names.
    const isBlocking = !embedsScript(file);
    return { file, line, column, code: "syntax", message: `The file does not parse: ${message}`, isBlocking };
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    const message =
      "godwit ran out of stack on this file. Split its longest expression, or leave the file out with `ignores`; if nothing in it is nested deeply, please report it.";
    return { file, line: 1, column: 1, code: "too-deep", message, isBlocking: true };
  }
  const cause =
    error instanceof Error
      ? (error.stack ?? error.message).split("\n").slice(0, 2).join(" ").replace(/\s+/g, " ")
      : String(error);
  const message = `godwit failed on this file; please report it with the file: ${cause}`;
  return { file, line: 1, column: 1, code: "internal", message, isBlocking: true };
}

/** A type that is almost a canonical one, as `check` lists it. */
export type NearDuplicate = CheckResult["nearDuplicates"][number];

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** The rules of some contracts that may list near duplicates in a text; asked while its bytes are at hand. */
export function nearRulesFor(
  { engine, contracts }: Pick<Search, "engine" | "contracts">,
  absolute: string,
  { bytes }: Pick<SourceText, "bytes">,
): readonly CompiledRule[] {
  if (!TYPESCRIPT.test(absolute)) return [];
  const rules = contracts.flatMap((contract: ActiveContract) => contract.rules.filter((rule) => rule.listsNearDuplicates));
  return rules.length > 0 && engine.mayHoldNearDuplicates(absolute, bytes, rules) ? rules : [];
}

/** What the rules list in a source; `file` is its path relative to the root. */
export function nearInSource(
  { engine }: Pick<Search, "engine">,
  source: SourceFile,
  rules: readonly CompiledRule[],
  file: string,
): NearDuplicate[] {
  if (rules.length === 0) return [];
  const lines = new LineIndex(source.text);
  return engine.nearDuplicates(source, rules).map(({ range, ...near }) => {
    const { line, column } = lines.positionAt(range[0]);
    const { contract, canonical, home, name, overlap, missing, extra, different, reported } = near;
    return {
      ...{ contract, canonical, home, name, file, line, column, overlap, reported },
      ...{ missing: [...missing], extra: [...extra], different: [...different] },
    };
  });
}

/** A file with its safe fixes, not written yet. */
export interface FixedFile {
  /** The findings that are left. */
  readonly left: FileFindings;
  /** Why some fixes were left out. */
  readonly problems: readonly FileProblem[];
  /** The fixed bytes; undefined if nothing changes. */
  readonly after: Buffer | undefined;
}

/** A file that was read and searched. */
export interface FileToFix {
  readonly read: SourceRead & { kind: "text" };
  /** The findings in the text as it was read. */
  readonly first: FileFindings;
  find(text: string): FileFindings;
}

/** Applies the safe edits of a file until nothing changes; an edit with which it would not parse is left out. */
function fixFile({ read, first, find }: FileToFix): FixedFile {
  const { text, left = first } = fixInRounds<FileFindings>({
    text: read.text,
    findings: first,
    edits: (each) => each.safeEdits(),
    find,
  });
  const problems = brokenFixes(left);
  if (text === read.text) return { left: first, problems, after: undefined };
  return { left, problems, after: Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8") };
}

/** What a fixed file had, and gets. */
interface WrittenFile {
  readonly root: string;
  readonly absolute: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Writes a fixed file (`file` is its path relative to the root); returns the problem if it could not be written. */
export function writeFixed(file: string, { root, absolute, before, after }: WrittenFile): FileProblem | undefined {
  const problem = (code: string, message: string): FileProblem => ({ file, line: 1, column: 1, code, message, isBlocking: true });
  try {
    if (replaceFile(absolute, { expected: before, bytes: after, root })) return undefined;
    return problem("changed-meanwhile", "The file changed while it was being fixed and was left alone. Run the command again.");
  } catch (error) {
    return problem("unwritable", `The fixed file can't be written: ${toFileError(absolute, error).message}.`);
  }
}

function brokenFixes(left: FileFindings): FileProblem[] {
  return left.faults().map(({ finding, fault }) => {
    const { file, line, column } = left.list(finding);
    const message = `The fix of ${ruleIdOf(finding)} would break the file (${fault}), so it was left out. Please report it.`;
    return { file, line, column, code: "broken-fix", message, isBlocking: true };
  });
}
