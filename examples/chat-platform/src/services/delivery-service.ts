import type { UserContext } from "../context/user-context.js";
import { messageQueue } from "../websocket/message-queue.js";
import { webSocketManagerFactory } from "../websocket/websocket-manager-factory.js";

/** Sends now, or keeps it until the user is back. */
export async function deliver(context: UserContext, type: string, payload: Record<string, unknown>): Promise<"sent" | "queued"> {
  const manager = await webSocketManagerFactory.createForUser(context);
  if (manager.sendToUser(context.userId, type, payload) > 0) return "sent";
  messageQueue.enqueue(context.userId, context.threadId, type, payload);
  return "queued";
}

export async function deliverQueued(context: UserContext): Promise<number> {
  const manager = await webSocketManagerFactory.createForUser(context);
  const messages = messageQueue.drain(context.userId);
  for (const { type, messageId, payload } of messages) manager.sendToUser(context.userId, type, { messageId, ...payload });
  return messages.length;
}
