import type { Colours } from "../terminal.js";

const TAB = "  ";
const MAX_WIDTH = 110;

/** A line of source with the site underlined; of a very long line the part around the site. */
export function codeFrame(line: number, text: string, [start, end]: readonly [number, number], colours: Colours): string[] {
  const { shown, from } = window(text, start, end);
  const before = visible(shown.slice(0, start - from));
  const site = visible(shown.slice(start - from, end - from));
  const after = visible(shown.slice(end - from));
  const gutter = String(line).padStart(5);
  const mark = "^".repeat(Math.max(1, width(site)));
  return [
    `${colours.dim(`${gutter} │`)} ${before}${colours.bold(site)}${after}`.trimEnd(),
    `${colours.dim(`${" ".repeat(gutter.length)} │`)} ${" ".repeat(width(before))}${colours.red(mark)}`,
  ];
}

/** Offsets start at 0 and are those of the whole line. */
function window(text: string, start: number, end: number): { shown: string; from: number } {
  if (text.length <= MAX_WIDTH) return { shown: text, from: 0 };
  const room = Math.max(0, MAX_WIDTH - (end - start));
  const from = Math.max(0, Math.min(start - Math.floor(room / 2), text.length - MAX_WIDTH));
  return { shown: text.slice(from, from + MAX_WIDTH), from };
}

/** Tabs have a width, control characters none that a terminal would obey. */
function visible(text: string): string {
  return text.replaceAll("\t", TAB).replace(/[\u0000-\u001F\u007F-\u009F]/g, "�");
}

/** Columns that a terminal gives a text: two for East Asian wide characters and emoji, none for marks. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200D|\uFE0F/u.test(character)) continue;
    columns +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}
