/** Where the parts of a contract file are, as offsets of its text. */
export interface FrontMatter {
  /** The YAML between the two `---` lines. */
  readonly start: number;
  readonly end: number;
  /** Where the Markdown begins. */
  readonly body: number;
}

/** The YAML block at the start of a Markdown text; `unclosed` if it never ends, undefined if there is none. */
export function findFrontMatter(text: string): FrontMatter | "unclosed" | undefined {
  const opening = /^\ufeff?---[ \t]*(\r\n|\n|\r|$)/.exec(text);
  if (!opening) return undefined;
  const start = opening[0].length;
  const closing = /^---[ \t]*(?:\r\n|\n|\r|$)/gm;
  closing.lastIndex = start;
  // `^` with the m flag also holds between \r and \n, which no --- can follow.
  const found = closing.exec(text);
  return found ? { start, end: found.index, body: found.index + found[0].length } : "unclosed";
}

/** The offset of a front matter's `---` that comes too late, after blank lines; undefined if there is none. */
export function findLateFrontMatter(text: string, keys: readonly string[]): number | undefined {
  const late = /^\ufeff?(?:[ \t]*(?:\r\n|\n|\r))+[ \t]*(?=---[ \t]*[\r\n])/.exec(text);
  if (!late) return undefined;
  const block = findFrontMatter(text.slice(late[0].length));
  if (block === undefined) return undefined;
  const yaml = text.slice(late[0].length, block === "unclosed" ? undefined : late[0].length + block.end);
  const isContract = keys.some((key) => new RegExp(`^${key}[ \t]*:`, "m").test(yaml));
  return isContract ? late[0].length : undefined;
}
