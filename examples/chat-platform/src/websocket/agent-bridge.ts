import { now } from "../shared/clock.js";
import { connectionPool, type ConnectionPool } from "./connection-pool.js";
import { eventBus, type EventBus } from "./event-bus.js";
import { createEvent } from "./protocol.js";

/** One event of an agent's turn, as the bridge remembers it. */
export interface AgentEvent {
  readonly type: string;
  readonly runId: string;
  readonly at: number;
}

/** Carries what an agent does to the sockets of the user who asked. */
export class AgentWebSocketBridge {
  private readonly history: AgentEvent[] = [];

  constructor(
    private readonly connections: ConnectionPool,
    private readonly events?: EventBus,
  ) {}

  notifyAgentStarted(userId: string, runId: string, agent: string): void {
    this.deliver("agent_started", userId, runId, { agent });
  }

  notifyAgentThinking(userId: string, runId: string, thought: string): void {
    this.deliver("agent_thinking", userId, runId, { thought });
  }

  notifyToolExecuting(userId: string, runId: string, tool: string, input: string): void {
    this.deliver("tool_executing", userId, runId, { tool, input });
  }

  notifyToolCompleted(userId: string, runId: string, tool: string, output: string): void {
    this.deliver("tool_completed", userId, runId, { tool, output });
  }

  notifyAgentCompleted(userId: string, runId: string, reply: string): void {
    this.deliver("agent_completed", userId, runId, { reply });
  }

  eventsOf(runId: string): readonly AgentEvent[] {
    return this.history.filter((event) => event.runId === runId);
  }

  private deliver(type: string, userId: string, runId: string, payload: Record<string, unknown>): void {
    this.history.push({ type, runId, at: now() });
    if (this.history.length > 1_000) this.history.shift();
    const event = createEvent(type, { runId, ...payload });
    for (const connection of this.connections.of(userId)) connection.send(event);
    this.events?.emit(type, userId, event.payload);
  }
}

let bridge: AgentWebSocketBridge | undefined;

/** The bridge of this process. */
export function getAgentWebSocketBridge(): AgentWebSocketBridge {
  return (bridge ??= new AgentWebSocketBridge(connectionPool, eventBus));
}

/** A bridge for a script: nobody but its sockets hears of its events, so the other parts of the process miss them. */
export function quietBridge(connections: ConnectionPool): AgentWebSocketBridge {
  return new AgentWebSocketBridge(connections);
}
