import * as uuid from "uuid";
import { now } from "@/shared/clock.js";
import { DatabasePool, type Row } from "../database-pool.js";
import { insert } from "../table.js";
import { messages } from "../schema.js";

type UserId = string;
type ThreadId = string;

// A near-copy of shared/types.ts#Message, from before there was one home.
export interface Message {
  id: string;
  threadId: ThreadId;
  userId: UserId;
  role: "user" | "assistant" | "tool";
  content: string;
  createdAt: number;
}

export function createMessage(threadId: ThreadId, userId: UserId, role: Message["role"], content: string): Message {
  const message: Message = { id: uuid.v4(), threadId, userId, role, content, createdAt: now() };
  insert(messages)
    .values({ ...message })
    .into(DatabasePool.getInstance());
  return message;
}

export function messagesOf(threadId: ThreadId): Message[] {
  const sql =
    "SELECT id, thread_id AS threadId, user_id AS userId, role, content, created_at AS createdAt " +
    "FROM messages WHERE thread_id = ? ORDER BY created_at, rowid";
  return DatabasePool.getInstance().all<Message & Row>(sql, [threadId]);
}
