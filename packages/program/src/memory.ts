import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

/** The share of the heap from which on what can be made again is let go: making it costs seconds, running out of memory the run. */
const FULL = 0.5;
/** How many files a checker looks at, at least, before another one takes its place. */
const FILES_OF_A_CHECKER = 50;
/** What a checker may add to a heap that was full when it began, as a share of the heap. */
const SHARE_OF_A_CHECKER = 0.1;

/** What the largest programs need beside what is kept, in bytes; a heap that is not so large is shared by halves. */
const FOR_THE_NEXT = 5 * 1024 ** 3;

/** What the machine or the container has, in bytes. */
export function memoryHere(): number {
  // 0, or more than there is, where no container sets a border.
  return Math.min(process.constrainedMemory() || Infinity, totalmem());
}

/** How much of a heap may be filled with programs, in bytes, before only one may stay: the rest is for the next one. */
export function roomForPrograms(limit: number): number {
  return Math.max(Math.min(limit * FULL, 3 * 1024 ** 3), limit - FOR_THE_NEXT);
}

/** Whether only one program may stay, with its parsed files. */
export function isHeapFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > roomForPrograms(limit);
}

/** How much of the heap of this thread is used, from 0 to 1. */
function usedShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}

/** Says when checkers have made so many types that others should take their place. */
export class CheckerRoom {
  #files = 0;
  /** The least that was used since the checkers of now began: what of it is garbage shows when it is collected. */
  #least = Infinity;

  /** Asked once for each file that is looked at. */
  isFull(): boolean {
    const used = usedShare();
    this.#files += 1;
    this.#least = Math.min(this.#least, used);
    // Where the parsed files alone fill the heap, checkers that are let go at once would have to make every type again.
    return this.#files > FILES_OF_A_CHECKER && used > Math.max(FULL, this.#least + SHARE_OF_A_CHECKER);
  }

  /** Other checkers begin. */
  clear(): void {
    this.#files = 0;
    this.#least = Infinity;
  }
}
