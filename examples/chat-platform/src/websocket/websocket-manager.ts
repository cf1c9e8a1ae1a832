import { connectionPool, type ConnectionPool } from "./connection-pool.js";
import { eventBus, type EventBus } from "./event-bus.js";
import { createEvent } from "./protocol.js";

type UserId = string;

/**
 * The process-wide manager: every service can reach every user's sockets.
 * On its way out: see migrations/websocket-factory.md.
 */
export class WebSocketManager {
  private static instance: WebSocketManager | undefined;

  static getInstance(): WebSocketManager {
    return (this.instance ??= new WebSocketManager(connectionPool, eventBus));
  }

  constructor(
    private readonly connections: ConnectionPool,
    private readonly events: EventBus,
  ) {}

  sendToUser(userId: UserId, type: string, payload: Record<string, unknown> = {}): number {
    const event = createEvent(type, payload);
    const targets = this.connections.of(userId);
    for (const connection of targets) connection.send(event);
    this.events.emit(type, userId, payload);
    return targets.length;
  }

  isOnline(userId: UserId): boolean {
    return this.connections.of(userId).length > 0;
  }

  onlineUsers(): readonly UserId[] {
    return this.connections.users();
  }
}
