/**
 * The one sanitizer: what a terminal, a CI's log or a Markdown table must never get from a contract, a source or a file's name. Control
 * characters, and marks that turn the direction of text or are not seen, become a sign that is; tabs and line ends become a space.
 */

const SPACES = /\t|\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;
/** C0 without tab, DEL and C1; directions; marks that no one sees; tags; halves of a pair. */
export const UNSEEN =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}\p{Surrogate}]/gu;
/** What is shown instead. */
export const SIGN = "\uFFFD";
/** Most texts are plain, which is quick to see. */
const PLAIN = /^[\x20-\x7E]*$/;

/** A text on one line, without anything that is obeyed instead of shown. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(SPACES, " ").replaceAll(UNSEEN, SIGN);
}

/** Escapes a text so that Markdown shows it as it is, on one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_{}[\]()#+!|~>-]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/^\s*(\d+)\./, "$1\\.")
    .replaceAll(/:\/\/|\bwww\\?\./gi, escapeAutolink)
    .trim();
}

/** Viewers turn bare addresses into links: one character as an entity keeps them text. */
function escapeAutolink(start: string): string {
  return start === "://" ? "&#58;//" : start.replace(/w/i, (letter) => `&#${letter.charCodeAt(0)};`);
}
