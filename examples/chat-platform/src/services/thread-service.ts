import type { UserContext } from "../context/user-context.js";
import { createThread, findThread, threadsOf, type Thread } from "../db/repositories/thread-repository.js";
import { notFound } from "../shared/errors.js";
import { webSocketManagerFactory } from "../websocket/websocket-manager-factory.js";

export async function openThread(context: UserContext, title: string): Promise<Thread> {
  const thread = createThread(context.userId, title, context.threadId);
  const manager = await webSocketManagerFactory.createForUser(context);
  manager.sendToUser(context.userId, "thread_created", { threadId: thread.id, title });
  return thread;
}

export function requireThread(userId: string, threadId: string): Thread {
  const thread = findThread(userId, threadId);
  if (!thread) throw notFound("thread");
  return thread;
}

export const listThreads = (userId: string): Thread[] => threadsOf(userId);
