import { because, type Reason } from "../reasons/reasons.js";
import type { FileView } from "../semantics/file-view.js";
import { finalName, keyName, type Node } from "../syntax/nodes.js";
import { looksLikeId } from "./entity-words.js";
import type { Target } from "./targets.js";
import { wordsOf } from "./words.js";

/** Words that say that a text is kept secret, or must be one that nobody can guess. */
const SECRET_WORDS = new Set(
  "secret token password passwd passphrase passcode nonce salt csrf xsrf otp credential verifier hashed"
    .split(" ")
    .flatMap((word) => [word, `${word}s`]),
);

/** Names that only say what a text is in what holds it: `{ tokens: [{ value }] }`. */
const PLAIN_NAMES = new Set(["key", "value", "hash", "code", "text", "string"]);

/** Functions that take what nobody may read: `encrypt`, `hashPassword`. */
const HIDING = /^(?:encrypt|hash)(?!\p{Ll})/u;

/** Why an ID is doubtful for what receives it: what a secret goes to may want its form, and nobody may be able to guess it. */
export function secretReason(file: FileView, target: Target | undefined): Reason | undefined {
  if (!target) return undefined;
  const places = placesOf(file, target);
  // What is called an ID is one, whatever takes it.
  const uses = looksLikeId(target.name) ? [] : places;
  const keys = uses.flatMap((use) => (use.type === "Property" && keyName(use)) || []);
  const holders = PLAIN_NAMES.has(target.name) ? places.flatMap((place) => holderOf(place) ?? []) : [];
  const secret = [target.name, ...keys, ...holders].find(looksLikeSecret);
  if (secret !== undefined) return because("secret", `${secret} sounds like a secret, and not like an ID`);
  const called = uses.flatMap((use) => (use.type === "CallExpression" && finalName(use.callee)) || []);
  const hiding = called.find((name) => HIDING.test(name));
  return hiding === undefined ? undefined : because("secret", `${hiding} takes it, as it takes secrets`);
}

/** What has the value: where it goes into a `const`, all that this goes on to. */
function placesOf(file: FileView, { kind, node }: Target): readonly Node[] {
  if (kind !== "variable" || node.type !== "Identifier") return [node];
  return file.variableOf(node)?.references.flatMap(({ identifier }) => identifier.parent ?? []) ?? [];
}

/** `apiKeys` of `apiKeys: [{ key: id() }]`. */
function holderOf(place: Node): string | undefined {
  const object = place.type === "Property" && place.parent.type === "ObjectExpression" ? place.parent : undefined;
  const outer = object?.parent.type === "ArrayExpression" ? object.parent.parent : object?.parent;
  return outer?.type === "Property" ? keyName(outer) : undefined;
}

/** `resetToken`, `apiKey`, OAuth's `state`; a `tokenId` only says which one is meant. */
function looksLikeSecret(name: string): boolean {
  const words = wordsOf(name);
  // A token's name is none.
  if (/^(?:name|type|label|title|status|kind)$/u.test(words.at(-1) ?? "")) return false;
  if (/^(?:o?auth )?state(?: param)?$/u.test(words.join(" "))) return true;
  if (/(?:^| )(?:(?:auth(?:orization)?|verification|recovery|backup) codes?|(?:plain|cipher) ?text)$/u.test(words.join(" ")))
    return true;
  const isKey = /^keys?$/u.test(words.at(-1) ?? "");
  if (isKey && /^(?:api|private)$/u.test(words.at(-2) ?? "")) return true;
  return (isKey || !looksLikeId(name)) && words.some((word) => SECRET_WORDS.has(word));
}
