import { editDistance, suggestNearest } from "../../contracts/index.js";
import { wordsOf } from "../../naming/words.js";
import { oncePer, remember } from "../../modules/index.js";
import type { EventEnum } from "./members.js";
import { speaksOfEnum, type EventFile, isPlatformEvent } from "./options.js";
import type { EventSite } from "./sites.js";

/** Texts that mean any event, or none. */
const NO_EVENT = /^(?:\*+|default|unknown|none|any|all|_|other|undefined|null|string|)$/iu;

/** Methods that all kinds of emitters have. */
const GENERIC =
  /^(?:on|once|off|emit|(?:add|remove|prepend|prependOnce)(?:Event)?Listener|dispatch(?:Event)?|trigger|fire|send|post|notify|publish|subscribe|unsubscribe|listen)$/iu;

/** Whether all kinds of emitters have such a method. */
export function isGenericMethod(name: string): boolean {
  return GENERIC.test(name);
}

/** Whether a text means any event, or none. */
export function isNoEvent(text: string): boolean {
  return NO_EVENT.test(text);
}

/** Whether a text that no member has is worth a report: a misspelt event, or one that the enum lacks. */
export function isUnknownEvent(events: EventFile, site: EventSite): boolean {
  const { value } = site.text;
  if (value === undefined || !events.events.isComplete || isNoEvent(value)) return false;
  if (site.role === "function") return true;
  // `type: "TEXT"` where the members are `text` and `number` is a word of another enum.
  if (site.role === "property" && isInOtherCase(events, value) && !isAmongKnown(events, site)) return false;
  if (isMisspelt(events, value)) return true;
  if (site.role === "method") return isOwnMethod(events, site) && !isPlatformEvent(value, site.method ?? "");
  if (!isInStyle(events, value)) return false;
  return isAmongKnown(events, site);
}

/** Whether a method's argument is certainly one of the enum's events: only its emitters have the method, or this one uses members too. */
export function isOwnMethod(events: EventFile, site: EventSite): boolean {
  const { compiled } = events;
  if (!isGenericMethod(site.method ?? "") || isAmongKnown(events, site)) return true;
  const { value } = site.text;
  if (value !== undefined && !isInStyle(events, value)) return false;
  return startsAsMember(events, value) || site.names.some((name) => name !== undefined && speaksOfEnum(compiled, name));
}

/** Whether a text starts like a member: `agent_paused` like `agent_started`. */
function startsAsMember({ members }: EventFile, text: string | undefined): boolean {
  const [first, ...others] = wordsOf(text ?? "");
  return (
    others.length > 0 &&
    [...members.keys()].some((member) => {
      const words = wordsOf(member);
      return words.length > 1 && words[0] === first;
    })
  );
}

/** Whether a socket, stream or process may be meant: `socket.on("error")`, where nothing says that the emitter is one of the enum's. */
export function mayBeOfPlatform(events: EventFile, site: EventSite): boolean {
  const { names, text } = site;
  if (events.isOfDomain || text.value === undefined || !isOfPlatform(site, text.value)) return false;
  return !isAmongKnown(events, site) && !names.some((name) => name !== undefined && speaksOfEnum(events.compiled, name));
}

/** Values that HTML's attributes have; `mode` is the input's of some libraries. */
const HTML_VALUES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    type: "text email tel url search password number date time month week color checkbox radio range file hidden image button submit reset",
    inputmode: "none text decimal numeric tel search email url",
    mode: "none text decimal numeric tel search email url",
    autocomplete: "on off name email username tel url organization language photo sex",
    role: "alert button checkbox dialog form img link list log menu navigation none note option search status switch tab table timer tree",
    method: "get post dialog",
  }).map(([name, values]) => [name, new Set(values.split(" "))]),
);

/** Whether a property's text may be meant for HTML: `type="email"`, where nothing says that it is one of the enum's. */
export function mayBeOfHtml(events: EventFile, { role, names, text, group }: EventSite): boolean {
  if (role !== "property" || events.isOfDomain || group.hasMember) return false;
  const [property = "", ...others] = names;
  const isValue = HTML_VALUES.get(property.toLowerCase())?.has(text.value ?? "") === true;
  return isValue && !others.some((name) => name !== undefined && speaksOfEnum(events.compiled, name));
}

function isAmongKnown({ members }: EventFile, site: EventSite): boolean {
  if (site.group.hasOther) return false;
  return site.group.hasMember || [...site.group.texts].some((text) => members.has(text) && !isOfPlatform(site, text));
}

function isOfPlatform({ role, method = "" }: EventSite, text: string): boolean {
  return role === "method" && isGenericMethod(method) && isPlatformEvent(text, method);
}

/** Files have the same texts again and again. */
const nearestByText = oncePer((_: EventEnum) => new Map<string, string | undefined>());

/** The member that a person most likely meant. */
export function nearestMember({ events, members }: EventFile, text: string): string | undefined {
  return remember(nearestByText(events), text, () => suggestNearest(text, members.keys()));
}

/** Whether a text is a misspelt member: `agent_strated`, `notifcation`, `agent_thinks`; not `agent_paused`. */
export function isMisspelt(events: EventFile, text: string): boolean {
  const nearest = nearestMember(events, text);
  if (nearest === undefined) return false;
  const [words, own] = [wordsOf(nearest), wordsOf(text)];
  if (words.join() === own.join()) return true;
  if (words.length !== own.length || !words.every((word, index) => isSlipOf(own[index] as string, word))) return false;
  if (words.length > 1) return own.some((word) => word.length > 2 && words.includes(word));
  return text.length > 6 && text.slice(0, 3) === nearest.slice(0, 3);
}

function isInOtherCase(events: EventFile, text: string): boolean {
  return nearestMember(events, text)?.toLowerCase() === text.toLowerCase();
}

const INFLECTION = /^(?:e?s|e?d|ing)?$/u;

/** One letter wrong, two in a long word, or another inflection; `unpublish` does not misspell `publish`. */
function isSlipOf(word: string, meant: string): boolean {
  if (word === meant) return true;
  if (word.length < 4 || meant.length < 4 || word[0] !== meant[0]) return false;
  const shared = [...word].findIndex((letter, index) => letter !== meant[index]);
  const stem = shared === -1 ? word.length : shared;
  if (stem > 3 && INFLECTION.test(word.slice(stem)) && INFLECTION.test(meant.slice(stem))) return true;
  return editDistance(word, meant, meant.length < 8 ? 1 : 2) !== Infinity;
}

/** Whether a text is written like the members: `checkout.session.completed` is not, if a member is `agent_started`. */
function isInStyle({ members }: EventFile, text: string): boolean {
  const marks = new Set([...members.keys()].flatMap(marksOf));
  return marksOf(text).every((mark) => marks.has(mark));
}

function marksOf(text: string): string[] {
  return [...new Set(text.replace(/[\p{L}\p{N}]/gu, ""))].concat(/\p{Lu}/u.test(text) ? ["A"] : []);
}
