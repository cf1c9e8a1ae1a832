import { v4 as uuidv4, validate } from "uuid";
import { logger } from "../shared/logger.js";
import { digest } from "./digest.js";
import { cleanupSessions, rollupUsage } from "./housekeeping.js";
import type { Job, JobRun } from "./job.js";
import { retryQueue } from "./retry-queue.js";

export const JOBS: readonly Job[] = [cleanupSessions, digest, retryQueue, rollupUsage];

export async function runJob(job: Job): Promise<JobRun> {
  const jobRunId = uuidv4();
  const handled = await job.run();
  // while both formats are about, the log says which one this is
  logger.debug("job", { jobRunId, job: job.name, handled, raw: validate(jobRunId) });
  return { jobRunId, job: job.name, handled };
}

export function startJobs(jobs: readonly Job[] = JOBS): () => void {
  const timers = jobs.map((job) => setInterval(() => void runJob(job), job.every).unref());
  return () => timers.forEach((timer) => clearInterval(timer));
}
