import { printableLine } from "./printable.js";
import type { Colours } from "../terminal.js";

const TAB = "  ";
const MAX_WIDTH = 110;
const MIN_WIDTH = 40;
/** Of the line's number and the bar after it. */
const GUTTER = 8;

/** How a frame looks. */
export interface FrameLayout {
  readonly colours: Colours;
  /** Of the terminal; undefined: it is none. */
  readonly columns?: number | undefined;
}

/** A line of source with the site underlined; of a very long line the part around the site. */
export function codeFrame(
  line: number,
  text: string,
  [start, end]: readonly [number, number],
  { colours, columns = Infinity }: FrameLayout,
): string[] {
  const room = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns - GUTTER));
  const { shown, from } = partAround(text, [start, end], room);
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

/** The part of a line that has room, with its offset; all of a short one. */
function partAround(text: string, [start, end]: readonly [number, number], room: number): { shown: string; from: number } {
  if (text.length <= room) return { shown: text, from: 0 };
  const beside = Math.max(0, room - (end - start));
  const from = Math.max(0, Math.min(start - Math.floor(beside / 2), text.length - room));
  return { shown: text.slice(from, from + room), from };
}

/** Tabs have a width, control characters none that a terminal would obey. */
function visible(text: string): string {
  return printableLine(text).replaceAll("\t", TAB);
}

/** Columns that a terminal gives a text: two for East Asian wide characters and emoji, none for marks. */
function width(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
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
