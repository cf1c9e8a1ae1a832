import { wordsOf } from "../../naming/words.js";
import { NOTHING, type Needs, allOf, anyOf, confirmedBy, containsInAnyCase, containsWord } from "../../scan/needs.js";
import { firstVisible, lastVisible, someOccurrence } from "../occurrences.js";
import type { CompiledEvents } from "./options.js";
import { isGenericMethod } from "./unknown.js";

/**
 * What a file must contain: the enum's name, a declared function, or a method that only the enum's emitters have. A method or property
 * that others have too counts only with a member's text (also misspelt). For a method the start of one, or an emitter's name, is enough.
 */
export function needsOfEvents(compiled: CompiledEvents): Needs {
  const events = compiled.events();
  if (!events || events.members.length === 0) return NOTHING;
  const { enumRef } = compiled;
  const methods = [...compiled.methods.keys()];
  const alone = [...methods.filter((name) => !isGenericMethod(name)), ...compiled.functions.keys(), ...exportsOf(compiled)];
  if (enumRef.exported !== "default" && enumRef.exported !== "*") alone.push(enumRef.exported);
  const values = events.members.map(({ value }) => value);
  const generic = methods.filter(isGenericMethod);
  const properties = [...compiled.properties];
  const near = nearTo(values);
  const emitters = oneOf([...values.flatMap(beginningOf), ...emitterWords(compiled)], "i");
  const isThere = (text: string): boolean => {
    const hasMethod = generic.some((name) => isCalledIn(text, name));
    if (!hasMethod && !properties.some((name) => isReadIn(text, name))) return false;
    return near.isIn(text) || (hasMethod && emitters.test(text));
  };
  return anyOf([
    ...alone.map(containsWord),
    allOf([
      anyOf([...generic, ...properties].map(containsWord)),
      anyOf([...values.flatMap(wordsNear), ...emitterWords(compiled)].map(containsInAnyCase)),
      confirmedBy(isThere),
    ]),
  ]);
}

/** Parts of words of which every text has one that has a member's text, a misspelling of it, or the start of one. */
function wordsNear(value: string): readonly string[] {
  const words = wordsOf(value);
  const [only, ...others] = words;
  if (only === undefined) return [value];
  return others.length === 0 ? [value.length > 3 ? value.slice(0, 3) : value, only.slice(0, 3)] : words;
}

/** A pattern that matches if one of the sources does; without sources it matches nothing. */
function oneOf(sources: readonly string[], flags = ""): RegExp {
  return new RegExp(sources.length === 0 ? "(?!)" : [...new Set(sources)].join("|"), `u${flags}`);
}

/** The exported names of functions that `imports` declares under another name. */
function exportsOf({ functions, contract }: CompiledEvents): string[] {
  return [...functions.keys()].flatMap((name) => {
    const exported = contract.findExport(name)?.exported;
    return exported === undefined || exported === name ? [] : [exported];
  });
}

const [BEFORE_METHOD, BEHIND_METHOD] = [".#\"'`{,(", "(<:?=,})`/"];
const [BEFORE_PROPERTY, BEHIND_PROPERTY] = [".#\"'`", ":?=,})!]/;"];

/** `bus.on`, `this.#on`, `bus["on"]`, `{ on }`, `on(…)`; not the word in a sentence. */
function isCalledIn(text: string, method: string): boolean {
  return someOccurrence(
    text,
    method,
    (start, end) => has(BEFORE_METHOD, text[lastVisible(text, start)]) || has(BEHIND_METHOD, text[firstVisible(text, end)]),
  );
}

/** `event.type`, `type: …`, `{ type }`, `type="…"`; not the keyword of `type Alias = …`. */
function isReadIn(text: string, property: string): boolean {
  return someOccurrence(text, property, (start, end) => {
    if (has(BEFORE_PROPERTY, text[lastVisible(text, start)])) return true;
    const next = firstVisible(text, end);
    return has(BEHIND_PROPERTY, text[next]) || /^[ \t]*[\r\n]/u.test(text.slice(end, next));
  });
}

function has(characters: string, character: string | undefined): boolean {
  return character !== undefined && characters.includes(character);
}

/** The start of a member with several words: `"agent_…`. */
function beginningOf(value: string): string[] {
  const [first, ...others] = wordsOf(value);
  return first === undefined || others.length === 0 ? [] : [String.raw`["'\x60][\W_]*${escaped(first)}[^"'\x60]`];
}

/** The words in an emitter's name that suggest the enum: its last word, or all the others. */
function emitterWords({ words }: CompiledEvents): string[] {
  const [noun, first] = [words.at(-1), words.length > 1 ? words[0] : undefined];
  return [noun, first].flatMap((word) => (word === undefined ? [] : [escaped(word)]));
}

const SEPARATOR = String.raw`[\W_]{0,3}`;

/** A word in lower case, and a pattern that is tried where a text has the word: to look for a word takes a fraction of the time. */
interface NearText {
  readonly word: string;
  readonly pattern: RegExp;
}

/** Finds members' texts and their misspellings, as `unknown.ts` defines them. */
export function nearTo(values: readonly string[]): { isIn(text: string): boolean } {
  const patterns = nearTexts(values);
  return {
    isIn(text) {
      const lower = text.toLowerCase();
      // Where a letter has two in lower case, only a parser can tell.
      return lower.length !== text.length || patterns.some((pattern) => isNear(lower, pattern));
    },
  };
}

function isNear(lower: string, { word, pattern }: NearText): boolean {
  for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
    pattern.lastIndex = at;
    if (pattern.test(lower)) return true;
  }
  return false;
}

/** One for each word, which many members share: a text is searched for it once. */
function nearTexts(values: readonly string[]): readonly NearText[] {
  const byWord = new Map<string, Set<string>>();
  for (const [word, source] of values.flatMap(sourcesOf)) byWord.set(word, (byWord.get(word) ?? new Set()).add(source));
  return [...byWord].map(([word, sources]) => ({ word, pattern: new RegExp([...sources].join("|"), "uy") }));
}

/** Words of which every text near the value has one, each with a pattern of what is near it. */
function sourcesOf(value: string): (readonly [word: string, source: string])[] {
  const words = wordsOf(value).map((word) => word.toLowerCase());
  const exact = words.flatMap((word, index) => {
    if (word.length <= 2 && words.length > 1) return [];
    const before = words.slice(0, index).map((other) => withSlip(other) + SEPARATOR);
    const behind = words.slice(index + 1).map((other) => SEPARATOR + withSlip(other));
    const found = escaped(word);
    // What is before the word is looked at where the word is.
    return [[word, `${found}(?<=${before.join("")}${found})${behind.join("")}`] as const];
  });
  const [first = ""] = words;
  const start = value.slice(0, 3).toLowerCase();
  const single = words.length === 1 && value.length > 3 ? [[start, slipOf(start, first.length)] as const] : [];
  const whole = value.toLowerCase();
  const spaced = words.map(escaped).join(SEPARATOR);
  const isSpaced = words.length > 0 && new RegExp(`^${spaced}$`, "u").test(whole);
  return [...(isSpaced ? [] : [[whole, escaped(whole)] as const]), [first, spaced], ...exact, ...single];
}

/** A word with one or two letters wrong, or another inflection: its first letter stays. */
function withSlip(word: string): string {
  return word.length < 4 ? escaped(word) : slipOf(word.slice(0, 1), word.length);
}

function slipOf(start: string, length: number): string {
  const [least, most] = [Math.max(0, length - 4 - start.length), length + 4 - start.length];
  return String.raw`${escaped(start)}[\p{L}\p{N}]{${least},${most}}`;
}

/** A text as a part of a regular expression. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
