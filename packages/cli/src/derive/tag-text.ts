const LINK = /\{@link(?:code|plain)?\s+([A-Za-z_$][\w$]*)/g;
const WORDS = /\b(?:use|using|replaced by|renamed to|favou?r of|prefer|see)\s+(?:the\s+|new\s+)*[`'"]?([A-Za-z_$][\w$]*)/gi;

/** The names that the text of a `@deprecated` tag points to, links first. */
export function namedInTag(text: string): readonly string[] {
  return [...text.matchAll(LINK), ...text.matchAll(WORDS)].map(([, name]) => name!);
}
