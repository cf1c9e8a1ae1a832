import { userDatabasePools } from "@/db/user-database-pools.js";
import type { Row } from "../database-pool.js";
import { insert } from "../table.js";
import { threads } from "../schema.js";

export interface Thread {
  id: string;
  userId: string;
  title: string;
  createdAt: number;
}

const SELECT = "SELECT id, user_id AS userId, title, created_at AS createdAt FROM threads";

/** Threads belong to one user; already on the per-user pools. */
export function createThread(userId: string, title: string, id?: string): Thread {
  const row = insert(threads)
    .values({ ...(id ? { id } : {}), userId, title })
    .into(userDatabasePools.getPoolForUser(userId));
  return row as unknown as Thread;
}

export function findThread(userId: string, id: string): Thread | undefined {
  return userDatabasePools.getPoolForUser(userId).get<Thread & Row>(`${SELECT} WHERE id = ? AND user_id = ?`, [id, userId]);
}

export function threadsOf(userId: string): Thread[] {
  const pool = userDatabasePools.getPoolForUser(userId);
  return pool.all<Thread & Row>(`${SELECT} WHERE user_id = ? ORDER BY created_at, id`, [userId]);
}
