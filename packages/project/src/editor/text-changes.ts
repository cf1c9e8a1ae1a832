import type { TextEdit } from "@godwit/core/engine";
import { diffArrays, type ArrayChange } from "diff";

/** Texts that differ in more lines than this are not compared further: all differences become one edit. */
const MOST_CHANGED_LINES = 2_000;

/** Edits that turn one text into another, line by line, so that equal lines are not touched. */
export function textChanges(before: string, after: string): readonly TextEdit[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, fresh, { maxEditLength: MOST_CHANGED_LINES }) ?? compareEnds(old, fresh);
  const edits: TextEdit[] = [];
  let offset = 0;
  let open: { start: number; text: string } | undefined;
  const close = () => {
    if (open) edits.push({ range: [open.start, offset], text: open.text });
    open = undefined;
  };
  for (const { added, removed, value } of parts) {
    if (!added && !removed) close();
    else open ??= { start: offset, text: "" };
    const text = value.join("");
    if (added) open!.text += text;
    else offset += text.length;
  }
  close();
  return edits;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

type Part = Pick<ArrayChange<string>, "added" | "removed" | "value">;

/** One edit for everything between the equal lines at the start and at the end of two texts. */
function compareEnds(old: readonly string[], fresh: readonly string[]): Part[] {
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  const part = (value: readonly string[], added: boolean, removed: boolean): Part => ({ added, removed, value: [...value] });
  return [
    part(old.slice(0, start), false, false),
    part(old.slice(start, old.length - end), false, true),
    part(fresh.slice(start, fresh.length - end), true, false),
  ];
}
