/** The parts of a contract that the dependency order needs. */
export interface Dependent {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/** The contracts with dependencies first, then by id; contracts in a cycle come when no others are left. */
export function inDependencyOrder<T extends Dependent>(contracts: readonly T[]): T[] {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const waiting = new Map(contracts.map((contract) => [contract.id, countKnown(contract, byId)]));
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn } of contracts) {
    for (const other of new Set(dependsOn)) dependents.set(other, [...(dependents.get(other) ?? []), id]);
  }
  const order: T[] = [];
  while (waiting.size > 0) {
    const ids = [...waiting.keys()].sort();
    const next = ids.find((id) => waiting.get(id) === 0) ?? ids.find((id) => isInCycle(id, byId)) ?? ids[0]!;
    waiting.delete(next);
    order.push(byId.get(next)!);
    for (const id of dependents.get(next) ?? []) if (waiting.has(id)) waiting.set(id, waiting.get(id)! - 1);
  }
  return order;
}

function countKnown({ id, dependsOn }: Dependent, byId: ReadonlyMap<string, Dependent>): number {
  return [...new Set(dependsOn)].filter((other) => other !== id && byId.has(other)).length;
}

function isInCycle(id: string, byId: ReadonlyMap<string, Dependent>): boolean {
  return findCycle(id, byId) !== undefined;
}

/** The shortest way from a contract back to itself, both ends included; undefined if there is none. */
export function findCycle(id: string, byId: ReadonlyMap<string, Dependent>): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [id];
  for (const current of queue) {
    for (const next of byId.get(current)?.dependsOn ?? []) {
      if (next === id) return [...wayTo(current, id, cameFrom), id];
      if (!byId.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0]!)!);
  return way;
}
