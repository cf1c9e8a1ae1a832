import type { Called, CalledPlace } from "../callers/call-graph.js";
import type { Reach } from "../open-declaration.js";

/** A violation whose edit waits. */
export interface AsyncSite {
  /** Relative to the root. */
  readonly file: string;
  readonly start: number;
}

/** A change of a text for a node; where several are at one place, the nodes say which is inside of which. */
export interface Write {
  readonly file: string;
  readonly range: readonly [number, number];
  readonly text: string;
  /** The range of the node. */
  readonly of: readonly [number, number];
}

/** A site, or a call of a function that becomes async. */
export interface AsyncPlace extends CalledPlace {
  /** What has to be written for it: `await`, and `async` of the callback around it. */
  readonly writes: readonly Write[];
  /** Whether it waits now and did not before. */
  readonly isNew: boolean;
}

/** A function, or a method with all that share its type. */
export interface AsyncCallable extends Called<AsyncPlace> {
  /** The keys of its declarations, in all programs. */
  readonly declarations: Set<string>;
  /** From where it can be called. */
  readonly reach: Reach;
  obstacle: string | undefined;
  /** By their places, so that programs which share files write once. */
  readonly writes: Map<string, Write>;
  readonly calls: Map<string, AsyncPlace>;
  /** What shows a call or a use that was not found: one more parameter, and its arguments. */
  readonly probes: Map<string, Write>;
}

/** Who calls what, as far as places have to wait. */
export interface AsyncGraph {
  readonly callables: ReadonlyMap<string, AsyncCallable>;
}

/** Adds writes by their places. */
export function addWrites(writes: Map<string, Write>, added: readonly Write[]): void {
  for (const write of added) writes.set(JSON.stringify([write.file, write.range, write.of, write.text]), write);
}
