import type { BaselineEntry } from "@godwit/project";
import { printable, printableStart } from "./printable.js";
import { counted, type Colours } from "../terminal.js";

const MOST = 20;
const MOST_CHARACTERS = 80;

/** Entries of a baseline for people, a line each: `src/a.ts  no-raw-uuid  userId=v4()  2 times`; many are cut. */
export function renderEntries(entries: readonly BaselineEntry[], colours: Colours): string[] {
  const shown = entries.slice(0, MOST).map(({ file, rule, source, count }) => {
    const times = count > 1 ? colours.dim(`  ${count} times`) : "";
    return `  ${printable(file)}  ${colours.cyan(rule)}  ${printableStart(source, MOST_CHARACTERS)}${times}`;
  });
  const more = entries.length - shown.length;
  return more > 0 ? [...shown, colours.dim(`  … and ${counted(more, "more entry", "more entries")}`)] : shown;
}
