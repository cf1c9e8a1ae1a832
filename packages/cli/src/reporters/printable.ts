import { printable, SIGN, UNSEEN } from "@godwit/core/contracts";

export { printable };

/** The same and line ends that are none in a file; a colour is found as a whole. */
const GUARDED = new RegExp(`(\\u001B\\[[\\d;]*m)|[\\u000B-\\u000D\\u0085\\u2028\\u2029]|${UNSEEN.source}`, "gu");
/** Most texts are plain, which is quick to see. */
const PLAIN = /^[\x20-\x7E]*$/;

/** The same, with at most so many characters. */
export function printableStart(text: string, most: number): string {
  const line = printable(text);
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** The same for a line of source: tabs stay, and each code unit keeps its place, so that columns still fit. */
export function printableLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(/[\n\r\v\f\u0085\u2028\u2029]/gu, SIGN).replaceAll(UNSEEN, (found) => SIGN.repeat(found.length));
}

/** The same for text that has lines and tabs of its own, such as a difference, or sentences that name files. */
export function printableLines(text: string): string {
  return text.replaceAll(/[^\t\n]+/g, printable);
}

/** How texts are made printable that are more than a sentence, by their keys. */
const BY_KEY = new Map([
  ["lineText", printableLine],
  ["output", printableLines],
]);

/** Data with all its texts printable, itself where they are; `lineText` keeps its columns, `output` its lines. */
export function printableData<Data>(data: Data): Data {
  return sanitised(data, "") as Data;
}

function sanitised(value: unknown, key: string): unknown {
  if (typeof value === "string") return (BY_KEY.get(key) ?? printable)(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Map) return new Map([...value].map(([name, each]) => [sanitised(name, ""), sanitised(each, "")]));
  // Nearly all data is printable, and a copy of all findings would be garbage.
  const changed = new Map<string, unknown>();
  const isList = Array.isArray(value);
  const record = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(record)) {
    const each = sanitised(record[name], isList ? key : name);
    if (each !== record[name]) changed.set(name, each);
  }
  if (changed.size === 0) return value;
  const printed = Object.entries(record).map(([name, each]): [string, unknown] => [name, changed.get(name) ?? each]);
  return isList ? printed.map(([, each]) => each) : Object.fromEntries(printed);
}

/** Text that is about to be written: tabs, line ends and, if asked for, colours pass, and nothing else that a terminal obeys. */
export function guardOutput(text: string, hasColour: boolean): string {
  return text.replaceAll(GUARDED, (_, colour: string | undefined) => (hasColour ? colour : undefined) ?? SIGN);
}

/** Lines that a CI's log shows and does not obey: GitHub Actions takes `::` at a line's start, and `##[` anywhere, for a command. */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "# #[");
}

/** JSON in which nothing but what JSON itself needs is obeyed by a terminal; it means the same. */
export function printableJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return `${json
    .replaceAll(/[\u007F-\u009F\u2028\u2029]|(?!\n)[\u0000-\u001F]/gu, escapeUnit)
    .replaceAll(UNSEEN, escapeUnit)
    .replaceAll("##[", "\\u0023#[")}\n`;
}

function escapeUnit(found: string): string {
  return Array.from({ length: found.length }, (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`).join(
    "",
  );
}

/** The first characters of a text, none of which is cut in half. */
export function firstCharacters(text: string, count: number): string {
  return Array.from(text).slice(0, count).join("");
}
