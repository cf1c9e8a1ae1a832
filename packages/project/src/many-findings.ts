/** A file may have more findings of one rule than anyone reads: beyond this many the first one stands for all of them. */
const MOST_LISTED = 10_000;

/** What to list of many findings: each that is listed, with how many of its kind it stands for. */
export function listed<Item extends object>(items: readonly Item[], kindOf: (item: Item) => string): ReadonlyMap<Item, number> {
  if (items.length <= MOST_LISTED) return new Map(items.map((item) => [item, 1]));
  const kinds = new Map<string, Item[]>();
  for (const item of items) {
    const kind = kindOf(item);
    const known = kinds.get(kind);
    if (known) known.push(item);
    else kinds.set(kind, [item]);
  }
  const counts = new Map([...kinds.values()].filter((all) => all.length > MOST_LISTED).map((all) => [all[0]!, all.length]));
  const isTold = (item: Item): boolean => counts.has(item) || kinds.get(kindOf(item))!.length <= MOST_LISTED;
  return new Map(items.filter(isTold).map((item) => [item, counts.get(item) ?? 1]));
}

/** The message of a finding that stands for as many of its rule in the file. */
export function describeMany(message: string, count: number): string {
  return count === 1 ? message : `${message} (and ${(count - 1).toLocaleString("en-US")} more of this rule in the file)`;
}
