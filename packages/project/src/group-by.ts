/** The values of a list by a key, keys in the order in which they are first seen. */
export function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** A file may have more findings of one rule than anyone reads: beyond this many the first one stands for all of them. */
const MOST_LISTED = 10_000;

/** What to list of many findings: each that is listed, with how many of its kind it stands for. */
export function listed<Item extends object>(items: readonly Item[], kindOf: (item: Item) => string): ReadonlyMap<Item, number> {
  if (items.length <= MOST_LISTED) return new Map(items.map((item) => [item, 1]));
  const kinds = groupBy(items, kindOf);
  const counts = new Map([...kinds.values()].filter((all) => all.length > MOST_LISTED).map((all) => [all[0]!, all.length]));
  const isTold = (item: Item): boolean => counts.has(item) || kinds.get(kindOf(item))!.length <= MOST_LISTED;
  return new Map(items.filter(isTold).map((item) => [item, counts.get(item) ?? 1]));
}
