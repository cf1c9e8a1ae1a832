/** The text in lines of at most so many columns, broken at words; undefined, or too few to be of use: one line. */
export function wrap(text: string, width: number | undefined): string[] {
  if (width === undefined || width < 30) return [text];
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
