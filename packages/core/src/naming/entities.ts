import type { FileView } from "../semantics/file-view.js";
import { entityWords, looksLikeId, namesWhatItGives, nounWords, singular, withoutSuffix } from "./entity-words.js";
import { holderWords } from "./holders.js";
import type { Target } from "./targets.js";
import { wordsOf } from "./words.js";

/** How an entity of several words is written. */
export type EntityCase = "snake" | "kebab" | "camel";

/** An ID, and what is around it. */
export interface EntityQuestion {
  /** What receives the ID. */
  readonly target: Target | undefined;
  /** The type that the ID is given: `UserId` of `UserId(v4())`. */
  readonly givenType?: string | undefined;
  /** The static text before the ID in a template. */
  readonly prefix?: string | undefined;
  /** The name of what makes the ID, which names no entity. */
  readonly sourceName?: string | undefined;
  /** The target receives a function that makes IDs, not an ID, so its name is a function's. */
  readonly isFunction?: boolean;
}

/** Infers what an ID is the ID of; undefined where nothing tells. */
export function inferEntity(
  file: FileView,
  { style, ...question }: EntityQuestion & { readonly style: EntityCase },
): string | undefined {
  const words = inferEntityWords(file, question);
  return words && joinInCase(words, style);
}

/** The words of what an ID is the ID of; undefined where nothing tells. */
export function inferEntityWords(file: FileView, question: EntityQuestion): string[] | undefined {
  // SAML's `NameID` is a name.
  if (question.target?.name === "NameID") return undefined;
  for (const words of candidateWords(file, question)) {
    const named = words && nounWords(words);
    if (named && named.length > 0) return named;
  }
  return undefined;
}

/** What may name the entity, the best first: the target, the type that the ID is given, what holds it, the prefix; never what the function around it does. */
function* candidateWords(
  file: FileView,
  { target, givenType, prefix, sourceName, isFunction = false }: EntityQuestion,
): Generator<string[] | undefined> {
  const namesFunction = isFunction && !!target && !target.isIndirect;
  const isNamed = target && wordsOf(target.name).join() !== wordsOf(sourceName ?? "").join();
  const own = isNamed ? ownWords(target, namesFunction) : [];
  const isNobodys = !!target && own.length === 1 && !looksLikeId(target.name) && (own[0]!.length === 1 || BY_ITSELF.has(own[0]!));
  if (!isNobodys) yield own;
  if (givenType !== undefined) yield entityWords(givenType);
  // The objects that have it as their `id` may still tell.
  if (target && !namesFunction && (!isNobodys || target.kind === "variable")) yield holderWords(file, target);
  if (prefix !== undefined) yield entityWords(prefix);
}

/** The entity's words from the target's own name. */
function ownWords(target: Target, namesFunction: boolean): string[] {
  if (target.kind === "return" && !namesWhatItGives(target.name)) return [];
  if (target.kind === "element") return singular(withoutSuffix(entityWords(elementName(target.name)), KINDS_OF_TEXT));
  // Headers have an `X-`.
  const words = entityWords(target.name.replace(/^x-/iu, ""), namesFunction || target.kind === "return");
  const named = withoutSuffix(words, KINDS_OF_TEXT);
  // `resultIdPrefix` is a result's, as `resultId` is.
  return named.length < words.length ? entityWords(named.join("_")) : named;
}

/** `userIds` of `userIdsSet`. */
function elementName(name: string): string {
  const words = wordsOf(name);
  return /^(?:set|list|array|collection|queue)$/u.test(words.at(-1) ?? "") ? words.slice(0, -1).join("_") : name;
}

/** Last words that say which text a thing is given, not what the thing is: a `fileName` is a file's. */
const KINDS_OF_TEXT = new Set(["name", "path", "url", "title", "label", "slug", "prefix", "suffix", "string"]);

/** What a text, or a place for one, is by itself, and of nothing. */
const BY_ITSELF = new Set([
  ...["url", "path", "string", "text", "json", "etag", "boundary", "param", "index", "dir"],
  ...["tuple", "pair", "row", "item", "record", "entry"],
]);

/** Writes the words of an entity as one text. */
export function joinInCase(words: readonly string[], style: EntityCase): string {
  if (style === "camel")
    return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
  return words.join(style === "kebab" ? "-" : "_");
}

/** The entities that a contract lists. */
export interface KnownEntities {
  /** The listed entity that the words name, with or without adjectives before it. */
  find(words: readonly string[]): string | undefined;
  /** Whether a text is one of the listed entities. */
  has(entity: string): boolean;
}

/** Reads a list of entities, or a map from words to entity. */
export function readEntities(listed: readonly string[] | Readonly<Record<string, string>>): KnownEntities {
  const pairs = Array.isArray(listed)
    ? (listed as readonly string[]).map((entity) => [entity, entity] as const)
    : [...Object.values(listed).map((entity) => [entity, entity] as const), ...Object.entries(listed)];
  const byWords = new Map(pairs.map(([name, entity]) => [wordsOf(name).join(" "), entity]));
  const entities = new Set(byWords.values());
  return {
    has: (entity) => entities.has(entity),
    find(words) {
      const start = words.findIndex((_, index) => byWords.has(words.slice(index).join(" ")));
      return start < 0 ? undefined : byWords.get(words.slice(start).join(" "));
    },
  };
}
