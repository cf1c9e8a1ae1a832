/** Compares names by words: `userId`, `user_id`, `USER_ID` and `#userId` are equal. */

/** Code repeats its names, and rules ask for the words of each several times. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 5000;
const LONGEST_KNOWN = 60;

/** The words of a name in lower case; digits belong to the word before them. */
export function wordsOf(name: string): readonly string[] {
  if (name.length > LONGEST_KNOWN) return splitWords(name);
  let words = known.get(name);
  if (words) return words;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, (words = splitWords(name)));
  return words;
}

function splitWords(name: string): readonly string[] {
  return (
    name
      .replace(/OAuth|GitHub|(?<!\p{L})(?:oAuth|gitHub)/gu, ([first, ...rest]) => first + rest.join("").toLowerCase())
      // IDs, UUIDs: a plural s after capitals belongs to them.
      .replace(/(\p{Lu})(\p{Lu}+)s(?!\p{Ll})/gu, (_, first: string, rest: string) => `${first}${rest.toLowerCase()}s`)
      .replace(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, "$1 ")
      .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 ")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== "")
  );
}

/** Whether a name matches a pattern of words, in which `*` matches any number of words. */
export function matchesWords(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map(wordsOf);
  return fits(parts, wordsOf(name));
}

/** Whether a name matches one of the patterns. */
export function matchesAnyWords(patterns: string | readonly string[], name: string): boolean {
  return (typeof patterns === "string" ? [patterns] : patterns).some((pattern) => matchesWords(pattern, name));
}

/** Whether the parts occur in the words in order; each is placed as far left as possible, which takes linear time. */
function fits(parts: readonly (readonly string[])[], words: readonly string[]): boolean {
  const first = parts[0] ?? [];
  const last = parts.at(-1) ?? [];
  if (parts.length === 1) return words.length === first.length && startsAt(words, first, 0);
  if (words.length < first.length + last.length || !startsAt(words, first, 0)) return false;
  const end = words.length - last.length;
  if (!startsAt(words, last, end)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    while (at + part.length <= end && !startsAt(words, part, at)) at++;
    if (at + part.length > end) return false;
    at += part.length;
  }
  return true;
}

function startsAt(words: readonly string[], part: readonly string[], at: number): boolean {
  return part.every((word, index) => words[at + index] === word);
}

const COLLECTIONS = new Set(["list", "set", "array", "collection", "queue"]);

/** The singular name of a plural or a `…List`; undefined if the words do not name a collection. */
export function singularOf(words: readonly string[]): string | undefined {
  const own = COLLECTIONS.has(words.at(-1) ?? "") ? words.slice(0, -1) : words;
  const last = own.at(-1);
  if (last === undefined || (own === words && !last.endsWith("s"))) return undefined;
  return [...own.slice(0, -1), last.replace(/s$/u, "")].join("_");
}

/** The words of the longest part of a pattern between `*`: user and id of `*_user_id`. */
export function longestPart(pattern: string): readonly string[] {
  const parts = pattern.split("*").map(wordsOf);
  return parts.reduce((best, part) => (part.join().length > best.join().length ? part : best), []);
}
