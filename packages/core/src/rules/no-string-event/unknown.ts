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
function isNoEvent(text: string): boolean {
  return NO_EVENT.test(text);
}

/** Whether the contract names types of the enum's domain, and the file writes none of them. */
function isOutside({ compiled, isOfDomain }: EventFile): boolean {
  return compiled.types.length > 0 && !isOfDomain;
}

/** Whether a text that no member has is worth a report: a misspelt event, or one that the enum lacks. */
export function isUnknownEvent(events: EventFile, site: EventSite): boolean {
  const { value } = site.text;
  if (value === undefined || !events.events.isComplete || isNoEvent(value)) return false;
  if (site.role === "function") return true;
  // `type: "TEXT"` where the members are `text` and `number` is a word of another enum, and so may `"starting"` be for `"started"`.
  const mayBeOther = (isOutside(events) && wordsOf(value).length === 1) || isInOtherCase(events, value);
  if (site.role === "property" && mayBeOther && !isAmongKnown(events, site)) return false;
  if (isMisspelt(events, value)) return true;
  if (site.role === "method") return isOwnMethod(events, site) && !isPlatformEvent(value, site.method ?? "");
  if (!isInStyle(events, value)) return false;
  return isAmongKnown(events, site);
}

/** Whether a method's argument is certainly one of the enum's events: only its emitters have the method, or this one uses members too. */
export function isOwnMethod(events: EventFile, site: EventSite): boolean {
  if (!isGenericMethod(site.method ?? "") || isAmongKnown(events, site)) return true;
  const { value } = site.text;
  if (value !== undefined && !isInStyle(events, value)) return false;
  return startsAsMember(events, value) || isNamedForEnum(events, site.names);
}

/** Whether a name says what the place is for; where the contract names the enum's domain, `events` is anybody's outside of it. */
function isNamedForEnum(events: EventFile, names: EventSite["names"]): boolean {
  return names.some((name) => name !== undefined && speaksOfEnum(events.compiled, name, !isOutside(events)));
}

/** Whether a text has a prefix that a member has: `agent_paused` as `agent_started`; `noteChange` has only a word of `noteOpen`. */
function startsAsMember({ members }: EventFile, text = ""): boolean {
  const prefix = /^[^\W_]+[\W_]/u.exec(text)?.[0];
  return prefix !== undefined && [...members.keys()].some((member) => member.startsWith(prefix));
}

/**
 * Whether a socket, stream or process may be meant: `socket.on("error")`, where nothing says that the emitter is one of the enum's; or
 * `{ type: "error" }`, where the contract names the enum's domain.
 */
export function mayBeOfPlatform(events: EventFile, site: EventSite): boolean {
  const { value } = site.text;
  if (events.isOfDomain || value === undefined || !isOfPlatform(events, site, value)) return false;
  return !isAmongKnown(events, site) && !isNamedForEnum(events, site.names);
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

function isAmongKnown(events: EventFile, site: EventSite): boolean {
  if (site.group.hasOther) return false;
  if (site.group.hasMember) return true;
  const [known, strange] = countTexts(events, site);
  return known > 0 && strange <= known;
}

/** How many texts of a group are members', and how many are others', but for those of the platform. */
function countTexts(events: EventFile, site: EventSite): readonly [number, number] {
  const texts = [...site.group.texts].filter((text) => !isOfPlatform(events, site, text));
  return countKinds(events, texts);
}

function countKinds(events: EventFile, texts: readonly string[]): readonly [number, number] {
  return [texts.filter((text) => events.members.has(text)).length, texts.filter((text) => isStrange(events, text)).length];
}

/** Whether a text is beside one that no member has, and so speaks of another enum: `"draft" | "disabled"`. */
export function speaksOfOtherEnum(events: EventFile, { role, form, group, isLookup }: EventSite): boolean {
  if (group.hasMember || (form === "key" && !isLookup) || (role !== "property" && form !== "type")) return false;
  const [own, others] = countKinds(events, [...group.texts]);
  // Also a file that names a type of the enum has other types.
  if (events.isOfDomain) return role === "property" && form === "type" && others > own;
  return form === "key" ? others > own : isOfOtherEnum(events, group.texts);
}

/** One word in five may be missing in the enum: two enums share a few words, and not nearly all. */
function isOfOtherEnum(events: EventFile, texts: ReadonlySet<string>): boolean {
  const [own, others] = countKinds(events, [...texts]);
  return others > 0 && texts.size > 1 && (own < 4 || own < 4 * others);
}

/** What may be another enum's in a file that names no type of the domain: a type of it has the text, or the property has texts of others too. */
export function sitesOfOthers(events: EventFile, sites: readonly EventSite[]): ReadonlySet<EventSite> {
  const own = sites.filter(({ role, group, text }) => role === "property" && !group.hasMember && text.value !== undefined);
  const texts = new Map<string | undefined, Set<string>>();
  for (const { names, text } of own) remember(texts, names[0], () => new Set<string>()).add(text.value!);
  const strange = new Set([...texts].flatMap(([name, all]) => (isOfOtherEnum(events, all) ? [name] : [])));
  const typed = new Set(own.flatMap(({ form, text }) => (form === "type" ? [text.value] : [])));
  const isStray = ({ names, group }: EventSite): boolean =>
    strange.has(names[0]) && countKinds(events, [...group.texts])[0] < 2 && !isNamedForEnum(events, names.slice(1));
  return new Set(isOutside(events) ? own.filter((site) => typed.has(site.text.value) || isStray(site)) : []);
}

/** Whether a property, or an emitter that is called outside of the domain, has more texts of its own: it only shares a word with the enum. */
export function mayBeOfOthers(events: EventFile, site: EventSite): boolean {
  const [known, strange] = countTexts(events, site);
  if (site.group.hasMember || strange <= known) return false;
  if (site.role !== "method") return site.role === "property";
  return isOutside(events) && isGenericMethod(site.method ?? "") && !isNamedForEnum(events, site.names);
}

/** Whether a text is a word of another kind. */
export function isStrange(events: EventFile, text: string | undefined): boolean {
  return text !== undefined && !events.members.has(text) && !isNoEvent(text) && !isMisspelt(events, text);
}

function isOfPlatform(events: EventFile, { role, method = "" }: EventSite, text: string): boolean {
  if (role === "property") return isOutside(events) && isPlatformEvent(text, "on");
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
