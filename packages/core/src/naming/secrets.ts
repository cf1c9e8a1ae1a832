import { because, type Reason } from "../reasons/reasons.js";
import type { FileView } from "../semantics/file-view.js";
import { keyName, type Node } from "../syntax/nodes.js";
import { looksLikeId } from "./entity-words.js";
import type { Target } from "./targets.js";
import { wordsOf } from "./words.js";

/** Words that say that a text is kept secret, or must be one that nobody can guess. */
const SECRET_WORDS = new Set(
  "secret token password passwd passphrase passcode nonce salt csrf xsrf otp credential verifier"
    .split(" ")
    .flatMap((word) => [word, `${word}s`]),
);

/** Names that only say what a text is in what holds it: `{ tokens: [{ value }] }`. */
const PLAIN_NAMES = new Set(["key", "value", "hash", "code", "text", "string"]);

/** Why an ID is doubtful for what receives it: what a secret goes to may want its form, and nobody may be able to guess it. */
export function secretReason(file: FileView, target: Target | undefined): Reason | undefined {
  const names = target ? [target.name, ...(PLAIN_NAMES.has(target.name) ? holdersOf(file, target) : [])] : [];
  const secret = names.find(looksLikeSecret);
  return secret === undefined ? undefined : because("secret", `${secret} sounds like a secret, and not like an ID`);
}

/** `apiKeys` of `apiKeys: [{ key: id() }]`, also where a `const` goes into it. */
function holdersOf(file: FileView, { kind, node }: Target): readonly string[] {
  const places: readonly (Node | undefined)[] =
    kind === "variable" && node.type === "Identifier"
      ? (file.variableOf(node)?.references.map(({ identifier }) => identifier.parent) ?? [])
      : [node];
  return places.flatMap((place) => {
    const object = place?.type === "Property" && place.parent.type === "ObjectExpression" ? place.parent : undefined;
    const outer = object?.parent.type === "ArrayExpression" ? object.parent.parent : object?.parent;
    return outer?.type === "Property" ? (keyName(outer) ?? []) : [];
  });
}

/** `resetToken`, `apiKey`, OAuth's `state`; a `tokenId` only says which one is meant. */
function looksLikeSecret(name: string): boolean {
  const words = wordsOf(name);
  // A token's name is none.
  if (/^(?:name|type|label|title|status|kind)$/u.test(words.at(-1) ?? "")) return false;
  if (/^(?:(?:o ?)?auth )?state(?: param)?$/u.test(words.join(" "))) return true;
  if (/(?:^| )(?:authorization|auth|verification|recovery|backup) codes?$/u.test(words.join(" "))) return true;
  const isKey = /^keys?$/u.test(words.at(-1) ?? "");
  if (isKey && /^(?:api|private)$/u.test(words.at(-2) ?? "")) return true;
  return (isKey || !looksLikeId(name)) && words.some((word) => SECRET_WORDS.has(word));
}
