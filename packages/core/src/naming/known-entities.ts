import { wordsOf } from "./words.js";

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
