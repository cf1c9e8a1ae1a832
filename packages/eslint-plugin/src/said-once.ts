const said = new Map<string, string>();

/** Whether something that is not about one file is to be said in this one: in the first file that asks, and there always. */
export function isFirstToSay(text: string, file: string): boolean {
  const first = said.get(text) ?? file;
  said.set(text, first);
  return first === file;
}
