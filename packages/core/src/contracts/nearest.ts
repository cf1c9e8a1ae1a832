/** The candidate that a person most likely meant by `word`, or undefined if none is near. */
export function suggestNearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = word.length < 3 ? 0 : Math.min(Math.ceil(word.length / 3), 4);
  if (word.length > 100) return undefined;
  for (const candidate of candidates) {
    const distance = editDistance(plain(word), plain(candidate), bestDistance);
    if (distance < bestDistance || (distance === bestDistance && best === undefined))
      [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const nearest = suggestNearest(word, candidates);
  return nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
}

/** The word that a message by `didYouMean` suggests; undefined if it suggests none. */
export function nearestIn(message: string): string | undefined {
  return /Did you mean "([^"]+)"\?/.exec(message)?.[1];
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** Edits (insert, delete, replace, swap of neighbours) between two words; anything above `limit` counts as infinite. */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return Infinity;
  let [older, previous]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      let value = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + cost);
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) value = Math.min(value, older[column - 2]! + 1);
      current.push(value);
    }
    [older, previous] = [previous, current];
  }
  const distance = previous[to.length]!;
  return distance <= limit ? distance : Infinity;
}
