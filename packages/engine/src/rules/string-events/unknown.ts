import { editDistance, suggestNearest } from "@godwit/contracts";
import { wordsOf } from "../../matching/words.js";
import { speaksOfEvents, type EventFile } from "./options.js";
import { isPlatformEvent } from "./platform.js";
import type { EventSite } from "./sites.js";

/** Texts that stand for any event, or for none. */
const NO_EVENT = /^(?:\*+|default|unknown|none|any|all|_|other|undefined|null|string|)$/iu;

/** Whether a text that no member has is worth a report: a misspelt event, or one that the enum lacks. */
export function isUnknownEvent(events: EventFile, site: EventSite): boolean {
  const { value } = site.text;
  if (value === undefined || !events.events.isComplete || NO_EVENT.test(value)) return false;
  if (site.role === "function") return true;
  if (site.role === "method") return isMisspelt(events, value) || !isPlatformEvent(value, site.method ?? "");
  if (isMisspelt(events, value)) return true;
  if (site.form === "key" || !isInStyle(events, value)) return isAmongKnown(events, site) && isInStyle(events, value);
  // Several texts of which none is a member belong to something else.
  if (site.group.texts.size > 1) return isAmongKnown(events, site);
  return site.names.some((name) => speaksOfEvents(events.options, name)) && !isPlatformEvent(value, "on");
}

function isAmongKnown({ members }: EventFile, { group }: EventSite): boolean {
  return [...group.texts].some((text) => members.has(text));
}

/** The member that a person most likely meant. */
export function nearestMember({ members }: EventFile, text: string): string | undefined {
  return suggestNearest(text, members.keys());
}

/** Whether a text is a member's, with a slip: `agent_strated`, `notifcation`, `agent_thinks`; not `agent_paused`. */
export function isMisspelt(events: EventFile, text: string): boolean {
  const nearest = nearestMember(events, text);
  if (nearest === undefined) return false;
  const [words, own] = [wordsOf(nearest), wordsOf(text)];
  if (words.join() === own.join()) return true;
  if (words.length !== own.length || !words.every((word, index) => isSlipOf(own[index] as string, word))) return false;
  if (words.length > 1) return own.some((word) => word.length > 2 && words.includes(word));
  return text.length > 6 && text.slice(0, 3) === nearest.slice(0, 3);
}

const INFLECTION = /^(?:e?s|e?d|ing)?$/u;

/** One letter wrong, two in a long word, or another inflection; `unpublish` is no slip of `publish`. */
function isSlipOf(word: string, meant: string): boolean {
  if (word === meant) return true;
  if (word.length < 4 || meant.length < 4 || word[0] !== meant[0]) return false;
  const shared = [...word].findIndex((letter, index) => letter !== meant[index]);
  const stem = shared === -1 ? word.length : shared;
  if (stem > 3 && INFLECTION.test(word.slice(stem)) && INFLECTION.test(meant.slice(stem))) return true;
  return editDistance(word, meant, meant.length < 8 ? 1 : 2) !== Infinity;
}

/** Written as the members are: `checkout.session.completed` is nobody's misspelling of `agent_started`. */
function isInStyle({ members }: EventFile, text: string): boolean {
  const marks = new Set([...members.keys()].flatMap(marksOf));
  return marksOf(text).every((mark) => marks.has(mark));
}

function marksOf(text: string): string[] {
  return [...new Set(text.replace(/[\p{L}\p{N}]/gu, ""))].concat(/\p{Lu}/u.test(text) ? ["A"] : []);
}

/** Texts of which a file has one in every property that is reported as misspelt. */
export function misspellingTokens(members: Iterable<string>): string[] {
  return [...members].flatMap((text) => {
    const words = wordsOf(text);
    const long = words.filter((word) => word.length > 2);
    return words.length > 1 && long.length > 0 ? long : [text.slice(0, 3), ...long];
  });
}
