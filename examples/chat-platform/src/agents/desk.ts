import { AgentRegistry, agentRegistry } from "./agent-registry.js";
import type { Agent, AgentPlan } from "./agent.js";
import { ExecutionEngine } from "./execution-engine.js";
import type { UserContext } from "../context/user-context.js";
import { getAgentWebSocketBridge } from "../websocket/agent-bridge.js";

/** What the support desk would answer, for a person to read before it is sent. */
export async function draftReply(context: UserContext, message: string): Promise<string> {
  const registry = AgentRegistry.getInstance();
  const { thought } = registry.get("triage").plan(message);
  const { text } = await registry.get("support").answer(message, thought);
  return `to ${context.userId}: ${text}`;
}

function readerOf(context: UserContext): Agent {
  return agentRegistry.get(context.threadId === "" ? "support" : "triage");
}

/** What the desk would do with a message, before anybody answers. */
export async function planReply(context: UserContext, message: string): Promise<AgentPlan> {
  return readerOf(context).plan(message);
}

/** Lets the support agent answer a message that nobody at the desk took. */
export async function escalate(context: UserContext, message: string): Promise<string> {
  const bridge = getAgentWebSocketBridge();
  const engine = new ExecutionEngine(agentRegistry, bridge, null);
  const { agent, reply, runId } = await engine.run("support", `${context.userId}: ${message}`);
  return `${agent}, after ${bridge.eventsOf(runId).length} events: ${reply}`;
}
