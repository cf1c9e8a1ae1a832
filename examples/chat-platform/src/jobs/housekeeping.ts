import { allUsers } from "../db/repositories/user-repository.js";
import { SessionRepository } from "../db/repositories/session-repository.js";
import { hours, minutes, now } from "../shared/clock.js";
import { usageOf } from "../services/usage-service.js";
import { v1 as uuidv1 } from "uuid";
import type { Job } from "./job.js";

interface UsageRecord {
  recordId: string;
  userId: string;
  tokens: number;
  at: number;
}

export const usageRecords: UsageRecord[] = [];

export const rollupUsage: Job = {
  name: "rollup-usage",
  every: hours(1),
  async run() {
    const users = allUsers();
    for (const user of users) {
      usageRecords.push({ recordId: uuidv1(), userId: user.id, tokens: usageOf(user.id).tokens, at: now() });
    }
    return users.length;
  },
};

export const cleanupSessions: Job = {
  name: "cleanup-sessions",
  every: minutes(10),
  run: async () => new SessionRepository().deleteExpired(),
};
