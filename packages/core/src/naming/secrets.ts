import { because, type Reason } from "../reasons/reasons.js";
import { looksLikeId } from "./entity-words.js";
import type { Target } from "./targets.js";
import { wordsOf } from "./words.js";

/** Words that say that a text is kept secret, or must be one that nobody can guess. */
const SECRET_WORDS = new Set(
  "secret token password passwd passphrase passcode nonce salt csrf xsrf otp credential verifier"
    .split(" ")
    .flatMap((word) => [word, `${word}s`]),
);

/** Why an ID is doubtful for what receives it: what a secret goes to may want its form, and nobody may be able to guess it. */
export function secretReason(target: Target | undefined): Reason | undefined {
  if (!target || !looksLikeSecret(target.name)) return undefined;
  return because("secret", `${target.name} sounds like a secret, and not like an ID`);
}

/** `resetToken`, `apiKey`, OAuth's `state`; a `tokenId` only says which one is meant. */
function looksLikeSecret(name: string): boolean {
  const words = wordsOf(name);
  if (/^(?:(?:o ?)?auth )?state$/u.test(words.join(" "))) return true;
  if (/(?:^| )(?:authorization|auth|verification|recovery|backup) codes?$/u.test(words.join(" "))) return true;
  const isKey = /^keys?$/u.test(words.at(-1) ?? "");
  if (isKey && /^(?:api|private)$/u.test(words.at(-2) ?? "")) return true;
  return (isKey || !looksLikeId(name)) && words.some((word) => SECRET_WORDS.has(word));
}
