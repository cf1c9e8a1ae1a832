import path from "node:path";
import { dropTemporaries, FileError, findWriteFault, readBytes, replaceFile } from "@godwit/core/disk";
import { digestOf, type Journal } from "../journal/journal.js";
import type { OpenUnit } from "../journal/run-state.js";

/** A file's new bytes, and those that it must have before. */
export interface FileWrite {
  /** Relative to the root. */
  readonly file: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Says that files were not as a run had left them, so that nothing of them was written. */
export class ForeignChangeError extends Error {
  override readonly name = "ForeignChangeError";
  readonly files: readonly string[];

  constructor(files: readonly string[], what = "changed meanwhile") {
    super(`${files.join(", ")} ${what}`);
    this.files = files;
  }
}

/** The digest of a file's bytes; undefined if there is no such file. */
export function digestOnDisk(root: string, file: string): string | undefined {
  const bytes = bytesOnDisk(root, file);
  return bytes && digestOf(bytes);
}

/** The bytes of a file; undefined if there is no such file. */
export function bytesOnDisk(root: string, file: string): Buffer | undefined {
  try {
    return readBytes(path.join(root, file), "scanned");
  } catch (error) {
    if (error instanceof FileError && error.fault === "missing") return undefined;
    throw error;
  }
}

/** Says which of some files can't be written, and why; undefined if all can. */
export function findWriteFaults(root: string, files: readonly string[]): string | undefined {
  const faults = files.flatMap((file) => {
    const fault = findWriteFault(path.join(root, file), root);
    return fault ? [`${file} can't be written: ${fault.message}`] : [];
  });
  return faults.length > 0 ? faults.join("; ") : undefined;
}

/** Writes files one after the other, each in one step. Throws `ForeignChangeError` at the first that is not as expected. */
export function writeFiles(root: string, writes: readonly FileWrite[]): void {
  for (const { file, before, after } of writes) {
    if (before.equals(after)) continue;
    if (!replaceFile(path.join(root, file), { expected: before, bytes: after, root })) throw new ForeignChangeError([file]);
  }
}

/** The files of a unit after it was put back. */
export interface PutBack {
  readonly restored: readonly string[];
  /** Files that somebody else changed; they are as they were found. */
  readonly foreign: readonly string[];
}

/**
 * Puts back every byte of a unit that the run itself wrote. A file with other bytes is somebody else's and is left alone, except while
 * the format command ran: then bytes that differ in layout only are the formatter's.
 */
export function putBackUnit(root: string, { before, own, isFormatting }: OpenUnit, journal: Journal): PutBack {
  const restored: string[] = [];
  const foreign: string[] = [];
  for (const { path: file, digest } of before) {
    dropTemporaries(path.join(root, file));
    const bytes = bytesOnDisk(root, file);
    const found = bytes && digestOf(bytes);
    if (found === digest) continue;
    const ownStates = own.filter((each) => each.path === file);
    const isOwn = ownStates.some((each) => each.digest === found);
    const isFormatted =
      isFormatting && bytes !== undefined && ownStates.some((each) => hasSameTokens(journal.bytes(each.digest), bytes));
    const target = path.join(root, file);
    if (
      bytes !== undefined &&
      (isOwn || isFormatted) &&
      replaceFile(target, { expected: bytes, bytes: journal.bytes(digest), root })
    )
      restored.push(file);
    else foreign.push(file);
  }
  return { restored, foreign };
}

/** What a formatter changes: blanks, quotes, commas, semicolons, parentheses. */
const LAYOUT = /[\s'"`,;()]/gu;

function hasSameTokens(a: Buffer, b: Buffer): boolean {
  return a.toString("utf8").replace(LAYOUT, "") === b.toString("utf8").replace(LAYOUT, "");
}

/** A file's text as the type checker reads it. */
export function textOf(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/^\uFEFF/u, "");
}
