import { runUnattended } from "../agents/supervisor-factory.js";
import { WebSocketManager } from "../websocket/websocket-manager.js";

/** Tries every agent once, and warns who is online that the answers may be slow. */
export async function selfTest(agents: readonly string[]): Promise<Map<string, boolean>> {
  const sockets = WebSocketManager.getInstance();
  for (const userId of sockets.onlineUsers()) sockets.sendToUser(userId, "system_notice", { text: "self test" });
  const results = new Map<string, boolean>();
  for (const agent of agents) results.set(agent, (await runUnattended(agent, "are you there?")).length > 0);
  return results;
}
