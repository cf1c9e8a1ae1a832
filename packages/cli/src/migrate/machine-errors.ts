import { FileError } from "@godwit/core/disk";
import { UsageError } from "../usage-error.js";

/** What the system said, where it was the disk that refused. */
function causeOf(error: unknown): Partial<NodeJS.ErrnoException> {
  return (error instanceof FileError ? (error.cause ?? {}) : error) as Partial<NodeJS.ErrnoException>;
}

/**
 * Makes a sentence of what the machine lacked or refused, which ended a run; other errors stay what they are. `command` goes on with the
 * run; undefined for one that writes nothing.
 */
export function explainMachineError(error: unknown, command?: string): unknown {
  const { code, syscall, message, path } = causeOf(error);
  if (code === "ERR_WORKER_OUT_OF_MEMORY")
    return new UsageError(
      `The type checker ran out of memory, so the run ended. Give it more, as in NODE_OPTIONS=--max-old-space-size=16384, then ${
        command === undefined ? "try again: nothing was written" : `run ${command}: what was under way is put back`
      }.`,
    );
  if (code === undefined || syscall === undefined) return error;
  const what =
    code === "ENOSPC"
      ? "There is no space left on the disk"
      : `The disk refused${path === undefined ? "" : ` ${path}`} (${message ?? code})`;
  const again = command === undefined ? "try again" : `run ${command}: it first puts back what was under way`;
  return new UsageError(`${what}, so the run ended. Put that right, then ${again} (${code}: ${SAYS[code] ?? syscall}).`);
}

const SAYS: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on device",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EDQUOT: "the quota is used up",
};
