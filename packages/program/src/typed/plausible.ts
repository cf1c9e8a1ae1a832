import type { ValuePlace } from "./places.js";

/** Names that say only that the value is an ID of whatever has it. */
const BARE = /^[_#]*(?:ids?|uuids?|guids?|keys?)$/iu;
const NAMED = /(?:[a-z\d](?:Id|ID|Uuid|UUID|Guid|GUID)|_(?:id|uuid|guid))s?$/u;
const SUFFIX = /(?:Id|ID|Uuid|UUID|Guid|GUID|Key)$/u;

/**
 * Whether a declaration may take a type because its value flows there. An ID's name may, unless the contract gives it to another type; a
 * bare `id` may as a parameter or a variable, or as the member of what the type is named for; any other text keeps its type.
 */
export function isPlausible(
  { name, holder, kind }: ValuePlace,
  type: string,
  typeForName: (name: string) => string | undefined,
): boolean {
  const claimed = typeForName(name) ?? typeForName(name.replace(/s$/u, ""));
  if (claimed !== undefined) return claimed === type;
  if (kind === "result") return false;
  if (!BARE.test(name)) return NAMED.test(name);
  const entity = type.replace(SUFFIX, "");
  return kind !== "member" || (entity !== "" && (holder?.startsWith(entity) ?? false));
}
