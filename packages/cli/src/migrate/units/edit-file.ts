import path from "node:path";
import { linkStatsAt } from "@godwit/core/disk";
import type { TextEdit } from "@godwit/core/engine";
import { contractsFor, fixInRounds, isMovable, readSource, SourceText, type Finding } from "@godwit/project";
import { createTwoFilesPatch } from "diff";
import { findForCheck, type FileFindings, type Search } from "../../check/finding.js";
import { openSource } from "../../host/source-file.js";

/** A violation that a run may edit, by its place in the file as it was before. */
export interface Site {
  readonly file: string;
  readonly rule: string;
  readonly level: "fix" | "suggestion";
  /** Line and column for people; both start at 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A file's bytes before and after the edits of chosen sites. */
export interface EditedFile {
  readonly file: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** The sites that were chosen. */
  readonly sites: readonly Site[];
}

/** A file that was read and searched, ready to be edited. */
export interface EditableFile {
  readonly file: string;
  readonly bytes: Buffer;
  readonly sites: readonly Site[];
  /** The file with some of its sites edited. Throws `BrokenFixError` if the result would not parse. */
  edit(chosen: readonly Site[]): EditedFile;
}

/** Says that edits would break a file. */
export class BrokenFixError extends Error {
  override readonly name = "BrokenFixError";
}

/** What is taken of what is found. */
export interface EditSearch extends Search {
  readonly root: string;
  readonly takesSuggestions: boolean;
  /** Whether edits across files try the written types of a file: those that they leave can't have their type. */
  isTypedByWaves(file: string): boolean;
  /** The text of a file that a dry run would leave, on top of which it goes on; undefined where the disk has it. */
  readonly textNow?: (file: string) => string | undefined;
}

/** Reads and searches a file (relative to the root); a text says why it can't be edited. */
export function openEditable(search: EditSearch, file: string): EditableFile | string {
  const absolute = path.join(search.root, file);
  if (linkStatsAt(absolute)?.isSymbolicLink()) return "it is a link; migrate the file that it leads to";
  const read = readNow(search, file, absolute);
  if (read.kind === "gone") return "the file is gone";
  if (read.kind === "problem") return read.message;
  const find = (text: string): FileFindings => findForCheck(search, openSource(absolute, text), file);
  let first: FileFindings;
  try {
    first = find(read.text);
  } catch (error) {
    return `the file does not parse: ${(error as Error).message}`;
  }
  // Of a file that the contract leaves out only the mocks move.
  const isOwn = contractsFor(search.contracts, file).length > 0;
  const mayTake = (found: FileFindings): ((finding: Finding) => boolean) => {
    const isTaken = takes(search, found, file);
    return (finding) => isTaken(finding) && (isOwn || isMovable(finding));
  };
  const isTaken = mayTake(first);
  const sites = new Map(first.open.filter(isTaken).map((finding) => [siteOf(finding, first), finding]));
  return {
    ...{ file, bytes: read.bytes, sites: [...sites.keys()] },
    edit(chosen) {
      const findings = new Set(chosen.flatMap((site) => sites.get(site) ?? []));
      const excluded = first.open.filter((finding) => isTaken(finding) && !findings.has(finding));
      const excludes = followPlaces(excluded.map(({ violation }) => ({ rule: violation.rule, start: violation.range[0] })));
      let isFirst = true;
      const fixed = fixInRounds<FileFindings>({
        text: read.text,
        findings: first,
        edits(left) {
          const wanted = left.open.filter((finding) =>
            isFirst ? findings.has(finding) : mayTake(left)(finding) && !excludes.has(finding),
          );
          isFirst = false;
          const edits = left.editAll(wanted);
          excludes.move(edits);
          return edits;
        },
        find,
      });
      const [broken] = [first, fixed.left].flatMap((found) => found?.faults() ?? []);
      if (broken) throw new BrokenFixError(`the edits would break ${file}: ${broken.fault}. Please report it`);
      const after = Buffer.from((read.hasBom ? "\uFEFF" : "") + fixed.text, "utf8");
      return { file, before: read.bytes, after, sites: chosen };
    },
  };
}

function readNow({ textNow }: EditSearch, file: string, absolute: string): ReturnType<typeof readSource> {
  const read = readSource(absolute);
  const text = textNow?.(file);
  if (text === undefined || read.kind !== "text") return read;
  return new SourceText(Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8"), read.hasBom);
}

function takes(
  { takesSuggestions, isTypedByWaves }: EditSearch,
  found: FileFindings,
  file: string,
): (finding: Finding) => boolean {
  return (finding) => {
    const { level, narrows } = finding.violation;
    if (level === "fix") return found.heldBack(finding) === undefined;
    return level === "suggestion" && takesSuggestions && !(narrows && isTypedByWaves(file));
  };
}

/** A site as reports list it. */
export function siteOf(finding: Finding, found: FileFindings): Site {
  const { file, line, column, rule, message, level } = found.list(finding);
  return { file, rule, level: level === "fix" ? "fix" : "suggestion", line, column, message };
}

/** Follows places through edits, so that a site that was not chosen is not edited in a later round. */
function followPlaces(places: readonly { readonly rule: string; readonly start: number }[]): {
  has(finding: Finding): boolean;
  move(edits: readonly TextEdit[]): void;
} {
  let current = places;
  return {
    has: ({ violation }) => current.some(({ rule, start }) => rule === violation.rule && start === violation.range[0]),
    move(edits) {
      current = current.map(({ rule, start }) => {
        const before = edits.filter(({ range }) => range[1] <= start);
        return { rule, start: before.reduce((at, { range, text }) => at + text.length - (range[1] - range[0]), start) };
      });
    },
  };
}

/** The patch of one file, as git writes it. */
export function patchOf({ file, before, after }: Pick<EditedFile, "file" | "before" | "after">, context = 3): string {
  if (before.equals(after)) return "";
  const [a, b] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  const patch = createTwoFilesPatch(a, b, before.toString("utf8"), after.toString("utf8"), undefined, undefined, { context });
  // The library begins with a line of its own, which git does not know.
  return `diff --git ${a} ${b}\n${patch.slice(patch.indexOf("--- "))}`;
}

/** As git writes names that have other characters than most. */
function quoted(name: string): string {
  if (!/["\\\u0000-\u001F\u007F]/u.test(name)) return name;
  return JSON.stringify(name);
}
