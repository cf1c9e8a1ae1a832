import { isInOrder, isWholeTurn, type EventSequence } from "../agents/legacy/event-order.js";
import { type UserExecutionContext } from "../agents/execution-engine.js";
import { getAgentWebSocketBridge } from "../websocket/agent-bridge.js";
import { webSocketManagerFactory } from "../websocket/websocket-manager-factory.js";

export type Progress = "not started" | "under way" | "done" | "out of order";

function progressFrom(events: EventSequence): Progress {
  if (events.length === 0) return "not started";
  if (!isInOrder(events)) return "out of order";
  return isWholeTurn(events) ? "done" : "under way";
}

export function progressOf(runId: string): Progress {
  return progressFrom(
    getAgentWebSocketBridge()
      .eventsOf(runId)
      .map((event) => event.type),
  );
}

export async function reportProgress(context: UserExecutionContext): Promise<Progress> {
  const progress = progressOf(context.runId);
  const manager = await webSocketManagerFactory.createForUser(context);
  manager.sendToUser(context.userId, "notification", { title: `Run ${progress}`, runId: context.runId });
  return progress;
}
