import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";

/** How often bridges were used, by day: what `godwit bridges --runtime` reads. Days are in UTC. */
export interface BridgeCounts {
  readonly version: 1;
  /** The time (ISO) since which uses are counted. */
  readonly since: string;
  /** The time at which the counts were taken. */
  readonly until: string;
  /** The uses of each bridge that was loaded, by day; no days where there were none. */
  readonly bridges: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Counts that go on until they are stopped; `JSON.stringify` takes them as they are at that time. */
export interface BridgeCounter {
  toJSON(): BridgeCounts;
  stop(): void;
}

/** The name of the channel: a message is the bridge's name. */
export const CHANNEL = "godwit:bridge";

const uses = channel(CHANNEL);
// A bridge may be loaded before or after the counter begins, from another copy of this package.
const loaded: Set<string> = ((globalThis as Record<symbol, unknown>)[Symbol.for(CHANNEL)] ??= new Set()) as Set<string>;

/** Makes a bridge known, by its name in the contract (`./src/a.ts#b`); call what is returned at each use. */
export function bridge(name: string): () => void {
  loaded.add(name);
  return () => {
    if (uses.hasSubscribers) uses.publish(name);
  };
}

/** Begins to count the uses of all bridges in this process. */
export function countBridges(): BridgeCounter {
  const since = now();
  const counts = new Map<unknown, Record<string, number>>();
  const add = (name: unknown): void => {
    const days = counts.get(name) ?? {};
    const day = now().slice(0, 10);
    days[day] = (days[day] ?? 0) + 1;
    counts.set(name, days);
  };
  subscribe(CHANNEL, add);
  return {
    toJSON: () => ({
      version: 1,
      since,
      until: now(),
      bridges: Object.fromEntries(
        [...new Set([...loaded, ...(counts.keys() as Iterable<string>)])].map((name) => [name, { ...counts.get(name) }]),
      ),
    }),
    stop: () => void unsubscribe(CHANNEL, add),
  };
}

function now(): string {
  return new Date().toISOString();
}
