import { WebSocketManager } from "../websocket/websocket-manager.js";
import crypto, { type UUID } from "crypto";

const manager = WebSocketManager.getInstance();

/** Sends a notice to everybody who is online. */
export function broadcast(text: string): { noticeId: string; reached: number } {
  const noticeId: UUID = crypto.randomUUID();
  const reached = manager
    .onlineUsers()
    .reduce((sum, userId) => sum + manager.sendToUser(userId, "system_notice", { noticeId, text }), 0);
  return { noticeId, reached };
}
