import type { UserContext } from "../context/user-context.js";
import type { Agent } from "./registry.js";

export interface AgentFactory {
  create(type: string, context: UserContext): Promise<Agent>;
}
export function getAgentFactory(): AgentFactory {
  return { create: async (type) => ({ run: async (input) => type + input }) };
}
