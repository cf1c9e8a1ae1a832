import { SessionService } from "@/auth/session-service.js";
import { WebSocketManager } from "../websocket/websocket-manager.js";

const watcherId = `watcher-${globalThis.crypto.randomUUID()}`;
const sessions = new SessionService();

/** Ends a session and tells the user's open windows. */
export async function signOut(userId: string, sessionId: string): Promise<boolean> {
  const ended = sessions.end(sessionId);
  if (ended) WebSocketManager.getInstance().sendToUser(userId, "session_ended", { sessionId, watcherId });
  return ended;
}
