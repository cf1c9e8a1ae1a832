import { getHeapStatistics } from "node:v8";
import { memoryHere } from "../memory.js";

const MEBIBYTE = 1024 * 1024;
/** The largest programs that were seen need as much with their checker: 10,700 files. */
const ENOUGH = 8192;

/** What decides how much memory a thread may use. */
interface HeapFacts {
  /** The flags of this process, those of NODE_OPTIONS included. */
  readonly flags: readonly string[];
  /** What the machine or the container has, in bytes. */
  readonly memory: number;
  /** What Node would give the thread, in bytes. */
  readonly usual: number;
}

/**
 * How much heap the thread of the type checker may use, in MB: half of the memory, at most 8 GB, and not less than Node gives by itself.
 * Undefined where a person set a limit with `--max-old-space-size`, which holds for threads too.
 */
export function heapLimitOfThread({ flags, memory, usual }: HeapFacts = heapFacts()): number | undefined {
  if (flags.some((flag) => /^--max[-_]old[-_]space[-_]size/u.test(flag))) return undefined;
  return Math.floor(Math.max(usual / MEBIBYTE, Math.min(memory / MEBIBYTE / 2, ENOUGH)));
}

function heapFacts(): HeapFacts {
  return {
    flags: [...process.execArgv, ...(process.env.NODE_OPTIONS ?? "").split(/\s+/u)],
    memory: memoryHere(),
    usual: getHeapStatistics().heap_size_limit,
  };
}
