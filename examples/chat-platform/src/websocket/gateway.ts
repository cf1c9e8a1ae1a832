import type { Server } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { verifyToken } from "@/auth/tokens.js";
import { v4 } from "uuid";
import { logger } from "../shared/logger.js";
import { Connection } from "./connection.js";
import { connectionPool } from "./connection-pool.js";
import { eventBus } from "./event-bus.js";
import { startHeartbeat } from "./heartbeat.js";
import { createEvent, decode } from "./protocol.js";

function accept(userId: string, socket: WebSocket): void {
  const connection = new Connection(userId, socket);
  const wsId = v4().replace(/-/g, "").slice(0, 8);
  connectionPool.add(connection);
  logger.debug("socket opened", { wsId, userId });
  socket.on("message", (frame) => {
    connection.touch();
    const event = decode(String(frame));
    if (event?.type === "ping") connection.send(createEvent("pong", {}));
    else if (event) eventBus.emit(event.type, userId, { threadId: event.threadId });
  });
  socket.on("close", () => connectionPool.remove(connection));
  connection.send(createEvent("connected", { connectionId: connection.connectionId }));
}

/** Serves `/ws?token=…` next to the HTTP server; gives back what stops it. */
export function attachGateway(server: Server): () => void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const token = url.searchParams.get("token");
    if (url.pathname !== "/ws" || !token) return socket.destroy();
    verifyToken(token).then(
      (claims) => sockets.handleUpgrade(request, socket, head, (ws) => accept(claims.sub, ws)),
      () => socket.destroy(),
    );
  });
  const stopHeartbeat = startHeartbeat(connectionPool);
  return () => {
    stopHeartbeat();
    connectionPool.closeAll();
    sockets.close();
  };
}
