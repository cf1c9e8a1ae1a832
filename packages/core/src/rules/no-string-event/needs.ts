import { escapePattern } from "../../modules/index.js";
import { wordsOf } from "../../naming/words.js";
import { NOTHING, type Needs, allOf, anyOf, confirmedBy, containsInAnyCase, containsWord } from "../../scan/needs.js";
import { firstVisible, lastVisible, someOccurrence } from "../template-needs.js";
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
  const emitters = oneOf([...values.flatMap(beginningOf), ...emitterWords(compiled)]);
  const isThere = (text: string): boolean => {
    const hasMethod = generic.some((name) => isCalledIn(text, name));
    if (!hasMethod && !properties.some((name) => isReadIn(text, name))) return false;
    return isNearIn(text, values) || (hasMethod && emitters.test(text));
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

/** A pattern that matches in any case if one of the sources does; without sources it matches nothing. */
function oneOf(sources: readonly string[]): RegExp {
  return new RegExp(sources.length === 0 ? "(?!)" : [...new Set(sources)].join("|"), "iu");
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
  return first === undefined || others.length === 0 ? [] : [String.raw`["'\x60][\W_]*${escapePattern(first)}[^"'\x60]`];
}

/** The words in an emitter's name that suggest the enum: its last word, or all the others. */
function emitterWords({ words }: CompiledEvents): string[] {
  const [noun, first] = [words.at(-1), words.length > 1 ? words[0] : undefined];
  return [noun, first].flatMap((word) => (word === undefined ? [] : [escapePattern(word)]));
}

/** A member's words in lower case; of a single word its start. */
function memberWords(value: string): readonly string[] {
  const words = wordsOf(value).map((word) => word.toLowerCase());
  return words.length < 2 ? [value.slice(0, 3).toLowerCase()] : words;
}

/**
 * Whether a text may have a member's text or a misspelling of it, as `unknown.ts` defines them: one word is as the member has it, and the
 * one beside it begins alike.
 */
export function isNearIn(text: string, values: readonly string[]): boolean {
  const lower = text.toLowerCase();
  // Where a letter has two in lower case, only a parser can tell.
  if (lower.length !== text.length) return true;
  return values.some((value) => {
    const words = memberWords(value);
    return words.some((word, index) => hasBeside(lower, word, words[index + 1], words[index - 1]));
  });
}

function hasBeside(lower: string, word: string, next: string | undefined, before: string | undefined): boolean {
  for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
    if (next !== undefined && !/^[\W_]{0,3}(.)/su.exec(lower.slice(at + word.length))?.[1]?.startsWith(next.charAt(0))) continue;
    if (before === undefined || next !== undefined) return true;
    const other = /([\p{L}\p{N}]*)[\W_]{0,3}$/u.exec(lower.slice(Math.max(0, at - MOST_LETTERS), at))?.[1];
    if (other?.startsWith(before.charAt(0)) === true) return true;
  }
  return false;
}

const MOST_LETTERS = 40;
