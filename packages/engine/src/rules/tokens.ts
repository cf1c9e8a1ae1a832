/** What a file must contain to be worth parsing for a rule, as strings or as a test of its text; `all` if nothing is known. */
export type Tokens = readonly string[] | { readonly pattern: Pick<RegExp, "test"> } | "all";

/** The tokens without those that contain another one: a text with `uuid/v4` also contains `uuid`. */
export function withoutLongerOnes(tokens: Tokens): Tokens {
  if (tokens === "all" || "pattern" in tokens) return tokens;
  const distinct = [...new Set(tokens)];
  return distinct.filter((token) => !distinct.some((other) => other !== token && token.includes(other)));
}

/** Whether a text may contain one of the tokens, including names written with escapes. */
export function mayContain(text: string, tokens: Tokens): boolean {
  if (tokens === "all") return true;
  const isThere = "pattern" in tokens ? tokens.pattern.test(text) : tokens.some((token) => text.includes(token));
  return isThere || hasEscapedName(text);
}

/** `\u0075uid` and `"\x75uid"` spell a letter, digit or path character of a token. */
function hasEscapedName(text: string): boolean {
  // All rules ask about one text before the next, so one answer is kept.
  if (text !== asked.text) asked = { text, isEscaped: mayEscapeName(text) };
  return asked.isEscaped;
}

let asked = { text: "", isEscaped: false };

function mayEscapeName(text: string): boolean {
  return text.includes("\\") && /\\(?:u00[2-7][0-9a-f]|u\{0*[2-7][0-9a-f]\}|x[2-7][0-9a-f])/iu.test(text);
}
