import type { Connection } from "./connection.js";

type UserId = string;

/** All open connections, by user. */
export class ConnectionPool {
  private readonly byUser = new Map<UserId, Set<Connection>>();

  add(connection: Connection): void {
    const connections = this.byUser.get(connection.userId) ?? new Set();
    this.byUser.set(connection.userId, connections.add(connection));
  }

  remove(connection: Connection): void {
    const connections = this.byUser.get(connection.userId);
    connections?.delete(connection);
    if (connections?.size === 0) this.byUser.delete(connection.userId);
  }

  of(userId: UserId): readonly Connection[] {
    return [...(this.byUser.get(userId) ?? [])];
  }

  users(): readonly UserId[] {
    return [...this.byUser.keys()];
  }

  closeAll(): void {
    for (const connections of this.byUser.values()) for (const connection of connections) connection.close();
    this.byUser.clear();
  }
}

export const connectionPool = new ConnectionPool();
