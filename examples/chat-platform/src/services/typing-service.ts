import { eventBus } from "@/websocket/event-bus.js";
import { WebSocketManager } from "@/websocket/websocket-manager.js";

/** Tells a user's other devices that the user is writing. */
export function echoTyping(userId: string, threadId: unknown, manager = WebSocketManager.getInstance()): number {
  return manager.sendToUser(userId, "typing_started", { threadId });
}

/** Listens for as long as the server runs; gives back what stops it. */
export function startTypingEcho(): () => void {
  // guards against the echo of an echo: sendToUser publishes on the same bus
  let isEchoing = false;
  return eventBus.on("typing_started", (userId, payload) => {
    if (isEchoing) return;
    isEchoing = true;
    echoTyping(userId, payload.threadId);
    isEchoing = false;
  });
}
