import { DatabasePool, type Row } from "../database-pool.js";
import { insert } from "../table.js";
import { auditLog } from "../schema.js";

export interface AuditEntry {
  id: string;
  userId: string;
  action: string;
  at: number;
}

export function recordAudit(userId: string, action: string): AuditEntry {
  // the client-side half of the id, so that a retry writes the same row
  const entryId = `audit_${crypto.randomUUID()}`;
  const row = insert(auditLog).values({ id: entryId, userId, action }).into(DatabasePool.getInstance());
  return row as unknown as AuditEntry;
}

export function auditOf(userId: string): AuditEntry[] {
  return DatabasePool.getInstance().all<AuditEntry & Row>(
    "SELECT id, user_id AS userId, action, at FROM audit_log WHERE user_id = ? ORDER BY at, rowid",
    [userId],
  );
}
