import { longestPart, wordsOf } from "../naming/words.js";
import { allOf, ANYTHING, confirmedBy, containsInAnyCase, type Needs } from "../scan/needs.js";

/** What every text contains that has a name which fits a pattern of words (`*` for any number), in whatever spelling. */
export function needsOfName(pattern: string): Needs {
  const words = longestPart(pattern);
  if (words.length === 0) return ANYTHING;
  const inOrder = new RegExp(words.map(escaped).join(String.raw`[\W_]*`), "iu");
  return allOf([...words.map(containsInAnyCase), ...(words.length > 1 ? [confirmedBy((text) => inOrder.test(text))] : [])]);
}

/** The longest word of a name's pattern, wherever it is: `Thread` of `create*Thread`. */
export function needsOfLongestWord(pattern: string): Needs {
  const words = pattern.split("*").flatMap(wordsOf);
  const longest = words.reduce((best, each) => (each.length > best.length ? each : best), "");
  return longest === "" ? ANYTHING : containsInAnyCase(longest);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
}
