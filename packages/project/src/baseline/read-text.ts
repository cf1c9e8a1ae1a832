import { keyText, sortEntries, type BaselineEntry } from "./entry.js";
import { unescapeField } from "./escape.js";

/** The version of the format that this version of godwit reads and writes. */
export const BASELINE_VERSION = 1;

/** A line in a baseline that `baseline write` would not have written like this. */
export interface BaselineFault {
  /** From 1. */
  readonly line: number;
  readonly code: "baseline-conflict" | "baseline-line" | "baseline-duplicate" | "baseline-version" | "baseline-unreadable";
  /** A sentence that says what is wrong and what to do. */
  readonly message: string;
}

/** The content of a baseline's text. */
export interface BaselineText {
  /** Sorted; a key that appears twice has the smaller count. */
  readonly entries: readonly BaselineEntry[];
  readonly faults: readonly BaselineFault[];
}

/** A line of a baseline without its line end. */
export interface BaselineLine {
  readonly text: string;
  /** Undefined for a comment, an empty line or a line that can't be read. */
  readonly entry: BaselineEntry | undefined;
}

const CONFLICT = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/;

/** Reads a baseline; lines that can't be read become faults and are never guessed. */
export function parseBaseline(text: string): BaselineText {
  const entries = new Map<string, BaselineEntry>();
  const firstLine = new Map<string, number>();
  const faults: BaselineFault[] = [];
  splitLines(text).forEach((line, index) => {
    const number = index + 1;
    const fault = faultIn(line.text, number) ?? (isBlank(line.text) || line.entry ? undefined : unreadable(number));
    if (fault) faults.push(fault);
    if (fault || !line.entry) return;
    const key = keyText(line.entry);
    const known = entries.get(key);
    if (!known) firstLine.set(key, number);
    else faults.push(duplicate(number, firstLine.get(key)!));
    if (!known || line.entry.count < known.count) entries.set(key, line.entry);
  });
  // One sentence covers all conflict markers of a file.
  const firstConflict = faults.find(({ code }) => code === "baseline-conflict");
  return {
    entries: sortEntries(entries.values()),
    faults: faults.filter((fault) => fault.code !== "baseline-conflict" || fault === firstConflict),
  };
}

/** The lines of a baseline without their line ends, each with its entry. */
export function splitLines(text: string): BaselineLine[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => ({ text: line, entry: isBlank(line) || CONFLICT.test(line) ? undefined : parseEntry(line) }));
}

function isBlank(line: string): boolean {
  return line.startsWith("#") || line.trim() === "";
}

function parseEntry(line: string): BaselineEntry | undefined {
  const fields = line.split("\t");
  const [file, rule, source] = [fields[0], fields[1], fields[3]].map((field) => field && unescapeField(field));
  if (fields.length !== 4 || !file || !rule || !source || !/^[1-9]\d{0,8}$/.test(fields[2]!)) return undefined;
  if (file.startsWith("/") || file.split("/").some((part) => part === ".." || part === "." || part === "")) return undefined;
  return { file, rule, source, count: Number(fields[2]) };
}

function faultIn(line: string, number: number): BaselineFault | undefined {
  if (CONFLICT.test(line)) {
    const message =
      "There are conflict markers of a merge. Keep the lines that are on both sides, delete the markers, and run: godwit baseline prune";
    return { line: number, code: "baseline-conflict", message };
  }
  const version = /^# godwit baseline (\d+)\b/.exec(line)?.[1];
  if (version === undefined || Number(version) === BASELINE_VERSION) return undefined;
  const message = `This is a baseline of version ${version}, and this godwit reads version ${BASELINE_VERSION}. Use the godwit that wrote it.`;
  return { line: number, code: "baseline-version", message };
}

function unreadable(number: number): BaselineFault {
  const message =
    "This line can't be read: it should be a file, a rule, a count and a source with tabs between them. Take the line back from git, or delete it.";
  return { line: number, code: "baseline-line", message };
}

function duplicate(number: number, first: number): BaselineFault {
  const message = `This line repeats line ${first}, so the smaller count of the two is in force. Delete one, or run: godwit baseline prune`;
  return { line: number, code: "baseline-duplicate", message };
}
