import type { CallerHost } from "../callers/caller-host.js";
import { type Solution } from "../callers/solve.js";
import { EditedText, type PlainEdit } from "../typed/plain-edits.js";
import type { AsyncGraphBuilder } from "./async-graph.js";
import { addWrites, type AsyncCallable, type AsyncPlace, type AsyncSite, type Write } from "./call-graph.js";

/** What makes the functions around some sites async, and lets their callers wait. */
export interface AsyncChange {
  readonly callables: readonly AsyncCallable[];
  readonly writes: readonly Write[];
  /** Which write is for which function, by its key. */
  readonly written: readonly { readonly callable: string; readonly file: string; readonly at: number }[];
}

/** Collects what has to be written so that some sites can wait. */
export function changeFor(graph: AsyncGraphBuilder, solution: Solution<AsyncPlace>, sites: readonly AsyncSite[]): AsyncChange {
  const places = sites.map((site) => graph.sites.get(site)!);
  const callables = [...solution.takersFor(places)].map((key) => graph.callables.get(key)!);
  const all = new Map<string, Write>();
  const written: { callable: string; file: string; at: number }[] = [];
  for (const place of places) addWrites(all, place.writes);
  for (const { key, writes, calls } of callables)
    for (const write of [...writes.values(), ...[...calls.values()].flatMap((call) => call.writes)]) {
      addWrites(all, [write]);
      written.push({ callable: key, file: write.file, at: write.range[0] });
    }
  return { callables, writes: [...all.values()], written };
}

/** The draft with a parameter more in all that becomes async, given by the calls that were found: who else calls it has an error. */
export function probeTexts(
  host: Pick<CallerHost, "read">,
  { writes, callables }: Pick<AsyncChange, "writes" | "callables">,
): ReadonlyMap<string, string> {
  const all = new Map<string, Write>();
  addWrites(all, writes);
  for (const { probes } of callables) addWrites(all, [...probes.values()]);
  const files = new Set([...all.values()].map(({ file }) => file));
  return new Map([...files].map((file) => [file, new EditedText(host.read(file) ?? "", editsIn(file, [...all.values()])).text]));
}

/** The writes of one file as edits, with those of another wave in their midst: of the same text, sorted by their places. */
export function editsIn(file: string, writes: readonly Write[], others: readonly PlainEdit[] = []): readonly PlainEdit[] {
  const sorted = sortedWrites(writes.filter((each) => each.file === file));
  const own = asEdits(sorted).map((edit, index) => ({ edit, order: isEnd(sorted[index]!) ? 0 : 2 }));
  // `async (x, logger) =>`: the parenthesis of a bare parameter is behind the keyword, and all else is before an `await`.
  const beside = others.map((edit) => ({ edit, order: edit.text.startsWith("(") ? 3 : 1 }));
  return [...own, ...beside].sort((a, b) => a.edit.range[0] - b.edit.range[0] || a.order - b.order).map(({ edit }) => edit);
}

/** At one place: first what ends there, the innermost first; then what starts there, the outermost first. */
function sortedWrites(writes: readonly Write[]): readonly Write[] {
  return [...writes].sort((a, b) => {
    if (a.range[0] !== b.range[0]) return a.range[0] - b.range[0];
    if (isEnd(a) !== isEnd(b)) return isEnd(a) ? -1 : 1;
    return isEnd(a) ? b.of[0] - a.of[0] : b.of[1] - a.of[1];
  });
}

function isEnd({ range, of }: Write): boolean {
  return of[1] === range[0] && of[0] < range[0];
}

function asEdits(ordered: readonly Write[]): readonly PlainEdit[] {
  return ordered.map((write, index) => {
    const before = ordered[index - 1];
    const isFirst = before?.range[0] !== write.range[0] || isEnd(before);
    // Only what starts a line needs a semicolon: `;(await (await f()).g()).h()`.
    return { range: write.range, text: isFirst ? write.text : write.text.replace(/^;/u, "") };
  });
}
