/** A command could not run as requested: the message says why and what to do; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
