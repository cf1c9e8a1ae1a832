import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { replaceFile } from "../files/write-file.js";
import { digestOf, type Journal } from "./journal/journal.js";
import type { OpenUnit } from "./journal/run-state.js";

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
    return readFileSync(path.join(root, file));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Whether nobody may write a file. The superuser may, and must not: whoever took the right away meant it. */
export function isReadOnly(root: string, file: string): boolean {
  const stats = statSync(path.join(root, file), { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & 0o222) === 0;
}

/** Writes files one after the other, each in one step. Throws `ForeignChangeError` at the first that is not as expected. */
export function writeFiles(root: string, writes: readonly FileWrite[]): void {
  for (const { file, before, after } of writes) {
    if (before.equals(after)) continue;
    if (!replaceFile(path.join(root, file), before, after)) throw new ForeignChangeError([file]);
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
    removeTemporaries(root, file);
    const bytes = bytesOnDisk(root, file);
    const found = bytes && digestOf(bytes);
    if (found === digest) continue;
    const ownStates = own.filter((each) => each.path === file);
    const isOwn = ownStates.some((each) => each.digest === found);
    const isFormatted =
      isFormatting && bytes !== undefined && ownStates.some((each) => hasSameTokens(journal.bytes(each.digest), bytes));
    if (bytes !== undefined && (isOwn || isFormatted) && replaceFile(path.join(root, file), bytes, journal.bytes(digest)))
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

const TEMPORARY = /^(?:godwit-)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

/** Removes what a write that was cut off left beside a file. */
export function removeTemporaries(root: string, file: string): void {
  const folder = path.dirname(path.join(root, file));
  const start = `.${path.basename(file)}.`;
  const isTemporary = (name: string): boolean => name.startsWith(start) && TEMPORARY.test(name.slice(start.length));
  try {
    for (const name of readdirSync(folder).filter(isTemporary)) rmSync(path.join(folder, name), { force: true });
  } catch {
    // The folder is gone; so is what was in it.
  }
}
