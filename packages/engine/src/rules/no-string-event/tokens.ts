import { wordsOf } from "../../naming/words.js";
import type { Tokens } from "../tokens.js";
import type { CompiledEvents } from "./options.js";
import { isGenericMethod } from "./unknown.js";

/**
 * The enum's own name; names of functions, and of methods that nothing else has; and where a method or a property that other things
 * have too stands in the file: a text that is a member, with a slip or without, that begins as one, or an emitter named for the enum.
 */
export function eventTokens(compiled: CompiledEvents): Tokens {
  const events = compiled.events();
  if (!events || events.members.length === 0) return [];
  const { enumRef } = compiled;
  const methods = [...compiled.methods.keys()];
  const alone = [...methods.filter((name) => !isGenericMethod(name)), ...compiled.functions.keys(), ...exportsOf(compiled)];
  if (enumRef.exported !== "default" && enumRef.exported !== "*") alone.push(enumRef.exported);
  const values = events.members.map(({ value }) => value);
  const names = anyOf(alone.map((name) => `${NOT_BEHIND_WORD}${escaped(name)}${NOT_BEFORE_WORD}`));
  const generic = anyOf(methods.filter(isGenericMethod).map(calledAs));
  const properties = anyOf([...compiled.properties].map(readAs));
  const near = anyOf(values.flatMap(nearTo), "i");
  const emitters = anyOf([...values.flatMap(beginningOf), ...emitterWords(compiled)], "i");
  const isThere = (text: string): boolean => {
    if (names.test(text)) return true;
    const [hasMethod, hasProperty] = [generic.test(text), properties.test(text)];
    return ((hasMethod || hasProperty) && near.test(text)) || (hasMethod && emitters.test(text));
  };
  return { pattern: { test: isThere } };
}

const NOT_BEHIND_WORD = String.raw`(?<![\w$])`;
const NOT_BEFORE_WORD = String.raw`(?![\w$])`;

/** A pattern that fits one of some others; none of none. */
function anyOf(sources: readonly string[], flags = ""): RegExp {
  return new RegExp(sources.length === 0 ? "(?!)" : [...new Set(sources)].join("|"), `u${flags}`);
}

/** What modules call the functions that `imports` declares. */
function exportsOf({ functions, contract }: CompiledEvents): string[] {
  return [...functions.keys()].flatMap((name) => {
    const exported = contract.findExport(name)?.exported;
    return exported === undefined || exported === name ? [] : [exported];
  });
}

/** `bus.on`, `this.#on`, `bus["on"]`, `{ on }`, `on(…)`; not the word in a sentence. */
function calledAs(method: string): string {
  const name = escaped(method);
  return String.raw`[.#"'\x60{,(]\s*${name}${NOT_BEFORE_WORD}|${NOT_BEHIND_WORD}${name}\s*[(<:?=,})\x60/]`;
}

/** `event.type`, `type: …`, `{ type }`, `type="…"`; not the keyword of `type Alias = …`. */
function readAs(property: string): string {
  const name = escaped(property);
  return String.raw`[.#"'\x60]\s*${name}${NOT_BEFORE_WORD}|${NOT_BEHIND_WORD}${name}\s*[:?=,})!\]/;]|${NOT_BEHIND_WORD}${name}[ \t]*[\r\n]`;
}

const SEPARATOR = String.raw`[\W_]{0,3}`;

/** Every text that is this member, or this member with a slip; `unknown.ts` says what a slip is. */
function nearTo(value: string): string[] {
  const words = wordsOf(value);
  const exact = words.flatMap((word, index) =>
    word.length > 2 || words.length === 1
      ? [words.map((other, at) => (at === index ? escaped(other) : withSlip(other))).join(SEPARATOR)]
      : [],
  );
  const [only] = words;
  const single = words.length === 1 && only !== undefined && value.length > 3 ? [slipOf(value.slice(0, 3), only.length)] : [];
  return [escaped(value), words.map(escaped).join(SEPARATOR), ...exact, ...single];
}

/** A word with one or two letters wrong, or another inflection: its first letter stays. */
function withSlip(word: string): string {
  return word.length < 4 ? escaped(word) : slipOf(word.slice(0, 1), word.length);
}

function slipOf(start: string, length: number): string {
  const [least, most] = [Math.max(0, length - 4 - start.length), length + 4 - start.length];
  return String.raw`${escaped(start)}[\p{L}\p{N}]{${least},${most}}`;
}

/** `"agent_…` and more, where members have several words. */
function beginningOf(value: string): string[] {
  const [first, ...others] = wordsOf(value);
  return first === undefined || others.length === 0 ? [] : [String.raw`["'\x60][\W_]*${escaped(first)}[^"'\x60]`];
}

/** An emitter is named for the enum by its last word, or by all the others. */
function emitterWords({ words }: CompiledEvents): string[] {
  const [noun, first] = [words.at(-1), words.length > 1 ? words[0] : undefined];
  return [noun, first].flatMap((word) => (word === undefined ? [] : [escaped(word)]));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
