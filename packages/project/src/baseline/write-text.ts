import { compareKeys, keyText, sortEntries, type BaselineEntry } from "./entry.js";
import { escapeField } from "./escape.js";
import { BASELINE_VERSION, splitLines, type BaselineLine } from "./read-text.js";

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
