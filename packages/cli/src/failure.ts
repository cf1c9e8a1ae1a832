import { suggestNearest } from "@godwit/core/contracts";
import { FileError } from "@godwit/core/disk";

const LIMITS = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENFILE", "ENOMEM"]);

/** What to say when godwit itself fails, or the machine does: one sentence, and with `isDebug` where in its code. */
export function describeFailure(error: unknown, isDebug: boolean): string {
  const {
    code,
    message = String(error),
    stack,
  } = (typeof error === "object" && error !== null ? error : {}) as NodeJS.ErrnoException;
  const isMachine = code !== undefined && LIMITS.has(code);
  // What the disk refuses is nobody's mistake in godwit, whatever its reason.
  if (error instanceof FileError && !isMachine) return `${error.path} can't be used: ${message}.${isDebug ? `\n${stack}` : ""}`;
  const what = isMachine ? `the machine is at its limit: ${message}.` : `it failed, which is a mistake in godwit: ${message}.`;
  const next = isDebug && stack !== undefined ? `\n${stack}` : isMachine ? "" : " Please report it with what --debug adds.";
  return `${what}${next}`;
}

/** What to say where nothing is called as somebody wrote: what was meant, else what there is, else `none`. */
export function didYouMean(word: string, known: readonly string[], none = "There are none."): string {
  const nearest = suggestNearest(word, known);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  return known.length > 0 ? `There are: ${known.join(", ")}.` : none;
}

/** A command could not run as requested: the message says why and what to do; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

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
