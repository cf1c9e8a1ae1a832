/** It could not run as asked: the message says why and what to do; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
