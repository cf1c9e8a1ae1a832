export { AgentWebSocketBridge, getAgentWebSocketBridge, type AgentEvent } from "./agent-bridge.js";
export { ConnectionPool, connectionPool } from "./connection-pool.js";
export { EventBus, eventBus } from "./event-bus.js";
export { attachGateway } from "./gateway.js";
export { WebSocketManager } from "./websocket-manager.js";
export { UserWebSocketManager, webSocketManagerFactory } from "./websocket-manager-factory.js";
