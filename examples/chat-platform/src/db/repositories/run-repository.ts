import crypto from "node:crypto";
import { DatabasePool, type Row } from "../database-pool.js";
import { insert } from "../table.js";
import { runs } from "../schema.js";

export type RunStatus = "running" | "completed" | "failed";

export interface Run {
  id: string;
  threadId: string;
  userId: string;
  agent: string;
  status: RunStatus;
  tokens: number;
}

const pool = DatabasePool.getInstance();

export function startRun(threadId: string, userId: string, agent: string, runId: string = crypto.randomUUID()): Run {
  const run: Run = { id: runId, threadId, userId, agent, status: "running", tokens: 0 };
  insert(runs)
    .values({ ...run })
    .into(pool);
  return run;
}

export function finishRun(runId: string, status: RunStatus, tokens: number): void {
  pool.run("UPDATE runs SET status = ?, tokens = ? WHERE id = ?", [status, tokens, runId]);
}

export function findRun(id: string): Run | undefined {
  const sql = "SELECT id, thread_id AS threadId, user_id AS userId, agent, status, tokens FROM runs WHERE id = ?";
  return pool.get<Run & Row>(sql, [id]);
}

export function tokensOf(userId: string): number {
  const row = pool.get<{ total: number | null }>("SELECT sum(tokens) AS total FROM runs WHERE user_id = ?", [userId]);
  return row?.total ?? 0;
}
