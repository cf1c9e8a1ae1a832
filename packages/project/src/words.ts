/** `a`, `a and b`, `a, b and c`; of more than four the first three and how many more there are. */
export function listWords(words: readonly string[]): string {
  if (words.length > 4) return `${words.slice(0, 3).join(", ")} and ${words.length - 3} more`;
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

/** `1 file`, `2 files`, `1,204 files` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1,204`, without the tables of all languages, which take long to load. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1,204 fixable, 2 by hand`: kinds of which there is none are left out. */
export function kindsText(kinds: readonly (readonly [count: number, kind: string])[]): string {
  return kinds.flatMap(([count, kind]) => (count > 0 ? [`${grouped(count)} ${kind}`] : [])).join(", ");
}

/** The message of a finding that stands for as many of its rule in the file. */
export function describeMany(message: string, count: number): string {
  return count === 1 ? message : `${message} (and ${grouped(count - 1)} more of this rule in the file)`;
}
