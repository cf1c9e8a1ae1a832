import type { UserContext } from "../context/user-context.js";
import { createMessage, messagesOf, type Message } from "../db/repositories/message-repository.js";
import { windowOf } from "../agents/conversation-window.js";
import { webSocketManagerFactory } from "../websocket/websocket-manager-factory.js";

export async function addMessage(context: UserContext, role: Message["role"], content: string): Promise<Message> {
  const message = createMessage(context.threadId, context.userId, role, content);
  const manager = await webSocketManagerFactory.createForUser(context);
  manager.sendToUser(context.userId, "message_created", { messageId: message.id, role });
  return message;
}

/** What an agent gets to see of a thread. */
export const historyOf = (threadId: string) => windowOf(messagesOf(threadId));
