const SHELL_WORD = /^(?:&&?|\|\|?|;|\d?>{1,2}.*|<.*|\$\(.*|`.*)$/;

/** The first of a command's words that only a shell understands. */
export function findShellWord(words: readonly string[]): string | undefined {
  return words.find((word) => SHELL_WORD.test(word));
}

/** Makes sure that a name such as `-rf.ts` or `!a.ts` is read as a file, not as an option or a pattern. */
export function asArgument(file: string): string {
  return /^[\w.@]/.test(file) ? file : `./${file}`;
}
