import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import path from "node:path";
import { FileError, linkTo, moveFile, readText, removeFile, writeWhole } from "@godwit/core/disk";
import type { ProcessHost } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import { makeWorkFolder } from "./journal.js";

/** Who changes the files of a root, relative to that. */
const LOCK = ".godwit/lock";

/** What the lock file says of its owner. */
interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** What tells the process from a later one with the same id; null where the system does not say. */
  readonly born: string | null;
  readonly command: string;
  readonly time: string;
}

/** Whether a run of this machine was killed, and nothing has looked after its files since then. */
export function isLeftBehind(root: string, host: ProcessHost): boolean {
  const owner = readOwner(path.join(root, LOCK));
  return typeof owner === "object" && owner.host === hostname() && !isRunning(owner, host);
}

/** Takes the lock of a root, so that only one run changes its files; returns how to give it back. Throws `UsageError` if it is taken. */
export function takeLock(root: string, command: string, host: ProcessHost): () => void {
  makeWorkFolder(root);
  const file = path.join(root, LOCK);
  const owner: LockOwner = { pid: host.pid, host: hostname(), born: bornAt(host.pid), command, time: new Date().toISOString() };
  const own = `${file}.${randomUUID()}`;
  try {
    writeWhole(own, JSON.stringify(owner), { root, isDurable: false });
    // A link appears whole or not at all, so that nobody reads half a lock.
    for (let tries = 0; !linkTo(own, file); tries++) {
      if (tries > 5) throw new UsageError(`The lock ${file} can't be taken. Remove it if no godwit is running.`);
      removeStale(file, host);
    }
  } finally {
    removeFile(own);
  }
  return () => {
    if (isSameOwner(readOwner(file), owner)) removeFile(file);
  };
}

/** Removes the lock of a process that is gone; throws if its owner lives, or may live. */
function removeStale(file: string, host: ProcessHost): void {
  const owner = readOwner(file);
  if (owner === "gone") return;
  if (owner === "unreadable") throw new UsageError(`The lock ${file} can't be read. Remove it if no godwit is running.`);
  const { pid, command, time } = owner;
  const since = `since ${time.slice(0, 19).replace("T", " ")} UTC`;
  if (owner.host !== hostname())
    throw new UsageError(
      `godwit ${command} has been running here ${since} on the machine ${owner.host} (process ${pid}). If it is not, remove ${file}.`,
    );
  if (isRunning(owner, host))
    throw new UsageError(
      `godwit ${command} is running here ${since} (process ${pid}). Wait for it or end it, then run the command again. Nothing was changed.`,
    );
  // Two processes may find the same stale lock; only what was judged here is removed.
  const aside = `${file}.${randomUUID()}`;
  if (!moveFile(file, aside)) return;
  if (!isSameOwner(readOwner(aside), owner)) linkTo(aside, file);
  removeFile(aside);
}

function isRunning({ pid, born }: LockOwner, host: ProcessHost): boolean {
  return host.isAlive(pid) && (born === null || born === bornAt(pid));
}

function readOwner(file: string): LockOwner | "gone" | "unreadable" {
  try {
    const owner = JSON.parse(readText(file, "settings")) as Partial<LockOwner>;
    return typeof owner.pid === "number" && typeof owner.time === "string" ? (owner as LockOwner) : "unreadable";
  } catch (error) {
    return error instanceof FileError && error.fault === "missing" ? "gone" : "unreadable";
  }
}

function isSameOwner(a: LockOwner | "gone" | "unreadable", b: LockOwner): boolean {
  return typeof a === "object" && a.pid === b.pid && a.time === b.time && a.host === b.host;
}

/** When a process was started, as Linux tells it: process ids come again. */
function bornAt(pid: number): string | null {
  try {
    const text = readText(`/proc/${pid}/stat`, "settings");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
