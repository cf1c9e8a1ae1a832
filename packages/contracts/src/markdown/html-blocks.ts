/** What ends an HTML block: a text on its last line, or a blank line. */
export type HtmlEnd = RegExp | "blank";

const BLOCK_TAGS =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";

const KINDS: readonly [start: RegExp, end: HtmlEnd][] = [
  [/^<(?:script|pre|textarea|style)(?:\s|>|$)/i, /<\/(?:script|pre|textarea|style)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![A-Za-z]/, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [new RegExp(`^</?(?:${BLOCK_TAGS})(?:\\s|/?>|$)`, "i"), "blank"],
];

const ATTRIBUTE = `\\s+[A-Za-z_:][\\w.:-]*(?:\\s*=\\s*(?:[^\\s"'=<>\`]+|'[^']*'|"[^"]*"))?`;
const WHOLE_TAG = new RegExp(`^(?:<[A-Za-z][A-Za-z0-9-]*(?:${ATTRIBUTE})*\\s*/?>|</[A-Za-z][A-Za-z0-9-]*\\s*>)\\s*$`);

/** The end of the HTML block that a line opens, as CommonMark has them; undefined where it opens none. */
export function opensHtml(line: string, isParagraph: boolean): HtmlEnd | undefined {
  if (!line.startsWith("<")) return undefined;
  for (const [start, end] of KINDS) if (start.test(line)) return end;
  // Any other tag alone on its line; it can't interrupt a paragraph.
  return !isParagraph && line.length < 2_000 && WHOLE_TAG.test(line) ? "blank" : undefined;
}

/** Whether the block ends with this line. */
export function closesHtml(end: HtmlEnd, line: string): boolean {
  return end !== "blank" && end.test(line);
}
