import path from "node:path";
import {
  exists,
  FileError,
  listNames,
  makeFolder,
  readText,
  removeFile,
  replaceFile,
  statsAt,
  writeWhole,
} from "@godwit/core/disk";
import { groupBy } from "../group-by.js";
import { type BaselineEntry, parseBaseline, type BaselineFault } from "./read-text.js";

/** The baseline of one contract, as it is on disk. */
export interface Baseline {
  /** The contract's id. */
  readonly contract: string;
  /** Path relative to the root, with `/`. */
  readonly file: string;
  readonly text: string;
  /** Sorted. */
  readonly entries: readonly BaselineEntry[];
  readonly byFile: ReadonlyMap<string, readonly BaselineEntry[]>;
  readonly faults: readonly BaselineFault[];
}

const EXTENSION = ".txt";

/** The folder of the baselines, relative to the root; `directory` is the contracts' folder. */
export function baselineFolder(directory: string): string {
  return `${directory.replaceAll("\\", "/")}/.baseline`;
}

/** Where a contract's baseline is, relative to the root. */
export function baselineFile(directory: string, contract: string): string {
  return `${baselineFolder(directory)}/${contract}${EXTENSION}`;
}

/** The contracts that have a baseline, sorted. */
export function listBaselines(root: string, directory: string): string[] {
  return listNames(path.join(root, baselineFolder(directory)))
    .filter((name) => name.endsWith(EXTENSION) && !name.startsWith("."))
    .map((name) => name.slice(0, -EXTENSION.length))
    .sort();
}

/** Reads a baseline; undefined if the contract has none. */
export function readBaseline(root: string, file: string): Baseline | undefined {
  const contract = path.posix.basename(file, EXTENSION);
  try {
    return toBaseline(contract, file, readText(path.join(root, file), "baseline"));
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof FileError && error.fault === "missing") return undefined;
    const fault: BaselineFault = {
      line: 1,
      code: "baseline-unreadable",
      message: `The baseline can't be read: ${message}.`,
    };
    return { ...toBaseline(contract, file, ""), faults: [fault] };
  }
}

/** All baselines of a root, by contract. */
export function readBaselines(root: string, directory: string): Map<string, Baseline> {
  const found = listBaselines(root, directory).flatMap((contract) => readBaseline(root, baselineFile(directory, contract)) ?? []);
  return new Map(found.map((baseline) => [baseline.contract, baseline]));
}

/** Makes a baseline from a text. */
export function toBaseline(contract: string, file: string, text: string): Baseline {
  const { entries, faults } = parseBaseline(text);
  return { contract, file, text, entries, byFile: groupBy(entries, (entry) => entry.file), faults };
}

const lastRead = new Map<string, { readonly stamp: string; readonly baseline: Baseline | undefined }>();

/** Like `readBaseline`, for a long-running process: it reads again only if the file on disk has changed. */
export function currentBaseline(root: string, file: string): Baseline | undefined {
  const absolute = path.join(root, file);
  const stats = statsAt(absolute);
  const stamp = stats ? `${stats.mtimeMs}.${stats.size}.${stats.ino}` : "";
  const known = lastRead.get(absolute);
  if (known?.stamp === stamp) return known.baseline;
  const baseline = stats && readBaseline(root, file);
  lastRead.set(absolute, { stamp, baseline });
  return baseline;
}

/** Says why a baseline could not be written. */
export class BaselineWriteError extends Error {
  override readonly name = "BaselineWriteError";
}

/** A change of a baseline file. */
export interface BaselineChange {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** The text before the change; undefined if there was no file. */
  readonly before: string | undefined;
  /** The new text; undefined to delete the file. */
  readonly after: string | undefined;
}

/** Writes a baseline atomically. Throws `BaselineWriteError` if the file has changed meanwhile or is outside the root. */
export function writeBaseline(root: string, { file, before, after }: BaselineChange): void {
  if (after === before) return;
  const absolute = path.join(root, file);
  try {
    if (change(absolute, { root, before, after })) return;
  } catch (error) {
    if (error instanceof FileError) throw new BaselineWriteError(`${file} can't be written: ${error.message}.`);
    throw error;
  }
  throw new BaselineWriteError(`${file} changed meanwhile and was left alone. Run the command again.`);
}

/** Returns false if the file on disk is not as it was before. */
function change(absolute: string, { root, before, after }: Omit<BaselineChange, "file"> & { readonly root: string }): boolean {
  if (before === undefined) {
    makeFolder(path.dirname(absolute), root);
    if (exists(absolute)) return false;
    writeWhole(absolute, after!, { root });
    return true;
  }
  const expected = Buffer.from(before, "utf8");
  if (after !== undefined)
    return exists(absolute) && replaceFile(absolute, { expected, bytes: Buffer.from(after, "utf8"), root, kind: "baseline" });
  if (!exists(absolute) || readText(absolute, "baseline") !== before) return false;
  removeFile(absolute, root);
  return true;
}
