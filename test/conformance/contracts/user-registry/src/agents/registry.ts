export interface Agent {
  run(input: string): Promise<string>;
}

export class AgentRegistry {
  private static instance: AgentRegistry | undefined;
  static getInstance(): AgentRegistry {
    return (AgentRegistry.instance ??= new AgentRegistry());
  }
  get(type: string): Agent {
    return { run: async (input) => type + input };
  }
  names(): string[] {
    return [];
  }
}

export const agentRegistry = new AgentRegistry();
export function getRegistry(): AgentRegistry {
  return AgentRegistry.getInstance();
}
