import type { UserContext } from "../context/user-context.js";
import { connectionPool, type ConnectionPool } from "./connection-pool.js";
import { eventBus, type EventBus } from "./event-bus.js";
import { createEvent } from "./protocol.js";

/** Sends to the sockets of one user, and of nobody else. */
export class UserWebSocketManager {
  constructor(
    readonly context: UserContext,
    private readonly connections: ConnectionPool,
    private readonly events: EventBus,
  ) {}

  sendToUser(userId: string, type: string, payload: Record<string, unknown> = {}): number {
    if (userId !== this.context.userId) throw new Error("a user's manager sends to that user only");
    const event = createEvent(type, payload);
    const targets = this.connections.of(userId);
    for (const connection of targets) connection.send(event);
    this.events.emit(type, userId, payload);
    return targets.length;
  }

  isOnline(userId: string): boolean {
    return this.connections.of(userId).length > 0;
  }
}

/** Makes one manager a user context. */
export class WebSocketManagerFactory {
  constructor(
    private readonly connections: ConnectionPool,
    private readonly events: EventBus,
  ) {}

  async createForUser(context: UserContext): Promise<UserWebSocketManager> {
    return new UserWebSocketManager(context, this.connections, this.events);
  }
}

export const webSocketManagerFactory = new WebSocketManagerFactory(connectionPool, eventBus);
