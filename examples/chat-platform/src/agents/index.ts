import "./legacy/register-defaults.js";

export type { Agent, AgentPlan } from "./agent.js";
export { AgentRegistry, agentRegistry } from "./agent-registry.js";
export { ExecutionEngine, type UserExecutionContext } from "./execution-engine.js";
export { getExecutionEngineFactory } from "./execution-engine-factory.js";
export { getAgentInstanceFactory } from "./factory.js";
export * from "./legacy/event-order.js";
export { createSupervisor, runUnattended } from "./supervisor-factory.js";
export { UserExecutionEngine, type TurnResult } from "./user-execution-engine.js";
