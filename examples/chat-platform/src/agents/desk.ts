import { AgentRegistry, agentRegistry } from "./agent-registry.js";
import type { Agent, AgentPlan } from "./agent.js";
import type { UserContext } from "../context/user-context.js";

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
