import { logger } from "../../shared/logger.js";

export interface RetryPolicy {
  readonly attempts: number;
  readonly delay: number;
}

export const DEFAULT_POLICY: RetryPolicy = { attempts: 3, delay: 5 };

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Tries again after a failure, a little later each time. */
export async function withRetry<T>(work: () => Promise<T>, policy: RetryPolicy = DEFAULT_POLICY): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= policy.attempts) throw error;
      logger.debug("trying again", { attempt, error: String(error) });
      await pause(policy.delay * attempt);
    }
  }
}
