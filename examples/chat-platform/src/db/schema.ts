import { randomUUID } from "crypto";
import { nanoid } from "nanoid"; // shorter, for what people see
// v1 gave the host away
import { v4 as uuidv4, v7 } from "uuid";
import { now } from "../shared/clock.js";
import type { Pool } from "./database-pool.js";
import { integer, table, text, type Table } from "./table.js";

export const users = table("users", {
  id: text("id").primaryKey().$defaultFn(uuidv4),
  email: text("email"),
  passwordHash: text("password_hash"),
  createdAt: integer("created_at").$defaultFn(now),
});

export const sessions = table("sessions", {
  id: text("id")
    .primaryKey()
    .$defaultFn(() => uuidv4()),
  userId: text("user_id"),
  expiresAt: integer("expires_at"),
});

export const threads = table("threads", {
  id: text("id").primaryKey().$defaultFn(uuidv4),
  userId: text("user_id"),
  title: text("title"),
  createdAt: integer("created_at").$defaultFn(now),
});

export const messages = table("messages", {
  // v7, so that the primary key grows with time
  id: text("id")
    .primaryKey()
    .$defaultFn(() => v7()),
  threadId: text("thread_id"),
  userId: text("user_id"),
  role: text("role"),
  content: text("content"),
  createdAt: integer("created_at").$defaultFn(now),
});

export const runs = table("runs", {
  id: text("id").primaryKey().$defaultFn(randomUUID),
  threadId: text("thread_id"),
  userId: text("user_id"),
  agent: text("agent"),
  status: text("status"),
  tokens: integer("tokens"),
  createdAt: integer("created_at").$defaultFn(now),
});

export const notes = table("notes", {
  id: text("id").primaryKey().$defaultFn(nanoid),
  userId: text("user_id"),
  content: text("content"),
});

export const auditLog = table("audit_log", {
  id: text("id")
    .primaryKey()
    .$defaultFn(() => globalThis.crypto.randomUUID()),
  userId: text("user_id"),
  action: text("action"),
  at: integer("at").$defaultFn(now),
});

const ALL_TABLES: readonly Table[] = [users, sessions, threads, messages, runs, notes, auditLog];

/** Creates what is not there yet; called when a pool opens. */
export function createTables(pool: Pool): void {
  for (const table of ALL_TABLES) {
    const columns = Object.values(table.columns).map((column) => column.definition());
    pool.run(`CREATE TABLE IF NOT EXISTS ${table.name} (${columns.join(", ")})`);
  }
}
