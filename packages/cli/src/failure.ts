import { FileError } from "@godwit/files";

/** What to say when godwit itself fails, or the machine does: one sentence, and with `isDebug` where in its code. */
export function describeFailure(error: unknown, isDebug: boolean): string {
  if (error instanceof FileError && error.code === undefined) return `${error.path} can't be used: ${error.message}.`;
  const {
    code,
    message = String(error),
    stack,
  } = (typeof error === "object" && error !== null ? error : {}) as NodeJS.ErrnoException;
  const isMachine = code === "ENOSPC" || code === "EDQUOT" || code === "EIO" || code === "EMFILE" || code === "ENOMEM";
  const what = isMachine ? `the machine is at its limit: ${message}.` : `it failed, which is a mistake in godwit: ${message}.`;
  const next = isDebug && stack !== undefined ? `\n${stack}` : isMachine ? "" : " Please report it with what --debug adds.";
  return `${what}${next}`;
}
