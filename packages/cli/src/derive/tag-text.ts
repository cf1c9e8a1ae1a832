/** A name, or a member behind one. */
const NAME = String.raw`([A-Za-z_$][\w$]*(?:[.#][A-Za-z_$][\w$]*)*)`;
const LINK = new RegExp(String.raw`\{@link(?:code|plain)?\s+${NAME}`, "g");
const WORDS = new RegExp(
  String.raw`\b(?:use|using|replaced by|renamed to|favou?r of|prefer|see)\s+(?:the\s+|new\s+)*[\x60'"]?${NAME}`,
  "gi",
);

/** The names that the text of a `@deprecated` tag points to, links first; `a.b` and `A#b` are members. */
export function namedInTag(text: string): readonly string[] {
  return [...text.matchAll(LINK), ...text.matchAll(WORDS)].map(([, name]) => name!);
}
