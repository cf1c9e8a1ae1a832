import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** What happens at a call that changes the disk: the process is gone before it, or in the middle of a write, or the disk is full from there on. */
export interface Strike {
  readonly kind: "kill" | "kill-half" | "full";
  /** The call, from 1. */
  readonly at: number;
}

const WRITING = ["writeSync", "writeFileSync", "mkdirSync", "linkSync"];
const CHANGING = [...WRITING, "openSync", "renameSync", "unlinkSync", "rmSync", "ftruncateSync"];
const HALVED = new Set(["writeSync", "writeFileSync"]);

/** Stands for the end of the process: nothing that runs after it can change the disk, so what is caught does no harm. */
class Killed extends Error {
  override readonly name = "Killed";
}

interface Count {
  calls: number;
  isDead: boolean;
  readonly strike: Strike | undefined;
}

/** The run that is counted; undefined while nothing is. */
let current: Count | undefined;
/** Node's own functions call each other: writeFileSync opens and writes. */
let isInside = false;

const functions = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
for (const name of CHANGING) {
  const original = functions[name]!;
  functions[name] = (...args) => {
    if (!current || isInside || (name === "openSync" && !/[wax+]/.test(String(args[1] ?? "r")))) return original(...args);
    isInside = true;
    try {
      strikeAt(current, name, args, original);
      return original(...args);
    } finally {
      isInside = false;
    }
  };
}
syncBuiltinESMExports();

function strikeAt(count: Count, name: string, args: readonly unknown[], original: (...args: unknown[]) => unknown): void {
  count.calls++;
  const { strike } = count;
  if (count.isDead) throw new Killed();
  if (!strike || count.calls < strike.at) return;
  if (strike.kind === "full") {
    if (!WRITING.includes(name) && name !== "openSync") return;
    throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: "write" });
  }
  const text = args[1] as string | Buffer;
  if (strike.kind === "kill-half" && HALVED.has(name)) original(args[0], text.slice(0, text.length >> 1), ...args.slice(2, 3));
  count.isDead = true;
  throw new Killed();
}

/** Runs something while its calls that change the disk are counted, and one of them is struck; returns how many there were. */
export async function whileStruck(
  strike: Strike | undefined,
  run: () => Promise<unknown>,
): Promise<{ readonly calls: number; readonly isDead: boolean }> {
  const count: Count = { calls: 0, isDead: false, strike };
  current = count;
  try {
    await run();
  } catch (error) {
    if (!count.isDead) throw error;
  } finally {
    current = undefined;
  }
  return count;
}
