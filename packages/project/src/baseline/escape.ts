/**
 * Characters that would break a line or a field, or would be displayed misleadingly: control characters, line separators, marks that
 * change the direction of text, the byte order mark and lone surrogates.
 */
const UNSAFE =
  /[\\\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** The text as a field of a line; a `#` at the start is escaped, because it would begin a comment. */
export function escapeField(text: string): string {
  return text.replace(UNSAFE, (found) => SHORT[found] ?? escapeUnit(found)).replace(/^#/, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The text of an escaped field; undefined if it has an escape that `escapeField` never writes. */
export function unescapeField(field: string): string | undefined {
  let isSound = true;
  const text = field.replace(/\\(?:u([0-9a-f]{4})|(.?))/gs, (_, unit: string | undefined, letter: string | undefined) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    const found = Object.entries(SHORT).find(([, escape]) => escape === `\\${letter}`);
    isSound &&= found !== undefined;
    return found?.[0] ?? "";
  });
  return isSound ? text : undefined;
}
