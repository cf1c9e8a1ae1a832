/** The version of the format that this version of godwit reads and writes. */
const BASELINE_VERSION = 1;

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
interface BaselineLine {
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
function splitLines(text: string): BaselineLine[] {
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

const HEADER = `# godwit baseline ${BASELINE_VERSION}: violations that are known and tolerated for now. They may only become fewer.`;

/**
 * A baseline as `baseline write` makes it. The empty line after each entry stays when the entry is removed (see `editBaseline`): git merges
 * two changes only if a line between them is unchanged, so this lets two branches drop neighbouring entries.
 */
export function renderBaseline(entries: Iterable<BaselineEntry>): string {
  return [HEADER, "", ...sortEntries(entries).flatMap((entry) => [renderEntry(entry), ""])].join("\n");
}

function renderEntry({ file, rule, count, source }: BaselineEntry): string {
  return [escapeField(file), escapeField(rule), String(count), escapeField(source)].join("\t");
}

const GAP: BaselineLine = { text: "", entry: undefined };

/** The text with these entries instead of its own; unchanged lines keep their place and their line ends. */
export function editBaseline(text: string, entries: Iterable<BaselineEntry>): string {
  if (splitLines(text).length === 0) return renderBaseline(entries);
  const left = new Map(sortEntries(entries).map((entry) => [keyText(entry), entry]));
  const kept: BaselineLine[] = [];
  for (const line of splitLines(text)) {
    const entry = line.entry && left.get(keyText(line.entry));
    if (line.entry && !entry) continue;
    if (entry) left.delete(keyText(entry));
    kept.push({ text: entry && entry.count !== line.entry.count ? renderEntry(entry) : line.text, entry });
  }
  for (const entry of left.values()) {
    const added = { text: renderEntry(entry), entry };
    const next = kept.findIndex((line) => line.entry && compareKeys(line.entry, entry) > 0);
    if (next >= 0) kept.splice(next, 0, added, GAP);
    else kept.push(...((kept.at(-1)?.text ?? "") === "" ? [] : [GAP]), added);
  }
  const lineEnd = /\r\n|\n/.exec(text)?.[0] ?? "\n";
  return kept.map((line) => line.text + lineEnd).join("");
}

/**
 * Characters that would break a line or a field, or would be displayed misleadingly: control characters, line separators, marks that
 * change the direction of text, the byte order mark and lone surrogates.
 */
const UNSAFE =
  /[\\\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** The text as a field of a line; a `#` at the start is escaped, because it would begin a comment. */
function escapeField(text: string): string {
  return text.replace(UNSAFE, (found) => SHORT[found] ?? escapeUnit(found)).replace(/^#/, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The text of an escaped field; undefined if it has an escape that `escapeField` never writes. */
function unescapeField(field: string): string | undefined {
  let isSound = true;
  const text = field.replace(/\\(?:u([0-9a-f]{4})|(.?))/gs, (_, unit: string | undefined, letter: string | undefined) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    const found = Object.entries(SHORT).find(([, escape]) => escape === `\\${letter}`);
    isSound &&= found !== undefined;
    return found?.[0] ?? "";
  });
  return isSound ? text : undefined;
}

/** How many violations of one kind a file may still have: one line of a baseline. */
export interface BaselineEntry {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  readonly rule: string;
  /** The violation's source as `createSourceReader` reads it: its code without layout. */
  readonly source: string;
  /** At least 1. */
  readonly count: number;
}

/** Identifies an entry among those of one contract. */
export type EntryKey = Omit<BaselineEntry, "count">;

/** The key as one text, for maps. */
export function keyText({ file, rule, source }: EntryKey): string {
  return `${file}\0${rule}\0${source}`;
}

/** The order of a baseline: by file, rule and source, compared by code units, so that it is the same in every locale. */
function compareKeys(a: EntryKey, b: EntryKey): number {
  return compareTexts(a.file, b.file) || compareTexts(a.rule, b.rule) || compareTexts(a.source, b.source);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Counts the keys of a list as sorted entries. */
export function countKeys(keys: Iterable<EntryKey>): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { file, rule, source } of keys) {
    const key = keyText({ file, rule, source });
    entries.set(key, { file, rule, source, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return sortEntries(entries.values());
}

/** The entries in a baseline's order. */
export function sortEntries(entries: Iterable<BaselineEntry>): BaselineEntry[] {
  return [...entries].sort(compareKeys);
}

/** The counts by key. */
export function countsOf(entries: Iterable<BaselineEntry>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(keyText(entry), entry.count);
  return counts;
}

/** The number of violations that the entries tolerate in total. */
export function totalOf(entries: Iterable<BaselineEntry>): number {
  let total = 0;
  for (const { count } of entries) total += count;
  return total;
}
