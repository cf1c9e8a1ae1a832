/** The words of names that say what an ID is the ID of. */
import { wordsOf } from "./words.js";

const ID_WORDS = new Set(["id", "ids", "uuid", "uuids", "guid", "guids", "uid", "uids", "key", "keys"]);
const VERBS = new Set([
  ...["new", "create", "generate", "make", "next", "get", "gen", "build", "add"],
  ...["mock", "fake", "stub", "dummy", "sample", "random", "seed", "fixture"],
]);
/** First words of functions that give something, new or not. */
const GIVING = new Set([
  ...[...VERBS, "resolve", "ensure", "obtain", "fetch", "find", "compute", "derive", "allocate"],
  ...["assign", "acquire", "init", "to", "as", "render", "save"],
]);
/** Words before a variable's name that do not belong to the entity: `newUserId` and `getUserId` are a user's, but a `buildId` is a build's. */
const FRESH = new Set(["new", "next", "get", "create", "generate", "use"]);
/** The same before any name: `defaultUserId` and `mockUserId` are a user's, and `uniqueId` is nobody's. */
const PRESETS = new Set([
  ...["default", "defaults", "generated", "random", "unique", "stable", "current", "previous", "active", "selected", "existing"],
  ...["cloned", "copied", "duplicated", "dummy", "fake", "mock", "mocked", "stub", "test", "temp", "tmp"],
]);

/** Words that say nothing of what an ID is the ID of, where there is no other. */
const EMPTY_WORDS = new Set(
  [
    "payload data value result object obj body input output props options params args temp tmp fn",
    "next prev previous current curr acc accumulator list arr array base copy clone rest",
    "name names valid invalid existing missing unknown fallback",
    "external internal model entity maybe opt opts res resp response ret ref reference references",
    "attr attrs attribute attributes add remove insert delete update upsert connect where set append",
    "private public primary secondary foreign initial reset out",
  ]
    .join(" ")
    .split(" "),
);
/** Names of the libraries' sources, which programs also give to what these return. */
const SOURCE_WORDS = new Set(["cuid", "cuid2", "nanoid", "ulid"]);
/** Words whose number belongs to them. */
const NUMBERED_WORDS = new Set(["base64", "ipv4", "ipv6", "oauth2", "sha256", "sha512", "web3"]);

/** Adjectives that name no entity without the key that they are about. */
const KINDS_OF_KEYS = new Set(["private", "public", "primary", "secondary", "foreign", "secret", "shared", "signing", "unique"]);

const KEY = /^keys?\d*$/u;

/** Last words of functions that make IDs: `userIdGenerator`. */
const MAKERS = new Set(["generator", "factory", "maker", "creator", "provider", "fn", "func", "function", "random"]);

/** Words that end like `userid`, and are no IDs. */
const WORDS_IN_ID = new Set(
  [
    "android asteroid steroid centroid ellipsoid sigmoid polaroid tabloid thyroid druid droid avoid void",
    "fluid liquid squid solid valid invalid rapid vivid timid humid lipid cupid stupid splendid hybrid grid",
    "pyramid plasmid orchid braid plaid maid raid paid prepaid postpaid unpaid said david madrid covid",
  ]
    .join(" ")
    .split(" "),
);

/** The entity's words from a name, without the ID word at its end and a function's verb; empty for a bare `id`. */
export function entityWords(name: string, isFunctionName = false): string[] {
  const words = [...wordsOf(name)];
  // React's `sessionIdRef`, and one of several: `sessionIdA`.
  if (/^(?:ref|[a-z])$/u.test(words.at(-1) ?? "") && isIdWord(words.at(-2) ?? "")) words.pop();
  const isDropped = (word: string): boolean =>
    (isIdWord(word) && !(KEY.test(word) && KINDS_OF_KEYS.has(words.at(-2) ?? ""))) ||
    SOURCE_WORDS.has(word.replace(/s$/u, "")) ||
    (isFunctionName && MAKERS.has(word));
  while (words.length > 0 && isDropped(words.at(-1) as string)) words.pop();
  const last = words.at(-1);
  if (last !== undefined && /.{3}id$/u.test(last) && !WORDS_IN_ID.has(last)) words.splice(-1, 1, last.slice(0, -2));
  return nounWords(withoutVerbs(words, isFunctionName ? GIVING : FRESH));
}

/** The entity's words from the name of a thing that has an ID: an `apiKey` is a key, and an `item` may be anything. */
export function thingWords(name: string): string[] {
  const words = wordsOf(name);
  const named = singular(KEY.test(words.at(-1) ?? "") ? nounWords(withoutVerbs(words, FRESH)) : entityWords(name));
  if (named.length === 1 && (named[0]!.length === 1 || NOBODYS.has(named[0]!))) return [];
  // `mapped` says what was done.
  return named.every((word) => PARTICIPLE.test(word)) ? [] : named;
}

const PARTICIPLE = /^(?!embed$).{2,}[^e]ed$/u;
const NOBODYS = new Set(["row", "item", "record", "entry", "key"]);

/** The words that a reader would call the entity by: no `default…`, no ordinals, no `…Payload`; none where only empty words are left. */
export function nounWords(words: readonly string[]): string[] {
  const addition = words.findIndex((word, index) => startsAddition(word, words.slice(index + 1)));
  const named = withoutVerbs(addition < 0 ? words : words.slice(0, addition), PRESETS).flatMap(withoutOrdinal);
  if (named.length > 1 && /^(?:payload|params?|props?|rows?)$/u.test(named.at(-1)!)) named.pop();
  // `byIndex` says how, not what.
  if (named[0] === "by") return [];
  // `enhancedData` are data.
  const isEmpty = (word: string, index: number): boolean =>
    EMPTY_WORDS.has(word) || (/.{3}ed$/u.test(word) && index < named.length - 1);
  return named.every(isEmpty) ? [] : named;
}

/** `messageWithId` and `messageToSend` are messages, and `withId` says what is done. */
function startsAddition(word: string, [next = "", ...others]: readonly string[]): boolean {
  return word === "with" || word === "without" || (word === "to" && others.length === 0 && (VERBS.has(next) || DONE.has(next)));
}

const DONE = new Set([
  ...["insert", "update", "upsert", "delete", "remove", "save", "store", "send", "write", "edit", "move", "copy", "clone"],
  ...["duplicate", "append", "push", "import", "export", "publish", "use", "return", "show", "render", "process", "restore"],
]);

/** A type's name without the marks of `IUser` and `TUser`, which only say that it is a type. */
export function typeNoun(name: string): string {
  return name.replace(/^[IT](?=[A-Z][a-z])/u, "");
}

/** `block3` and `BlockV6` are blocks; `s3` and `oauth2` are names. */
function withoutOrdinal(word: string): string[] {
  if (/^v?\d+$/u.test(word)) return [];
  return [NUMBERED_WORDS.has(word) ? word : word.replace(/(?<=\p{L}{3})\d+$/u, "")];
}

/** The words without verbs at the start. */
export function withoutVerbs(words: readonly string[], verbs: ReadonlySet<string> = VERBS): string[] {
  const start = words.findIndex((word) => !verbs.has(word));
  return start < 0 ? [] : words.slice(start);
}

/** The words without some at the end, the first one always among them. */
export function withoutSuffix(words: readonly string[], suffixes: ReadonlySet<string>): string[] {
  const end = words.findLastIndex((word) => !suffixes.has(word)) + 1;
  return words.slice(0, Math.max(end, 1));
}

/** Whether a name says that it holds an ID. */
export function looksLikeId(name: string): boolean {
  const last = wordsOf(name).at(-1);
  return last !== undefined && isIdWord(last);
}

/** `id`, `id2`, `uuid`, `uuidv4`, `guid`, `key`. */
function isIdWord(word: string): boolean {
  return ID_WORDS.has(word.replace(/\d+$/u, "")) || /^[ug]uidv?\d*$/u.test(word);
}

/** The words with the last one in the singular. */
export function singular(words: string[]): string[] {
  const last = words.at(-1);
  return last === undefined ? words : [...words.slice(0, -1), singularWord(last)];
}

/** The singular of an English plural; words that only look like plurals stay. */
function singularWord(word: string): string {
  if (/(?:ss|us|is|news|series|species|^res)$/u.test(word)) return word;
  if (/(?:mov|cook|zomb|gen|ca)ies$/u.test(word)) return word.slice(0, -1);
  if (/ies$/u.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|z|ss)es$/u.test(word)) return word.slice(0, -2);
  if (/(?:statuses|aliases|buses|campuses|viruses)$/u.test(word)) return word.slice(0, -2);
  if (word === "people") return "person";
  if (word === "children") return "child";
  return word.endsWith("s") && word.length > 2 ? word.slice(0, -1) : word;
}

/** The words, or undefined if there are none. */
export function nonEmpty(words: string[]): string[] | undefined {
  return words.length > 0 ? words : undefined;
}

/** Whether a function is named after what it gives, as `createUserId` and `userId` are, and not after what it does: `run`. */
export function namesWhatItGives(name: string): boolean {
  return looksLikeId(name) || GIVING.has(wordsOf(name)[0] ?? "");
}

/** The entity that a function's name says it makes: `message` for `createMessage`; undefined for `handle` or `sendMessage`, which do something. */
export function verbObject(name: string): string[] | undefined {
  const words = wordsOf(name);
  if (!VERBS.has(words[0] ?? "")) return undefined;
  return nonEmpty(/Keys?$/u.test(name) ? thingWords(words.slice(1).join("_")) : singular(entityWords(name, true)));
}
