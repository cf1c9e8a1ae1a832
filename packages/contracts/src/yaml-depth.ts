const DEEPEST = 200;

/** Finds YAML that is nested too deeply for a contract: the parser's regular expressions would use up all memory. */
export function findDepthFault(yaml: string): { offset: number; message: string } | undefined {
  let brackets = 0;
  let offset = 0;
  for (const line of yaml.split("\n")) {
    const lead = leadingDepth(line);
    if (lead > DEEPEST) return tooDeep(offset);
    for (const character of line) {
      if (character === "[" || character === "{") brackets++;
      else if (character === "]" || character === "}") brackets = Math.max(brackets - 1, 0);
      if (brackets > DEEPEST) return tooDeep(offset);
    }
    offset += line.length + 1;
  }
  return undefined;
}

function tooDeep(offset: number): { offset: number; message: string } {
  return { offset, message: `This nests more than ${DEEPEST} levels deep: write it flat, and put text with brackets in quotes.` };
}

/** How many blocks a line may open: its indentation, and each single `-`, `?` or `:` before its text. */
function leadingDepth(line: string): number {
  let depth = 0;
  for (let index = 0; index < line.length; index++) {
    const character = line[index]!;
    const isMarker = "-?:".includes(character) && /^[\s]?$/.test(line[index + 1] ?? "");
    if (character !== " " && character !== "\t" && !isMarker) break;
    depth++;
  }
  return depth;
}
