import { dispatchTool } from "../tools/tool-dispatcher.js";
import { UserExecutionContext } from "../services/user-execution-context.js";
import type { AgentWebSocketBridge } from "../websocket/agent-bridge.js";
import type { Agent } from "./agent.js";
import type { AgentRegistry } from "./agent-registry.js";
import { withRetry } from "./runtime/retry-policy.js";

/** Where the engine gets its agents from. */
export interface AgentSource {
  createAgentInstance(name: string, context: UserExecutionContext): Promise<Agent>;
}

export interface UserExecutionEngineOptions {
  readonly context: UserExecutionContext;
  readonly agentFactory: AgentSource;
  readonly websocketEmitter: AgentWebSocketBridge;
}

/** What one turn of an agent came to. */
export interface TurnResult {
  readonly runId: string;
  readonly agent: string;
  readonly reply: string;
  readonly tokens: number;
}

const fromRegistry = (registry: AgentRegistry): AgentSource => ({
  createAgentInstance: async (name) => registry.get(name),
});

/** Runs agents for one user, and tells that user's sockets about it. */
export class UserExecutionEngine {
  readonly context: UserExecutionContext;
  private readonly agentFactory: AgentSource;
  private readonly websocketEmitter: AgentWebSocketBridge;

  constructor(options: UserExecutionEngineOptions);
  /** @deprecated The old engine's signature, for as long as its callers move. */
  constructor(registry: AgentRegistry, bridge: AgentWebSocketBridge, context: UserExecutionContext | null);
  constructor(
    first: UserExecutionEngineOptions | AgentRegistry,
    bridge?: AgentWebSocketBridge,
    context?: UserExecutionContext | null,
  ) {
    if ("agentFactory" in first) {
      this.context = first.context;
      this.agentFactory = first.agentFactory;
      this.websocketEmitter = first.websocketEmitter;
      return;
    }
    if (!bridge) throw new TypeError("the old signature needs a bridge");
    this.context = context ?? UserExecutionContext.system("legacy");
    this.agentFactory = fromRegistry(first);
    this.websocketEmitter = bridge;
  }

  /** @deprecated A bridge: takes what the old constructor took. */
  static async createFromLegacy(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    context: UserExecutionContext | null,
  ): Promise<UserExecutionEngine> {
    return new UserExecutionEngine(registry, bridge, context);
  }

  async run(agentName: string, input: string): Promise<TurnResult> {
    const { userId, runId } = this.context;
    const agent = await this.agentFactory.createAgentInstance(agentName, this.context);
    this.websocketEmitter.notifyAgentStarted(userId, runId, agentName);
    const plan = agent.plan(input);
    this.websocketEmitter.notifyAgentThinking(userId, runId, plan.thought);
    this.websocketEmitter.notifyToolExecuting(userId, runId, plan.tool, plan.toolInput);
    const result = await withRetry(() => dispatchTool(plan.tool, plan.toolInput, userId));
    this.websocketEmitter.notifyToolCompleted(userId, runId, plan.tool, result.output);
    const answer = await agent.answer(input, result.output);
    this.websocketEmitter.notifyAgentCompleted(userId, runId, answer.text);
    return { runId, agent: agentName, reply: answer.text, tokens: answer.tokens };
  }
}
