import type { UserContext } from "../context/user-context.js";
import type { Agent } from "./agent.js";
import { AgentRegistry } from "./agent-registry.js";

/** Makes agents of one user: nothing of one user's turn is seen by another. */
export class AgentInstanceFactory {
  private readonly instances = new WeakMap<UserContext, Map<string, Agent>>();

  constructor(private readonly registry: AgentRegistry) {}

  async createAgentInstance(name: string, context: UserContext): Promise<Agent> {
    const mine = this.instances.get(context) ?? new Map<string, Agent>();
    this.instances.set(context, mine);
    const agent = mine.get(name) ?? this.registry.create(name);
    mine.set(name, agent);
    return agent;
  }

  /** The agents that there are; their names are the same for everybody. */
  names(): readonly string[] {
    return this.registry.names();
  }
}

let factory: AgentInstanceFactory | undefined;

export function getAgentInstanceFactory(): AgentInstanceFactory {
  return (factory ??= new AgentInstanceFactory(AgentRegistry.getInstance()));
}
