import { WebSocketManager } from "../websocket/websocket-manager.js";

export class PresenceService {
  private readonly manager = WebSocketManager.getInstance();

  status(userId: string): "online" | "offline" {
    return this.manager.isOnline(userId) ? "online" : "offline";
  }

  announce(userId: string, to: readonly string[]): number {
    const payload = { userId, status: this.status(userId) };
    return to.reduce((sent, each) => sent + this.manager.sendToUser(each, "presence_changed", payload), 0);
  }
}
