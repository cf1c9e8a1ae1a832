import { wordsOf } from "../../naming/words.js";
import { namesOf, type CanonicalType } from "./canonical-types.js";

/** Words for the kind of a type that don't say what it describes. */
const KINDS = new Set(
  "i t type types interface enum data dto info item entry record row object obj model entity details detail props options option params param input output args payload request response result shape schema config state status kind list map id ids".split(
    " ",
  ),
);

/** Whether a declaration's name is related to the type's: `ChatMessage`, `IMessage` and `MessageDto` to `Message`. */
export function areRelated(name: string, { ref }: CanonicalType): boolean {
  const words = telling(name);
  return namesOf(ref).some((own) => telling(own).some((word) => words.includes(word)));
}

/** Whether one name only adds words to the other: `ChatMessage` to `Message`, but not `CartAddress` to `OrderAddress`. */
export function isSameSubject(name: string, { ref }: CanonicalType): boolean {
  const words = telling(name);
  return namesOf(ref)
    .map(telling)
    .some((own) => own.every((word) => words.includes(word)) || words.every((word) => own.includes(word)));
}

function telling(name: string): string[] {
  const words = wordsOf(name).map((word) => word.replace(/s$/u, ""));
  const rest = words.filter((word) => !KINDS.has(word));
  return rest.length > 0 ? rest : words;
}
