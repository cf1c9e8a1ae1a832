import { messagesOf } from "../db/repositories/message-repository.js";
import { threadsOf } from "../db/repositories/thread-repository.js";
import { WebSocketManager } from "../websocket/websocket-manager.js";
import { v4 as uuidv4 } from "uuid";

/** All that we have of a user, as one JSON text. */
export async function exportUser(userId: string): Promise<{ exportId: string; json: string }> {
  const exportId = `export-${uuidv4()}`;
  const threads = threadsOf(userId).map((thread) => ({ ...thread, messages: messagesOf(thread.id) }));
  const sockets = WebSocketManager.getInstance();
  if (sockets.isOnline(userId)) sockets.sendToUser(userId, "notification", { title: "Your export is ready", exportId });
  return { exportId, json: JSON.stringify({ userId, threads }, null, 2) };
}
