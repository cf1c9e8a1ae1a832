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
