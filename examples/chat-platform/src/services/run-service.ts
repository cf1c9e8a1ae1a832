import { agentRegistry } from "../agents/agent-registry.js";
import { ExecutionEngine, type UserExecutionContext } from "../agents/execution-engine.js";
import { runRecorder } from "../agents/run-recorder.js";
import type { TurnResult } from "../agents/user-execution-engine.js";
import { finishRun, startRun } from "../db/repositories/run-repository.js";
import { getAgentWebSocketBridge } from "../websocket/agent-bridge.js";
import { webSocketManagerFactory } from "../websocket/websocket-manager-factory.js";

/** Runs one agent on one message and keeps the books. */
export async function runAgent(context: UserExecutionContext, agent: string, input: string): Promise<TurnResult> {
  const run = startRun(context.threadId, context.userId, agent, context.runId);
  const recorded = runRecorder.begin(agent, context.userId);
  const engine = new ExecutionEngine(agentRegistry, getAgentWebSocketBridge(), context);
  try {
    const result = await engine.run(agent, input);
    finishRun(run.id, "completed", result.tokens);
    runRecorder.finish(recorded, result);
    return result;
  } catch (error) {
    finishRun(run.id, "failed", 0);
    runRecorder.finish(recorded, undefined);
    const manager = await webSocketManagerFactory.createForUser(context);
    manager.sendToUser(context.userId, "notification", { title: "The agent failed", runId: run.id });
    throw error;
  }
}
