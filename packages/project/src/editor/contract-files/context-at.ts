import type { Span } from "../document.js";
import type { Step } from "./contract-text.js";

/** What a person is writing at an offset of a front matter. */
export interface WritingContext {
  /** The path of the object whose key is written, or of the value that is written. */
  readonly path: readonly Step[];
  readonly kind: "key" | "value";
  /** The part that is written so far, up to the cursor. */
  readonly typed: Span;
}

interface Level {
  readonly column: number;
  readonly step: Step;
}

/** Reads the place of the cursor from indentation and brackets, because while someone writes the YAML is mostly broken. */
export function contextAt(text: string, yaml: Span, offset: number): WritingContext | undefined {
  if (offset < yaml[0] || offset > yaml[1]) return undefined;
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1) + 1, yaml[0]);
  const prefix = text.slice(lineStart, offset);
  if (/^\s*#/.test(prefix)) return undefined;
  const { levels, rest, column } = levelsOf(prefix);
  const path = pathOf([...parentsOf(text.slice(yaml[0], lineStart), levels[0] ?? { column, step: "" }), ...levels]);
  const flow = /^[{[]/.test(rest) ? readFlow(rest) : undefined;
  if (flow) return { path: [...path, ...flow.path], kind: flow.kind, typed: [offset - flow.typed.length, offset] };
  const hasKey = typeof levels.at(-1)?.step === "string";
  return { path, kind: hasKey ? "value" : "key", typed: [offset - rest.length, offset] };
}

function pathOf(levels: readonly Level[]): Step[] {
  return levels.map(({ step }) => step);
}

/** The dashes and the key at the start of a line, and what follows. */
function levelsOf(line: string): { readonly levels: readonly Level[]; readonly rest: string; readonly column: number } {
  const levels: Level[] = [];
  let at = /^[ \t]*/.exec(line)![0].length;
  for (let dash = /^-(?:[ \t]+|$)/.exec(line.slice(at)); dash; dash = /^-(?:[ \t]+|$)/.exec(line.slice(at))) {
    levels.push({ column: at, step: 0 });
    at += dash[0].length;
  }
  const column = at;
  const key = /^(?:"([^"]*)"|'([^']*)'|([^\s"'#{[,&*!|>@%`][^:{[]*?)):(?:[ \t]+|$)/.exec(line.slice(at));
  if (!key) return { levels, rest: line.slice(at), column };
  levels.push({ column: at, step: key[1] ?? key[2] ?? key[3]! });
  return { levels, rest: line.slice(at + key[0].length), column };
}

/** The keys and dashes above a key or dash, outermost first. */
function parentsOf(before: string, child: Level): Level[] {
  const parents: Level[] = [];
  let limit = child.column;
  for (const line of before.split(/\r?\n/).reverse()) {
    if (line.trim() === "" || /^\s*#/.test(line)) continue;
    for (const level of [...levelsOf(line).levels].reverse()) {
      // A list may begin in the column of its key.
      const isListOf = typeof level.step === "string" && (parents[0] ?? child).step === 0 && level.column === limit;
      if (level.column >= limit && !isListOf) continue;
      parents.unshift(level);
      limit = level.column;
    }
    if (limit === 0 && typeof parents[0]?.step === "string") break;
  }
  return parents;
}

interface Open {
  readonly isMap: boolean;
  key: string | undefined;
}

/** What is written inside `{ … }` and `[ … ]` up to the end of a text. */
function readFlow(text: string): { readonly path: Step[]; readonly kind: "key" | "value"; readonly typed: string } | undefined {
  const open: Open[] = [];
  let word = "";
  let quote = "";
  for (const character of text) {
    const top = open.at(-1);
    if (quote !== "") {
      word += character;
      if (character === quote) quote = "";
    } else if (`"'`.includes(character) && word.trim() === "") {
      quote = character;
      word = character;
    } else if ("{[".includes(character) && word.trim() === "") {
      open.push({ isMap: character === "{", key: undefined });
      word = "";
    } else if ("}]".includes(character)) {
      open.pop();
      word = "";
    } else if (character === ",") {
      if (top) top.key = undefined;
      word = "";
    } else if (character === " " && word.endsWith(":") && top?.isMap && top.key === undefined) {
      top.key = word.slice(0, -1).trim();
      word = "";
    } else word += character;
  }
  const last = open.at(-1);
  if (!last) return undefined;
  const path = open.flatMap(({ isMap, key }): Step[] => (isMap ? (key === undefined ? [] : [key]) : [0]));
  return { path, kind: last.isMap && last.key === undefined ? "key" : "value", typed: word.trimStart() };
}
