/** The names that a text may have, in its order and with repeats; those in comments and strings as well. */
export function possibleNames(text: string): readonly string[] {
  return text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}
