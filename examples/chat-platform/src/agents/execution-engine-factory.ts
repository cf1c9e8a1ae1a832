import type { UserContext } from "../context/user-context.js";
import { UserExecutionContext } from "../services/user-execution-context.js";
import { getAgentWebSocketBridge, type AgentWebSocketBridge } from "../websocket/agent-bridge.js";
import { getAgentInstanceFactory } from "./factory.js";
import { UserExecutionEngine, type AgentSource } from "./user-execution-engine.js";

export class ExecutionEngineFactory {
  constructor(
    private readonly agentFactory: AgentSource,
    private readonly websocketEmitter: AgentWebSocketBridge,
  ) {}

  async createForUser(context: UserContext): Promise<UserExecutionEngine> {
    return new UserExecutionEngine({
      context: UserExecutionContext.from(context),
      agentFactory: this.agentFactory,
      websocketEmitter: this.websocketEmitter,
    });
  }
}

let factory: ExecutionEngineFactory | undefined;

export function getExecutionEngineFactory(): ExecutionEngineFactory {
  return (factory ??= new ExecutionEngineFactory(getAgentInstanceFactory(), getAgentWebSocketBridge()));
}
