import type { Agent } from "./agent.js";

/** Process-wide: every user shares the same agents. On its way out, see migrations/user-context.md. */
export class AgentRegistry {
  private static instance: AgentRegistry | undefined;

  static getInstance(): AgentRegistry {
    return (this.instance ??= new AgentRegistry());
  }

  private readonly agents = new Map<string, () => Agent>();
  private readonly shared = new Map<string, Agent>();

  register(name: string, create: () => Agent): void {
    this.agents.set(name, create);
  }

  get(name: string): Agent {
    const agent = this.shared.get(name) ?? this.create(name);
    this.shared.set(name, agent);
    return agent;
  }

  create(name: string): Agent {
    const create = this.agents.get(name);
    if (!create) throw new Error(`there is no agent "${name}"`);
    return create();
  }

  names(): readonly string[] {
    return [...this.agents.keys()];
  }
}

export const agentRegistry = AgentRegistry.getInstance();
