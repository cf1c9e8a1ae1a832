import type { Line } from "./lines.js";

/** A fenced code block that begins at the left margin. */
interface MarginFence {
  readonly kind: "code";
  readonly info: string;
  readonly content: string;
  readonly offset: number;
  readonly fence: number;
  readonly isClosed: boolean;
}

/**
 * The fenced code blocks of a text that has them at the left margin only, as nearly all contracts do: nothing but HTML can
 * keep such a line from being a fence. Undefined where only a whole Markdown parser, which takes long to load, can tell.
 */
export function readMarginFences(lines: readonly Line[]): MarginFence[] | undefined {
  const blocks: MarginFence[] = [];
  for (let index = 0; index < lines.length; index++) {
    const { text, offset } = lines[index]!;
    if (/^ {0,3}</.test(text)) return undefined;
    if (!/`{3}|~{3}/.test(text)) continue;
    const opening = /^(`{3,}|~{3,})([^`]*)$/.exec(text);
    if (!opening) return undefined;
    const [, marker, info] = opening as unknown as [string, string, string];
    const first = index + 1;
    const closing = new RegExp(`^ {0,3}${marker}${marker[0]}*[ \t]*$`);
    do index++;
    while (index < lines.length && !closing.test(lines[index]!.text));
    const content = lines
      .slice(first, index)
      .map((line) => `${line.text}\n`)
      .join("");
    blocks.push({ kind: "code", info: info.trim(), content, offset, fence: offset, isClosed: index < lines.length });
  }
  return blocks;
}
